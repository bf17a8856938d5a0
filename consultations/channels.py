"""How a contribution came, in words, and what it lacks to be registered. Asks no database."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consultations.models import Channel, Submission
from delegations.offices import Office
from lap_portal.text import has_words


def registered_words(submission: Submission) -> str:
    """
    For its delegation: "Registered by the ISU from your e-mail of 12 May 2030, from x@y".

    It names the office and never the person; empty for what the delegation submitted itself.
    """
    sentences = {
        Channel.EMAIL: _("Registered by the %(office)s from your e-mail of %(day)s, from %(who)s"),
        Channel.LETTER: _("Registered by the %(office)s from your letter of %(day)s, from %(who)s"),
        Channel.NOTE_VERBALE: _(
            "Registered by the %(office)s from your note verbale of %(day)s, from %(who)s"
        ),
        Channel.ORAL: _("Registered by the %(office)s from what %(who)s said on %(day)s"),
    }
    sentence = sentences.get(Channel(submission.channel))
    if sentence is None:
        return ""
    day = submission.received_at.astimezone(submission.consultation.zone)
    return sentence % {
        "office": Office(submission.office).label,
        "day": date_format(day, "j F Y"),
        "who": submission.sender,
    }


def came_words(submission: Submission) -> str:
    """For staff, beside each comment: what is out of the ordinary about how it came; or ""."""
    said: list[str] = []
    if submission.channel != Channel.PORTAL:
        said.append(submission.get_channel_display())
    if submission.is_preliminary:
        said.append(_("preliminary, subject to confirmation by capital"))
    if submission.on_behalf_of:
        said.append(_("on behalf of %(group)s") % {"group": submission.on_behalf_of})
    if submission.is_late:
        said.append(_("received after closing"))
    return " · ".join(said)


def lacking_words(channel: str, *, sender: str, has_original: bool) -> list[str]:
    """What must be there of a contribution that came by a channel, and is not: a sentence each."""
    lacking = [
        (not has_words(sender), _("Say from whom it came.")),
        (
            not has_original and channel != Channel.ORAL,
            _("Add the original: the file is kept as it came."),
        ),
    ]
    return [sentence for is_lacking, sentence in lacking if is_lacking]
