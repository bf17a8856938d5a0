"""Which delegations would be left without their focal point, asked before somebody leaves."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from delegations.capacities import Capacity
from delegations.models import Delegation, Membership, Role, User
from delegations.permissions import may_invite, may_replace_focal_point

SUBMITTING = [Role.FOCAL_POINT, Role.DEPUTY]


@dataclass(frozen=True, slots=True)
class Gap:
    """A delegation that a person leaves behind, and what the reader may do about it first."""

    person: User
    delegation: Delegation
    is_focal_point: bool
    submits_still: bool
    may_replace: bool
    may_invite: bool


def gaps_without(person: User, *, reader: Capacity, only: Membership | None = None) -> list[Gap]:
    """
    What is missing once a person, or `only` one membership of the person, is gone (one query).

    A delegation is named when it loses its focal point, or the last who submits for it.
    """
    others = Membership.objects.live().filter(delegation=OuterRef("delegation"))
    others = others.exclude(person=person)
    held = Membership.objects.live().filter(person=person, role__in=SUBMITTING)
    if only is not None:
        held = held.filter(pk=only.pk)
    held = held.annotate(
        has_colleague=Exists(others),
        submits_still=Exists(others.filter(role__in=SUBMITTING)),
    ).select_related("delegation")
    gaps = [_gap(membership, person, reader) for membership in held]
    return [gap for gap in gaps if gap.is_focal_point or not gap.submits_still]


def _gap(membership: Membership, person: User, reader: Capacity) -> Gap:
    delegation = membership.delegation
    return Gap(
        person=person,
        delegation=delegation,
        is_focal_point=membership.role == Role.FOCAL_POINT,
        submits_still=membership.submits_still,  # type: ignore[attr-defined]  # annotated
        may_replace=membership.has_colleague  # type: ignore[attr-defined]  # annotated
        and bool(may_replace_focal_point(reader, delegation)),
        may_invite=bool(may_invite(reader, delegation)),
    )
