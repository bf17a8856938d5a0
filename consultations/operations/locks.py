"""
The rows that an act locks, so that two acts on one thing follow one another.

Always in this order: plan, consultation, delegation, then what it said. A row of a consultation or
a delegation is locked against changes of itself, not against rows that point at it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar, cast

from django.utils.translation import gettext as _

from consultations.models import Answer, Comment, Consultation
from delegations.models import Delegation
from lap_portal.errors import RuleViolation
from sections.models import ActionPlan

Contribution = TypeVar("Contribution", bound=Comment | Answer)


def locked_plan(pk: int) -> ActionPlan:
    """The plan: of its consultations one is open at a time, a rule across rows."""
    locked = ActionPlan.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if locked is None:
        raise RuleViolation(_("This plan was taken away meanwhile."))
    return locked


def locked_consultation(consultation: Consultation) -> Consultation:
    """The consultation: while something is received in it nothing about it changes."""
    rows = Consultation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("draft", "plan").get(pk=consultation.pk)


def locked_delegation(delegation: Delegation) -> Delegation:
    """The delegation: its official acts follow one another."""
    return Delegation.objects.select_for_update(of=("self",), no_key=True).get(pk=delegation.pk)


def locked_contribution(contribution: Contribution) -> Contribution:
    """The comment or answer; RuleViolation where it was discarded meanwhile."""
    rows = type(contribution).objects.select_for_update(of=("self",))
    locked = rows.select_related("delegation", "consultation__draft").filter(pk=contribution.pk)
    found = locked.first()
    if found is None:
        raise RuleViolation(_("It was discarded meanwhile."))
    return cast(Contribution, found)


def locked_comments(comments: Iterable[Comment]) -> list[Comment]:
    """Several comments with their delegations and consultations, in one order for all acts."""
    rows = Comment.objects.select_for_update(of=("self",)).select_related(
        "delegation", "consultation"
    )
    return list(rows.filter(pk__in=[each.pk for each in comments]).order_by("pk"))
