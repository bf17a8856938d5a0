"""What became of a delegation's comments as a paper, to be sent to its capital."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consultations.exports.writing import Writing
from consultations.models import Comment, Remark
from consultations.models.contributions import State
from consultations.queries.entries import place_words
from consultations.queries.following import FollowingUp, Now, OwnReflection, OwnReply
from documents.outline import Outline
from documents.writing.paper import Masthead, Paper


def following_paper(page: FollowingUp) -> Paper:
    """What became of a delegation's comments: what its page says, and nothing more."""
    draft, consultation = page.text, page.consultation
    writing = Writing()
    writing.paragraph(_("The words are those of %(draft)s.") % {"draft": consultation.draft})
    if page.draft:
        writing.paragraph(
            _("Compared with %(draft)s: inserted words are underlined, deleted words struck out.")
            % {"draft": page.draft}
        )
    writing.paragraph(no_silence())
    if page.replies:
        writing.heading(_("Reply of the Presidency to our delegation"))
    for own in page.replies:
        _write_reply(writing, own)
    for entry in page.reflections:
        _write_entry(writing, entry, page)
    if page.waiting:
        writing.heading(_("Nothing shared yet"))
        for entry in page.waiting:
            _write_entry(writing, entry, page, level=1)
    _write_elsewhere(writing, page)
    digest = _("Digest (SHA-256) of the text of %(draft)s") % {"draft": draft}
    writing.labelled(digest, draft.digest)
    internal = _("Internal to the delegation of %(name)s") % {"name": page.delegation.name}
    return Paper(
        Masthead(
            advance_line=internal,
            date_text=date_format(page.as_at, "j F Y"),
            language_line="",
            body_lines=(consultation.plan.title,),
            session_lines=(f"{consultation.title}: {consultation.draft}",),
            meeting_lines=(_draft_line(page),),
            title=_("How our comments were reflected"),
        ),
        Outline((), tuple(writing.units)),
        redlines=writing.redlines,
        creator="",
    )


def no_silence() -> str:
    """That nothing which is not done counts as agreement."""
    return _("No silence, no click and no deadline in this portal counts as agreement.")


def _draft_line(page: FollowingUp) -> str:
    draft = page.draft
    if draft is None:
        return ""
    symbol = f", {draft.symbol}" if draft.symbol else ""
    dated = date_format(draft.dated, "j F Y")
    return _("As in %(draft)s, %(dated)s") % {"draft": f"{draft}{symbol}", "dated": dated}


def _write_entry(
    writing: Writing, entry: OwnReflection, page: FollowingUp, *, level: int = 0
) -> None:
    comment = entry.comment
    unit = comment.unit
    number = _("Comment %(number)d") % {"number": comment.number or 0}
    writing.heading(f"{number}: {place_words(comment.place, unit)}", level=level)
    if comment.state != State.SUBMITTED:
        writing.paragraph(_state(comment))
    writing.labelled(_("The words commented on"), unit.revision.text if unit else "")
    writing.labelled(_("On the passage"), comment.passage)
    writing.labelled(_("Our comment"), comment.text)
    writing.comparison(_("Our proposed wording"), entry.proposal)
    writing.labelled(_("Reason"), comment.reason)
    said = [comment.get_type_display(), comment.get_position_display()]
    writing.paragraph(" · ".join(filter(None, said)))
    writing.labelled(_("How it is reflected"), entry.outcome)
    writing.labelled(_("Reply of the Presidency"), entry.reply)
    if entry.is_prompt:
        writing.paragraph(_("Your comment was among those that prompted a new wording."))
    for now in entry.nows:
        _write_now(writing, now, page)
    if entry.is_gone:
        writing.paragraph(_("It no longer stands in %(draft)s.") % {"draft": page.draft})
    _write_remarks(writing, entry.remarks)


def _write_reply(writing: Writing, own: OwnReply) -> None:
    if own.reply.sent_at is not None:
        writing.labelled(date_format(own.reply.sent_at, "j F Y"), own.reply.text)
    _write_remarks(writing, own.remarks)


def _write_remarks(writing: Writing, remarks: Iterable[Remark]) -> None:
    for remark in remarks:
        by = f"{date_format(remark.made_at, 'j F Y')}, {remark.author.name}"
        writing.labelled(_("Our remark, %(by)s") % {"by": by}, remark.text)


def _state(comment: Comment) -> str:
    said = str(comment.get_state_display())
    return f"{said}: {comment.withdrawal_reason}" if comment.withdrawal_reason else said


def _write_now(writing: Writing, now: Now, page: FollowingUp) -> None:
    told = {"draft": page.draft, "reference": now.unit.reference}
    label = _("The words now, in %(draft)s, %(reference)s") % told
    notes = [now.relation, _("moved") if now.is_moved else ""]
    label = ", ".join(filter(None, [label, *notes]))
    if now.words:
        writing.comparison(label, now.words)
    else:
        writing.labelled(label, _("The words have not changed."))


def _write_elsewhere(writing: Writing, page: FollowingUp) -> None:
    if not page.elsewhere:
        return
    writing.heading(_("What else changed where we spoke"))
    for place in page.elsewhere:
        writing.heading(place.title, level=1)
        for change in place.changes:
            was = _("was %(old)s") % {"old": change.old_reference} if change.old_reference else ""
            label = ", ".join(filter(None, [change.reference, was, change.fates]))
            writing.comparison(label, change.words)
