"""How a change leaves its trace: who, when and why, on the row and in its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from delegations.capacities import Capacity, still_holds
from delegations.models import User
from lap_portal import clock
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_text, has_words

WORDING_LIMIT = 20_000
TITLE_LIMIT = 300
REASON_LIMIT = 500

Row = TypeVar("Row", bound=models.Model)


def person_of(actor: Capacity) -> User:
    """The person who acts; PermissionDenied where nobody is signed in."""
    if actor.person is None:
        raise PermissionDenied(_("Please sign in."))
    return actor.person


def require_still_held(actor: Capacity) -> None:
    """Raise PermissionDenied where the capacity was lost since the request began."""
    if not still_holds(actor):
        raise PermissionDenied(_("You no longer act in this capacity."))


def clean_reason(reason: str) -> str:
    """Return a reason that says something; RuleViolation where it does not."""
    cleaned = clean_text(reason, limit=REASON_LIMIT)
    if not has_words(cleaned):
        raise RuleViolation(_("Say why."))
    return cleaned


def clean_wording(text: str) -> str:
    """Return words for the text of a plan; RuleViolation where there are none."""
    cleaned = clean_text(text, limit=WORDING_LIMIT)
    if not has_words(cleaned):
        raise RuleViolation(_("A wording needs some words."))
    return cleaned


def save_traced(
    row: models.Model, *, actor: Capacity, reason: str, fields: list[str] | None = None
) -> None:
    """Check a row whole, save it or some fields of it, and note who changed it and why."""
    sign(row, actor=actor, reason=reason)
    row.full_clean()
    row.save(update_fields=fields)


def sign(row: models.Model, *, actor: Capacity, reason: str) -> None:
    """Say in whose name the next history row of a row is written."""
    row._history_user = person_of(actor)  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]
    row._history_date = clock.now()  # type: ignore[attr-defined]


def update_traced(rows: Sequence[Row], fields: list[str], *, actor: Capacity, reason: str) -> None:
    """Save some fields of many rows, with a history row each."""
    if not rows:
        return
    for row in rows:
        sign(row, actor=actor, reason=reason)
    bulk_update_with_history(rows, type(rows[0]), fields, batch_size=200)
