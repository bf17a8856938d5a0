"""
Figures for staff: how many comments stand, by where they speak, what they are and who speaks.

Counted as the desk counts: over what stands, once for each comment, for the delegation that
submitted it. What others are aligned with is not counted again, and answers are not comments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from consultations.models import Comment, Consultation
from consultations.queries.desk import FRONT, headings_of, standing_comments
from delegations.capacities import Capacity
from delegations.models import Delegation
from sections.models import DraftUnit

NONE = "none"
_KEYS = (
    "unit__section_path",
    "unit__section_uids",
    "position",
    "type",
    "delegation__category",
    "delegation__regional_group",
    "delegation__regional_group_source",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number under the words of its column, and the query by which the desk shows as many."""

    label: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Row:
    """
    One line of a figure: a number, and the same by position.

    `bar` is its length, the longest of the figure being 100; `share` its percentage of all.
    `depth` is that of a section, from 0; `own` leaves out what speaks of its sub-parts.
    """

    label: str
    count: int
    query: str
    bar: int
    share: int
    positions: tuple[Cell, ...]
    depth: int = 0
    own: int = 0
    is_unverified: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure whose rows add up to all comments; a sub-part is counted in its part already."""

    title: str
    heading: str
    rows: tuple[Row, ...]

    @property
    def has_parts(self) -> bool:
        """Whether some of its rows are counted in others."""
        return any(row.depth for row in self.rows)

    @property
    def is_unverified(self) -> bool:
        """Whether something in it rests on what nobody verified."""
        return any(row.is_unverified for row in self.rows)


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """All figures, each line of them crossed by position; `all` is what each adds up to."""

    all: Row
    sections: Figure
    others: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A section, or what precedes the first; `value` as the desk's filter takes it."""

    value: str
    path: str
    title: str
    depth: int = 0

    @property
    def label(self) -> str:
        """Its path of labels and its title."""
        return f"{self.path} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class _Alike:
    """How many comments are alike in all that is counted by."""

    section_path: str | None
    section_uids: str | None
    position: str
    type: str
    category: str
    group: str
    source: str
    count: int

    @property
    def is_unverified(self) -> bool:
        """Whether their regional group has no source."""
        return bool(self.group and not self.source)


@dataclass(frozen=True, slots=True)
class _Measure:
    """
    By what a figure counts: a filter of the desk, its choices as (value, words, depth).

    `values_of` says under which choices a comment is counted; the last is its own.
    """

    name: str
    title: str
    heading: str
    choices: tuple[tuple[str, str, int], ...]
    values_of: Callable[[_Alike], tuple[str, ...]]


def figures_page(consultation: Consultation, reader: Capacity) -> FiguresPage:
    """Every figure of a consultation (two queries, however many comments there are)."""
    standing = standing_comments(consultation, reader)
    alike = [_Alike(*values) for values in counted(standing, *_KEYS)]
    total = _total(alike)
    sections, *others = (
        _figure(measure, alike, total) for measure in _measures(places_of(consultation))
    )
    return FiguresPage(
        all=_row({}, ("", _("All comments"), 0), alike, own=total, longest=total, total=total),
        sections=sections,
        others=tuple(others),
    )


def counted(rows: QuerySet, *names: str) -> QuerySet:
    """The values of each kind of row that there is, and how many there are of it (one query)."""
    return rows.order_by().values(*names).annotate(count=Count("pk")).values_list(*names, "count")


def places_of(consultation: Consultation) -> tuple[Place, ...]:
    """Where comments may speak: the whole draft and its front, then each section (one query)."""
    front = Place(FRONT, "", _("Whole draft and front"))
    return (front, *(_place(heading) for heading in headings_of(consultation)))


def values_of_place(section_path: str | None, section_uids: str | None) -> tuple[str, ...]:
    """The sections in which something lies, from the part down; the front where it has no path."""
    return tuple((section_uids or "").rstrip("/").split("/")) if section_path else (FRONT,)


def _place(heading: DraftUnit) -> Place:
    above = heading.section_uids.rstrip("/").split("/")
    return Place(above[-1], heading.section_path, heading.revision.text, len(above) - 1)


def _measures(places: Iterable[Place]) -> Iterator[_Measure]:
    yield _Measure(
        "section",
        _("By section"),
        _("Section"),
        tuple((place.value, place.label, place.depth) for place in places),
        lambda each: values_of_place(each.section_path, each.section_uids),
    )
    yield _Measure(
        "position",
        _("By position"),
        _("Position"),
        _positions(),
        lambda each: (each.position or NONE,),
    )
    yield _Measure(
        "type",
        _("By type"),
        _("Type"),
        _choices(Comment.Type.choices, (NONE, _("No type stated"))),
        lambda each: (each.type or NONE,),
    )
    yield _Measure(
        "category",
        _("By category of delegation"),
        _("Category of delegation"),
        _choices(Delegation.Category.choices),
        lambda each: (each.category,),
    )
    yield _Measure(
        "group",
        _("By regional group"),
        _("Regional group"),
        _choices(Delegation.RegionalGroup.choices, (NONE, _("In no regional group"))),
        lambda each: (each.group or NONE,),
    )


def _positions() -> tuple[tuple[str, str, int], ...]:
    return _choices(Comment.Position.choices, (NONE, _("No position stated")))


def _choices(
    choices: Iterable[tuple[str, str | Promise]], *more: tuple[str, str]
) -> tuple[tuple[str, str, int], ...]:
    return tuple((value, str(label), 0) for value, label in (*choices, *more))


def _figure(measure: _Measure, alike: list[_Alike], total: int) -> Figure:
    taken: dict[str, list[_Alike]] = defaultdict(list)
    own: dict[str, int] = defaultdict(int)
    for each in alike:
        values = measure.values_of(each)
        own[values[-1]] += each.count
        for value in values:
            taken[value].append(each)
    longest = max(map(_total, taken.values()), default=0)
    rows = (
        _row(
            {measure.name: choice[0]},
            choice,
            taken[choice[0]],
            own=own[choice[0]],
            longest=longest,
            total=total,
        )
        for choice in measure.choices
    )
    return Figure(measure.title, measure.heading, tuple(rows))


def _row(
    filters: dict[str, str],
    choice: tuple[str, str, int],
    taken: list[_Alike],
    *,
    own: int,
    longest: int,
    total: int,
) -> Row:
    _value, label, depth = choice
    count = _total(taken)
    return Row(
        label=label,
        count=count,
        query=urlencode(filters),
        bar=max(1, round(100 * count / longest)) if count else 0,
        share=round(100 * count / total) if count else 0,
        positions=tuple(_crossed(filters, taken)),
        depth=depth,
        own=own,
        is_unverified="group" in filters and any(each.is_unverified for each in taken),
    )


def _crossed(filters: dict[str, str], taken: list[_Alike]) -> Iterator[Cell]:
    found: dict[str, int] = defaultdict(int)
    for each in taken:
        found[each.position or NONE] += each.count
    for value, label, _depth in _positions():
        yield Cell(label, found[value], urlencode({**filters, "position": value}))


def _total(alike: Iterable[_Alike]) -> int:
    return sum(each.count for each in alike)
