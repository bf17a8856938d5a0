"""Everything the pages of people and delegations show, in a fixed number of queries each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet

from delegations.capacities import Capacity
from delegations.models import Delegation, Invitation, Membership, Role, Standing, User
from delegations.models.delegations import FIELDS
from delegations.offices import PERMISSIONS, Office
from delegations.permissions import (
    may_change_membership,
    may_invite,
    may_manage_delegations,
    may_replace_focal_point,
    may_revoke_invitation,
)
from lap_portal import clock

PEOPLE_PER_PAGE = 100
DEMONSTRATION_ENDING = ".example"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with everything the person may act as."""

    person: User
    offices: list[Office]
    memberships: list[Membership]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the list of people."""

    rows: list[PersonRow]
    page: Page[User]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change: when, by whom, of what, why."""

    at: datetime
    by: str
    what: str
    fields: list[str]
    reason: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person, and what was changed about the person."""

    row: PersonRow
    ended: list[Membership]
    history: list[HistoryLine]


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation in the list, with its present standing."""

    delegation: Delegation
    standing: Standing | None
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
class InvitationRow:
    """An invitation, how it stands, and whether the reader may take it back."""

    invitation: Invitation
    joined: int
    is_usable: bool
    may_revoke: bool


@dataclass(frozen=True, slots=True)
class DelegationPage:
    """One delegation: what is known of it, its people, its invitations and its changes."""

    delegation: Delegation
    facts: list[tuple[str, str]]
    standings: list[Standing]
    members: list[MemberRow]
    invitations: list[InvitationRow]
    merged: list[Delegation]
    history: list[HistoryLine]
    shows_people: bool
    may_manage: bool
    may_invite: bool
    may_replace: bool


@dataclass(frozen=True, slots=True)
class MergePage:
    """What merging a duplicate would move, and what would stay."""

    members: int
    invitations: int


@dataclass(frozen=True, slots=True)
class Entrance:
    """One way into the demonstration: a person, and the capacity to act in."""

    person: User
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class EntranceGroup:
    """Ways into the demonstration that act for one office or delegation."""

    title: str
    entrances: list[Entrance]


def people_page(*, search: str, number: str) -> PeoplePage:
    """People whose name or address has the words searched for (four queries)."""
    people = User.objects.order_by("name", "pk")
    for word in search.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    page = Paginator(_with_capacities(people), PEOPLE_PER_PAGE).get_page(number)
    return PeoplePage(rows=[_person_row(person) for person in page], page=page)


def person_page(person: User) -> PersonPage:
    """One person with offices, memberships and history."""
    found = _with_capacities(User.objects.filter(pk=person.pk)).get()
    ended = person.memberships.exclude(ended_at=None).select_related("delegation")
    history = _lines(User.history.filter(id=person.pk), attrgetter("name"))
    return PersonPage(row=_person_row(found), ended=list(ended), history=history)


def delegations_page(
    reader: Capacity, *, category: str = "", group: str = "", status: str = ""
) -> DelegationsPage:
    """The delegations the reader may see, narrowed down (two queries)."""
    rows = Delegation.objects.visible_to(reader).active()
    if category:
        rows = rows.filter(category=category)
    if group:
        rows = rows.filter(regional_group="" if group == "none" else group)
    if status:
        rows = rows.filter(standings__until=None, standings__status=status)
    live = Q(memberships__ended_at=None, memberships__person__is_active=True)
    rows = rows.annotate(
        members=Count("memberships", filter=live, distinct=True),
        focal_points=Count(
            "memberships", filter=live & Q(memberships__role=Role.FOCAL_POINT), distinct=True
        ),
    ).prefetch_related(_present_standing())
    return DelegationsPage(
        rows=[_delegation_row(delegation) for delegation in rows],
        may_manage=bool(may_manage_delegations(reader)),
    )


def delegation_page(delegation: Delegation, reader: Capacity) -> DelegationPage:
    """One delegation, as far as the reader may see it."""
    memberships = _memberships(delegation, reader)
    invitations = _invitations(delegation, reader)
    may_manage = bool(may_manage_delegations(reader))
    live = [m for m in memberships if m.ended_at is None and m.person.is_active]
    return DelegationPage(
        delegation=delegation,
        facts=_facts(delegation),
        standings=list(delegation.standings.all()),
        members=[MemberRow(m, bool(may_change_membership(reader, m))) for m in live],
        invitations=[_invitation_row(i, reader) for i in invitations],
        merged=list(delegation.merged.all()),
        history=_delegation_history(delegation, memberships) if may_manage else [],
        shows_people=may_manage or reader.delegation == delegation,
        may_manage=may_manage and delegation.merged_into_id is None,
        may_invite=bool(may_invite(reader, delegation)),
        may_replace=bool(may_replace_focal_point(reader, delegation)) and len(live) > 1,
    )


def merge_page(duplicate: Delegation) -> MergePage:
    """Count what merging would move."""
    invitations = Invitation.objects.usable_at(clock.now()).filter(delegation=duplicate)
    return MergePage(
        members=duplicate.memberships.filter(ended_at=None).count(),
        invitations=invitations.count(),
    )


def invited_to(token: str) -> Invitation | None:
    """The invitation behind a link, while one can join by it."""
    usable = Invitation.objects.usable_at(clock.now()).filter(token=token)
    return usable.select_related("delegation", "invited_by").first()


def entrances() -> list[EntranceGroup]:
    """Every capacity of the demonstration's people: the offices, then the delegations."""
    people = User.objects.filter(is_active=True, email__endswith=DEMONSTRATION_ENDING)
    rows = [_person_row(person) for person in _with_capacities(people.order_by("name", "pk"))]
    groups: dict[tuple[int, str], EntranceGroup] = {}
    for row in rows:
        for order, key, title, label in _ways_in(row):
            group = groups.setdefault((order, title), EntranceGroup(title, []))
            group.entrances.append(Entrance(row.person, key, label))
    return [groups[place] for place in sorted(groups)]


def _ways_in(row: PersonRow) -> Iterable[tuple[int, str, str, str]]:
    for office in row.offices:
        yield list(PERMISSIONS).index(office), office.value, str(office.label), str(office.label)
    for membership in row.memberships:
        title = membership.delegation.name
        key = f"{Office.DELEGATION.value}:{membership.delegation_id}"
        yield len(Office), key, title, membership.get_role_display()


def _with_capacities(people: QuerySet[User]) -> QuerySet[User]:
    live = Membership.objects.filter(ended_at=None).select_related("delegation")
    return people.prefetch_related(
        "groups", Prefetch("memberships", queryset=live, to_attr="live_memberships")
    )


def _person_row(person: User) -> PersonRow:
    names = {group.name for group in person.groups.all()}
    live: list[Membership] = person.live_memberships  # type: ignore[attr-defined]  # prefetched
    return PersonRow(person, [office for office in PERMISSIONS if office.value in names], live)


def _present_standing() -> Prefetch[str]:
    present = Standing.objects.filter(until=None)
    return Prefetch("standings", queryset=present, to_attr="present_standings")


def _delegation_row(delegation: Delegation) -> DelegationRow:
    row: Any = delegation  # the annotations and the prefetched list are not in the type
    return DelegationRow(
        delegation=delegation,
        standing=next(iter(row.present_standings), None),
        members=row.members,
        has_focal_point=bool(row.focal_points),
    )


def _memberships(delegation: Delegation, reader: Capacity) -> list[Membership]:
    visible = Membership.objects.visible_to(reader).filter(delegation=delegation)
    return list(visible.select_related("person", "delegation"))


def _invitations(delegation: Delegation, reader: Capacity) -> QuerySet[Invitation]:
    visible = Invitation.objects.visible_to(reader).filter(delegation=delegation)
    return visible.select_related("delegation", "invited_by").annotate(joined=Count("memberships"))


def _invitation_row(invitation: Invitation, reader: Capacity) -> InvitationRow:
    usable = invitation.revoked_at is None and invitation.expires_at > clock.now()
    return InvitationRow(
        invitation=invitation,
        joined=invitation.joined,  # type: ignore[attr-defined]  # annotated
        is_usable=usable,
        may_revoke=usable and bool(may_revoke_invitation(reader, invitation)),
    )


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
        *_lines(Delegation.history.filter(id=delegation.pk), attrgetter("name")),
        *_lines(
            Membership.history.filter(delegation_id=delegation.pk), lambda m: names.get(m.id, "")
        ),
        *_lines(Invitation.history.filter(delegation_id=delegation.pk), attrgetter("address")),
        *_lines(Standing.history.filter(delegation_id=delegation.pk), _status),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _status(record: Any) -> str:
    return str(record.get_status_display())


def _lines(records: Any, name: Callable[[Any], str]) -> list[HistoryLine]:
    """Each record with what it changed, newest first; `name` says what a record is called."""
    lines: list[HistoryLine] = []
    before: dict[int, Any] = {}
    for record in records.select_related("history_user").order_by("history_date", "history_id"):
        lines.append(
            HistoryLine(
                at=record.history_date,
                by=record.history_user.name if record.history_user else "",
                what=f"{record.instance_type._meta.verbose_name}: {name(record)}",
                fields=_changed(before.get(record.id), record),
                reason=record.history_change_reason or "",
            )
        )
        before[record.id] = record
    return lines[::-1]


def _changed(old: Any, new: Any) -> list[str]:
    if old is None:
        return []
    return [
        str(field.verbose_name)
        for field in new.tracked_fields
        if getattr(old, field.attname) != getattr(new, field.attname)
    ]
