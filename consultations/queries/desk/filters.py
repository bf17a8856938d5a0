"""
By what the desk is narrowed: a table with one line for each filter.

A line says which value of a row the filter looks at, and to which of the filter's own values that
leads: to several where a row has several, as a comment lies in a section and in those above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.models import (
    Assignment,
    Channel,
    Comment,
    Consultation,
    Reflection,
    Theme,
    Themed,
)
from consultations.queries.desk.record import headings_of, section_uid_of
from delegations.capacities import Capacity
from delegations.models import Delegation
from sections.models import DraftUnit

FRONT = "front"
UNDECIDED = "undecided"
DECIDED = "decided"
NONE = "none"
NOBODY = "nobody"
ME = "me"
READ = "read"
UNREAD = "unread"
SEARCH = "q"

Choices = Iterable[tuple[str, str | Promise]]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the desk is narrowed to, by the name of the filter; what is not there takes all."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The value of one filter; "" where it takes everything."""
        return self.chosen.get(name, "")

    def only(self, names: Iterable[str]) -> Filters:
        """These, as far as they are among the names."""
        kept = frozenset(names)
        return Filters({name: value for name, value in self.chosen.items() if name in kept})

    def without(self, name: str) -> Filters:
        """These, with one taken off."""
        return self.only(self.chosen.keys() - {name})

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        return urlencode(self.chosen)


class Names:
    """What the filters know beside the rows: who reads, and what there is to choose (lazily)."""

    def __init__(self, consultation: Consultation, reader: Capacity) -> None:
        self.consultation = consultation
        self.reader = reader

    @cached_property
    def headings(self) -> list[DraftUnit]:
        """The headings of the draft (one query)."""
        return list(headings_of(self.consultation))

    @cached_property
    def sections(self) -> frozenset[str]:
        """The uids of the sections that have a heading."""
        return frozenset(section_uid_of(heading) for heading in self.headings)

    @cached_property
    def delegations(self) -> list[Delegation]:
        """Those that submitted something, by name (one query)."""
        speak = Delegation.objects.visible_to(self.reader).filter(
            pk__in=self.consultation.submissions.values("delegation")
        )
        return list(speak.order_by("sort_name", "pk"))

    @cached_property
    def themes(self) -> list[tuple[str, str]]:
        """The themes of the plan with their keys (one query)."""
        themes = Theme.objects.visible_to(self.reader).filter(plan=self.consultation.plan_id)
        return [(str(pk), name) for pk, name in themes.values_list("pk", "name")]

    @cached_property
    def themed(self) -> dict[int, tuple[str, ...]]:
        """The keys of the themes of each comment that has any (one query)."""
        rows = Themed.objects.visible_to(self.reader).filter(
            comment__consultation=self.consultation
        )
        found: dict[int, tuple[str, ...]] = {}
        for comment, theme in rows.order_by().values_list("comment", "theme"):
            found[comment] = (*found.get(comment, ()), str(theme))
        return found

    @cached_property
    def people(self) -> list[tuple[str, str]]:
        """Those who look after a comment, with their keys (one query)."""
        given = Assignment.objects.visible_to(self.reader).filter(
            comment__consultation=self.consultation
        )
        people = given.order_by("person__name", "person").values_list("person", "person__name")
        return [(str(pk), name) for pk, name in people.distinct()]


@dataclass(frozen=True, slots=True)
class Filter:
    """
    One filter: its name in the address, its words, and the value of a row that it looks at.

    `values` turns that into the filter's values; `choices` are those it offers, in order.
    `is_folded` where it is wanted seldom; `is_of_answers` where answers have it too.
    """

    name: str
    label: str | Promise
    column: str
    values: Callable[[Any, Names], tuple[str, ...]]
    choices: Callable[[Names], Choices]
    is_folded: bool = True
    is_of_answers: bool = False


def _as_it_is(value: str, names: Names) -> tuple[str, ...]:
    return (value or NONE,)


def _keyed(value: int, names: Names) -> tuple[str, ...]:
    return (str(value),)


def _sections(uids: str | None, names: Names) -> tuple[str, ...]:
    """The sections around a unit; what stands in none with a heading is the front."""
    within = (uids or "").rstrip("/").split("/")
    return tuple(uid for uid in within if uid in names.sections) or (FRONT,)


def _outcomes(outcome: str | None, names: Names) -> tuple[str, ...]:
    return (DECIDED, outcome) if outcome else (UNDECIDED,)


def _readings(person: int | None, names: Names) -> tuple[str, ...]:
    return (UNREAD,) if person is None else (READ,)


def _assigned(person: int | None, names: Names) -> tuple[str, ...]:
    if person is None:
        return (NOBODY,)
    me = names.reader.person
    return (ME, str(person)) if me is not None and me.pk == person else (str(person),)


def _themed(pk: int, names: Names) -> tuple[str, ...]:
    return names.themed.get(pk, (NONE,))


def _section_choices(names: Names) -> Choices:
    headings = [
        (section_uid_of(unit), f"{unit.section_path} {unit.revision.text}")
        for unit in names.headings
    ]
    return [(FRONT, _("Whole draft and front")), *headings]


def _outcome_choices(names: Names) -> Choices:
    handled = [(UNDECIDED, _("Not yet handled")), (DECIDED, _("Handled"))]
    return [*handled, *Reflection.Outcome.choices]


def _delegation_choices(names: Names) -> Choices:
    return [(str(each.pk), each.name) for each in names.delegations]


def _assigned_choices(names: Names) -> Choices:
    return [(ME, _("Me")), (NOBODY, _("Nobody")), *names.people]


def _offers(choices: Choices, *more: tuple[str, str | Promise]) -> Callable[[Names], Choices]:
    return lambda names: [*choices, *more]


FILTERS = (
    Filter(
        "section",
        _("Section"),
        "unit__section_uids",
        _sections,
        _section_choices,
        is_folded=False,
        is_of_answers=True,
    ),
    Filter(
        "outcome",
        _("How it is reflected"),
        "outcome",
        _outcomes,
        _outcome_choices,
        is_folded=False,
    ),
    Filter(
        "reading",
        _("Read by you"),
        "read_by",
        _readings,
        _offers([(UNREAD, _("Unread")), (READ, _("Read"))]),
        is_folded=False,
    ),
    Filter(
        "delegation",
        _("Delegation"),
        "delegation",
        _keyed,
        _delegation_choices,
        is_of_answers=True,
    ),
    Filter(
        "category",
        _("Category of delegation"),
        "delegation__category",
        _as_it_is,
        _offers(Delegation.Category.choices),
        is_of_answers=True,
    ),
    Filter(
        "group",
        _("Regional group"),
        "delegation__regional_group",
        _as_it_is,
        _offers(Delegation.RegionalGroup.choices, (NONE, _("In no regional group"))),
        is_of_answers=True,
    ),
    Filter(
        "position",
        _("Position"),
        "position",
        _as_it_is,
        _offers(Comment.Position.choices, (NONE, _("No position stated"))),
    ),
    Filter(
        "type",
        _("Type"),
        "type",
        _as_it_is,
        _offers(Comment.Type.choices, (NONE, _("No type stated"))),
    ),
    Filter(
        "theme",
        _("Theme"),
        "pk",
        _themed,
        lambda names: [*names.themes, (NONE, _("No theme"))],
    ),
    Filter(
        "assigned",
        _("Assigned to"),
        "assignment__person",
        _assigned,
        _assigned_choices,
    ),
    Filter(
        "language",
        _("Language"),
        "language",
        _as_it_is,
        _offers(settings.WRITING_LANGUAGES),
    ),
    Filter(
        "channel",
        _("Channel"),
        "submission__channel",
        _as_it_is,
        _offers(Channel.choices),
        is_of_answers=True,
    ),
)
FILTERS_OF_ANSWERS = tuple(each for each in FILTERS if each.is_of_answers)
# All that an address of the desk may name to narrow it: the filters, and what is looked for.
NAMES = (*(each.name for each in FILTERS), SEARCH)
