"""What the pages of people show, and the ways into the demonstration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q, QuerySet

from delegations.models import Membership, User
from delegations.offices import PERMISSIONS, Office
from delegations.queries.history import HistoryLine, lines_of

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
class PersonPage:
    """One person, and what was changed about the person."""

    row: PersonRow
    ended: list[Membership]
    history: list[HistoryLine]


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
    history = lines_of(User.history.filter(id=person.pk), attrgetter("name"))
    return PersonPage(row=_person_row(found), ended=list(ended), history=history)


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
