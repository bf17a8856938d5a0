"""Reminding delegations that have not submitted: one act, exactly as it was shown before."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Consultation, Reminder
from consultations.operations.locks import locked_consultation
from consultations.permissions import may_remind
from consultations.queries.reminding import TEMPLATE, RemindersPage, reminders_page
from delegations.capacities import Capacity, person_of, require_still_held
from delegations.outbox import post
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import clean_text, has_words

MESSAGE_LIMIT = 3_000


@transaction.atomic
def remind(
    consultation: Consultation,
    *,
    actor: Capacity,
    delegations: Iterable[int],
    message: str,
    confirmed: str,
) -> int:
    """
    Write a letter per address to the delegations chosen; return to how many delegations.

    `confirmed` is the digest of the letters as they were shown. Where they would now be others, by
    one word, an address, a submission or a reminder sent meanwhile, StaleRevision is raised and
    nothing goes: so a second click sends nothing.
    """
    locked = locked_consultation(consultation)
    require(may_remind(actor, locked))
    require_still_held(actor)
    words = clean_text(message, limit=MESSAGE_LIMIT)
    if not has_words(words):
        raise RuleViolation(_("Please write what the reminder says."))
    page = reminders_page(locked, actor, chosen=delegations, words=words)
    if page.digest != confirmed:
        raise StaleRevision(
            _("Nothing was sent just now. What would go has changed; please look at it again.")
        )
    if not page.letters:
        raise RuleViolation(_("There is nobody to whom a reminder would go."))
    _note_reminders(page, locked, actor=actor)
    _post_letters(page)
    return len(page.letters)


def _note_reminders(page: RemindersPage, consultation: Consultation, *, actor: Capacity) -> None:
    now = clock.now()
    Reminder.objects.bulk_create(
        Reminder(
            consultation=consultation,
            delegation=each.row.delegation,
            addresses="\n".join(each.addresses),
            sent_by=person_of(actor),
            sent_at=now,
        )
        for each in page.letters
    )


def _post_letters(page: RemindersPage) -> None:
    for each in page.letters:
        for address in each.addresses:
            post(
                address,
                subject=page.subject,
                template=TEMPLATE,
                context=each.context,
                delegation=each.row.delegation,
            )
