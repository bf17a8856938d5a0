"""What becomes of an issued draft, as far as what was said about it allows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import letters
from consultations.operations.locks import locked_plan
from delegations.capacities import Capacity
from lap_portal import clock
from lap_portal.errors import RuleViolation
from sections import operations as text
from sections.models import Draft


@transaction.atomic
def reissue(draft: Draft, *, actor: Capacity, **edition: Any) -> Draft:
    """
    Reissue a draft for technical reasons, and tell its readers.

    A consultation on the former goes on, open or closed: not a word it is about has changed.
    `edition` is what `sections.operations.reissue_draft` takes.
    """
    issued = text.reissue_draft(draft, actor=actor, **edition)
    letters.tell_reissued(issued, actor=actor)
    return issued


@transaction.atomic
def withdraw_issued(draft: Draft, *, actor: Capacity, reason: str) -> Draft:
    """
    Withdraw a draft issued by mistake, and tell its readers.

    Refused once a consultation on it, or on a draft it reissues, was set up: what delegations
    prepare or have said about it would be left without a text.
    """
    locked_plan(draft.plan_id)
    withdrawn = text.withdraw_draft(draft, actor=actor, reason=reason)
    former: Draft | None = withdrawn
    while former is not None:
        if former.consultations.exists():
            raise RuleViolation(
                _("There is a consultation on this draft. Issue a corrected draft instead.")
            )
        former = former.reissues
    letters.tell_withdrawn(withdrawn, actor=actor)
    return withdrawn


@transaction.atomic
def adopt(draft: Draft, *, actor: Capacity, adopted_on: date, oral_amendments: str = "") -> Draft:
    """Record that a draft was adopted; refused while a consultation of its plan is under way."""
    plan = locked_plan(draft.plan_id)
    adopted = text.adopt_draft(
        draft, actor=actor, adopted_on=adopted_on, oral_amendments=oral_amendments
    )
    if plan.consultations.filter(closes_at__gt=clock.now()).exists():
        raise RuleViolation(
            _("A consultation on this plan is open or set up; a draft is adopted after it closes.")
        )
    letters.tell_adopted(adopted, actor=actor)
    return adopted


@transaction.atomic
def undo_adoption(draft: Draft, *, actor: Capacity, reason: str) -> Draft:
    """Take back that a draft was adopted, and tell its readers."""
    found = text.undo_adoption(draft, actor=actor, reason=reason)
    letters.tell_not_adopted(found, actor=actor)
    return found
