"""What the pages of delegations show: facts, people, invitations and changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from delegations.capacities import Capacity
from delegations.models import Delegation, Invitation, Membership, Role, Standing
from delegations.models.delegations import FIELDS, sort_key
from delegations.permissions import (
    may_change_membership,
    may_invite,
    may_manage_delegations,
    may_replace_focal_point,
)
from delegations.queries.history import HistoryLine, lines_of
from delegations.queries.invitations import InvitationRow, invitations_of
from lap_portal import clock

# How far the people of a delegation have come.
PEOPLE = {
    "joined": Q(members__gt=0),
    "invited": Q(members=0, invited_at__isnull=False),
    "uninvited": Q(members=0, invited_at=None),
    "no_focal_point": Q(focal_points=0),
}


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation in the list, with its present standing."""

    delegation: Delegation
    standing: Standing | None
    invited_at: datetime | None
    members: int
    has_focal_point: bool


@dataclass(frozen=True, slots=True)
class DelegationsPage:
    """The list of delegations."""

    rows: list[DelegationRow]
    may_manage: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member, and what the reader may do about the membership."""

    membership: Membership
    may_change: bool


@dataclass(frozen=True, slots=True)
class DelegationPage:
    """One delegation: what is known of it, its people, its invitations and its changes."""

    delegation: Delegation
    facts: list[tuple[str, str]]
    standings: list[Standing]
    members: list[MemberRow]
    former: list[Membership]
    invitations: list[InvitationRow]
    merged: list[Delegation]
    history: list[HistoryLine]
    shows_people: bool
    may_manage: bool
    may_invite: bool
    has_focal_point: bool
    may_replace: bool


@dataclass(frozen=True, slots=True)
class MergePage:
    """What merging a duplicate would move, and what would stay."""

    members: int
    invitations: int


def delegations_page(
    reader: Capacity,
    *,
    q: str = "",
    category: str = "",
    group: str = "",
    status: str = "",
    people: str = "",
) -> DelegationsPage:
    """The delegations the reader may see, by name, narrowed down (two queries)."""
    rows = _with_people(Delegation.objects.visible_to(reader).active())
    for word in q.split():
        rows = rows.filter(_named(word))
    if category:
        rows = rows.filter(category=category)
    if group:
        rows = rows.filter(regional_group="" if group == "none" else group)
    if status:
        rows = rows.filter(standings__until=None, standings__status=status)
    may_manage = bool(may_manage_delegations(reader))
    if people and may_manage:
        rows = rows.filter(PEOPLE[people])
    # Counting drops the model's own order.
    rows = rows.prefetch_related(_present_standing()).order_by("sort_name", "pk")
    return DelegationsPage(
        rows=[_delegation_row(delegation) for delegation in rows], may_manage=may_manage
    )


def count_by_people(reader: Capacity) -> dict[str, int]:
    """How many delegations stand under each filter by people (one query)."""
    rows = _with_people(Delegation.objects.visible_to(reader).active())
    return rows.aggregate(**{name: Count("pk", filter=each) for name, each in PEOPLE.items()})


def delegation_page(delegation: Delegation, reader: Capacity) -> DelegationPage:
    """One delegation, as far as the reader may see it."""
    memberships = _memberships(delegation, reader)
    may_manage = bool(may_manage_delegations(reader))
    live = [m for m in memberships if m.ended_at is None and m.person.is_active]
    roles = {m.role for m in live}
    return DelegationPage(
        delegation=delegation,
        facts=_facts(delegation),
        standings=list(delegation.standings.all()),
        members=[MemberRow(m, bool(may_change_membership(reader, m))) for m in live],
        former=[m for m in memberships if m not in live],
        invitations=invitations_of(delegation, reader),
        merged=list(delegation.merged.all()),
        history=_delegation_history(delegation, memberships) if may_manage else [],
        shows_people=may_manage or reader.delegation == delegation,
        may_manage=may_manage and delegation.merged_into_id is None,
        may_invite=bool(may_invite(reader, delegation)),
        has_focal_point=Role.FOCAL_POINT in roles,
        may_replace=bool(
            may_replace_focal_point(reader, delegation) and roles - {Role.FOCAL_POINT}
        ),
    )


def merge_page(duplicate: Delegation) -> MergePage:
    """Count what merging would move."""
    invitations = Invitation.objects.usable_at(clock.now()).filter(delegation=duplicate)
    return MergePage(
        members=duplicate.memberships.filter(ended_at=None).count(),
        invitations=invitations.count(),
    )


def _with_people(delegations: QuerySet[Delegation]) -> QuerySet[Delegation]:
    """Count the members and focal points of today, and find when one was last invited to join."""
    live = Q(memberships__ended_at=None, memberships__person__is_active=True)
    usable = Invitation.objects.usable_at(clock.now()).filter(delegation=OuterRef("pk"))
    return delegations.annotate(
        members=Count("memberships", filter=live, distinct=True),
        focal_points=Count(
            "memberships", filter=live & Q(memberships__role=Role.FOCAL_POINT), distinct=True
        ),
        invited_at=Subquery(usable.order_by("-sent_at").values("sent_at")[:1]),
    )


def _named(word: str) -> Q:
    """Delegations that bear a word in one of their names; accents of the short name aside."""
    names = ("formal_name", "name_fr", "name_es")
    found = Q(sort_name__contains=sort_key(word))
    for name in names:
        found |= Q(**{f"{name}__icontains": word})
    return found


def _present_standing() -> Prefetch[str]:
    present = Standing.objects.filter(until=None)
    return Prefetch("standings", queryset=present, to_attr="present_standings")


def _delegation_row(delegation: Delegation) -> DelegationRow:
    row: Any = delegation  # the annotations and the prefetched list are not in the type
    return DelegationRow(
        delegation=delegation,
        standing=next(iter(row.present_standings), None),
        invited_at=row.invited_at,
        members=row.members,
        has_focal_point=bool(row.focal_points),
    )


def _memberships(delegation: Delegation, reader: Capacity) -> list[Membership]:
    visible = Membership.objects.visible_to(reader).filter(delegation=delegation)
    return list(visible.select_related("person", "delegation"))


def _facts(delegation: Delegation) -> list[tuple[str, str]]:
    """The label and the words of each field that is filled, choices in words."""
    labels = {field.name: field.verbose_name for field in Delegation._meta.fields}
    facts = []
    for name in FIELDS[1:]:
        if getattr(delegation, name):
            show = getattr(delegation, f"get_{name}_display", None)
            label = str(labels[name])
            facts.append((label, str(show() if show else getattr(delegation, name))))
    return facts


def _delegation_history(delegation: Delegation, memberships: list[Membership]) -> list[HistoryLine]:
    names = {m.pk: m.person.name for m in memberships}
    lines = [
        *lines_of(Delegation.history.filter(id=delegation.pk), attrgetter("name")),
        *lines_of(
            Membership.history.filter(delegation_id=delegation.pk), lambda m: names.get(m.id, "")
        ),
        *lines_of(Invitation.history.filter(delegation_id=delegation.pk), attrgetter("address")),
        *lines_of(Standing.history.filter(delegation_id=delegation.pk), _status),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _status(record: Any) -> str:
    return str(record.get_status_display())
