"""What every operation here does alike: cleans words, checks the actor, leaves a trace."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _

from delegations.capacities import Capacity, still_holds
from delegations.models import User
from lap_portal import clock
from lap_portal.decisions import denied, require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_text, has_words

REASON_LIMIT = 5_000


def one_line(value: str, *, limit: int) -> str:
    """Return words that stay on one line, without blanks around them."""
    text = clean_text(value, limit=limit).strip()
    if "\n" in text:
        raise RuleViolation(_("Names and addresses stay on one line."))
    return text


def reason_given(value: str) -> str:
    """Return the reason for an act; an act without one is refused."""
    text = clean_text(value, limit=REASON_LIMIT)
    if not has_words(text):
        raise RuleViolation(_("Please give the reason; it is kept with the change."))
    return text


def insist_on_capacity(actor: Capacity) -> None:
    """Refuse an act of somebody who has lost the capacity since the page was opened."""
    if not still_holds(actor):
        require(denied(_("You no longer hold the capacity in which you acted.")))


def save_with_trace(row: models.Model, *, by: User | None, reason: str) -> None:
    """Check the whole row, save it, and say in its history who changed it and why."""
    leave_trace(row, by=by, reason=reason)
    row.full_clean()
    row.save()


def leave_trace(row: models.Model, *, by: User | None, reason: str) -> None:
    """Name the person and the reason that the next change of the row is kept with."""
    row._history_user = by  # type: ignore[attr-defined]  # read by simple-history
    row._history_date = clock.now()  # type: ignore[attr-defined]  # read by simple-history
    row._change_reason = reason  # type: ignore[attr-defined]  # read by simple-history
