"""What a reminder would say to whom: the one account of it, for the preview and for sending."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from consultations.deadlines import instant_words
from consultations.models import Consultation
from consultations.queries.participation import Row, rows_of
from delegations.capacities import Capacity
from documents.digest import digest_of
from lap_portal import clock

TEMPLATE = "consultations/mail/reminder"
RECENT = timedelta(days=1)
_BLANKS = re.compile(r"\{(delegation|deadline)\}")


@dataclass(frozen=True, slots=True)
class Reminding:
    """A letter to a delegation, in its exact words, and the addresses it goes to."""

    row: Row
    addresses: tuple[str, ...]
    context: dict[str, Any]
    text: str
    is_recent: bool


@dataclass(frozen=True, slots=True)
class RemindersPage:
    """
    The letters that would go, and the delegations among those chosen to which none goes.

    `digest` stands for all of it, and for the reminders sent before: what is confirmed by it is
    what was on screen, once.
    """

    subject: str
    letters: tuple[Reminding, ...]
    unreachable: tuple[Row, ...]
    closed: tuple[Row, ...]
    submitted: tuple[Row, ...]
    digest: str

    @property
    def addresses(self) -> int:
        """How many letters would go."""
        return sum(len(each.addresses) for each in self.letters)

    @property
    def recent(self) -> tuple[Reminding, ...]:
        """Those to delegations that were reminded less than a day ago."""
        return tuple(each for each in self.letters if each.is_recent)


def default_words(consultation: Consultation) -> str:
    """What a reminder says unless somebody writes otherwise."""
    return _(
        "To the delegation of {delegation}\n\n"
        "This is a friendly reminder of the consultation “%(title)s”. It {deadline}.\n\n"
        "We have received no submission from your delegation so far. If it wishes to comment, we "
        "would be glad to hear from it; a general statement, or a note that it has no comments, "
        "is just as welcome."
    ) % {"title": consultation.title}


def reminders_page(
    consultation: Consultation, reader: Capacity, *, chosen: Iterable[int], words: str
) -> RemindersPage:
    """What would go to the delegations chosen, by their number (ten queries)."""
    wanted = set(chosen)
    rows = [row for row in rows_of(consultation, reader) if row.delegation.pk in wanted]
    silent = [row for row in rows if not row.submissions]
    now = clock.now()
    late = [row for row in silent if not consultation.receives_late and now >= row.closes_at]
    open_to = [row for row in silent if row not in late]
    subject = _("Reminder: %s") % consultation.title
    letters = tuple(_letter(row, consultation, words) for row in open_to if addresses_of(row))
    return RemindersPage(
        subject=subject,
        letters=letters,
        unreachable=tuple(row for row in open_to if not addresses_of(row)),
        closed=tuple(late),
        submitted=tuple(row for row in rows if row.submissions),
        digest=_digest(consultation, subject, letters),
    )


def addresses_of(row: Row) -> tuple[str, ...]:
    """Those who submit; else the mission's official address; else whoever has joined."""
    people = [each.person.email for each in row.members if each.submits]
    if not people and row.delegation.mission_email:
        return (row.delegation.mission_email,)
    return tuple(dict.fromkeys(people or [each.person.email for each in row.members]))


def _letter(row: Row, consultation: Consultation, words: str) -> Reminding:
    blanks = {"delegation": row.delegation.name, "deadline": _deadline(row, consultation)}
    context = {
        "words": _BLANKS.sub(lambda found: blanks[found[1]], words),
        "path": consultation.get_absolute_url(),
        "has_joined": bool(row.members),
        "submissions_address": settings.PORTAL_SUBMISSIONS_ADDRESS,
    }
    portal = {"portal_address": settings.PORTAL_ADDRESS}
    return Reminding(
        row=row,
        addresses=addresses_of(row),
        context=context,
        text=render_to_string(f"{TEMPLATE}.txt", context | portal),
        is_recent=row.reminded is not None and row.reminded.sent_at > clock.now() - RECENT,
    )


def _deadline(row: Row, consultation: Consultation) -> str:
    told = instant_words(row.closes_at, consultation.zone)
    if clock.now() < row.closes_at:
        return _("closes %s") % told
    return _("closed %s; what arrives now is still received") % told


def _digest(consultation: Consultation, subject: str, letters: tuple[Reminding, ...]) -> str:
    return digest_of(
        {
            "version": 1,
            "consultation": consultation.pk,
            "subject": subject,
            "letters": [
                [
                    each.row.delegation.pk,
                    each.addresses,
                    each.text,
                    each.row.reminded.pk if each.row.reminded else 0,
                ]
                for each in letters
            ],
        }
    )
