"""What each filter of the desk leaves, and how much it would leave: counted in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultations.queries.desk.filters import SEARCH, Filter, Filters, Names


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, with how many contributions it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: its name in the address, its words, its values, the number for "all"."""

    name: str
    label: str
    total: int
    options: tuple[Option, ...]
    is_folded: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether something is chosen in it."""
        return any(option.is_chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is set, in words, and the query that takes it off."""

    label: str
    value: str
    query_without: str


class Sieve:
    """
    The rows of the record as columns of what the filters look at (one query).

    Each filter lets some rows pass. What a page shows passes all; what the values of one filter
    are counted over passes all others. So no filter costs a query, and none hides what
    choosing differently in it would find.
    """

    def __init__(
        self,
        rows: QuerySet,
        filters: Sequence[Filter],
        *,
        chosen: Filters,
        names: Names,
        found: Collection[int] | None = None,
    ) -> None:
        """`rows` in the order to keep; `found` are the keys that a search found, None without."""
        self.filters = filters
        self.chosen = chosen
        self._names = names
        columns = list(dict.fromkeys(["pk", *(each.column for each in filters)]))
        values = list(rows.values_list(*columns))
        self._columns: dict[str, Sequence[Any]] = {
            column: [row[place] for row in values] for place, column in enumerate(columns)
        }
        self._passing = dict(self._passed(found))

    @property
    def keys(self) -> list[int]:
        """The keys of the rows that pass every filter, in order."""
        keys = self._columns["pk"]
        return [keys[place] for place in sorted(self._left())]

    @property
    def size(self) -> int:
        """How many rows there are in all."""
        return len(self._columns["pk"])

    def count(self, name: str, value: str) -> int:
        """How many of all the rows have a value of a filter, whatever is chosen."""
        return self._all[name][value]

    def facets(self) -> tuple[Facet, ...]:
        """The filters with what each value would leave; of the folded, those with a choice."""
        return tuple(
            facet
            for facet in map(self._facet, self.filters)
            if not facet.is_folded or facet.is_chosen or len(facet.options) > 1
        )

    def set_filters(self) -> Iterator[Chosen]:
        """The filters that are set, in words, each with the way to take it off."""
        if words := self.chosen.get(SEARCH):
            yield Chosen(_("Words"), words, self.chosen.without(SEARCH).query)
        for each in self.filters:
            if value := self.chosen.get(each.name):
                labels = dict(each.choices(self._names))
                label = str(labels.get(value, _("unknown")))
                yield Chosen(str(each.label), label, self.chosen.without(each.name).query)

    def with_one(self, pk: int) -> list[int]:
        """The keys that pass, and one more in its place, if it is a row at all; else none."""
        passing = {*self.keys, pk}
        keys = [key for key in self._columns["pk"] if key in passing]
        return keys if pk in keys else []

    @cached_property
    def _all(self) -> dict[str, Counter[str]]:
        every = range(self.size)
        return {each.name: self._counted(each, every) for each in self.filters}

    def _passed(self, found: Collection[int] | None) -> Iterator[tuple[str, frozenset[int]]]:
        """The places of the rows that each filter which is set lets pass."""
        if found is not None:
            keys = enumerate(self._columns["pk"])
            yield SEARCH, frozenset(place for place, key in keys if key in found)
        for each in self.filters:
            if value := self.chosen.get(each.name):
                column = self._columns[each.column]
                wanted = {v for v in set(column) if value in each.values(v, self._names)}
                places = (place for place, v in enumerate(column) if v in wanted)
                yield each.name, frozenset(places)

    def _left(self, besides: str = "") -> Collection[int]:
        passing = [places for name, places in self._passing.items() if name != besides]
        return frozenset.intersection(*passing) if passing else range(self.size)

    def _counted(self, each: Filter, places: Collection[int]) -> Counter[str]:
        column = self._columns[each.column]
        counts: Counter[str] = Counter()
        for value, count in Counter(map(column.__getitem__, places)).items():
            for one in each.values(value, self._names):
                counts[one] += count
        return counts

    def _facet(self, each: Filter) -> Facet:
        left = self._left(each.name)
        counts, chosen = self._counted(each, left), self.chosen.get(each.name)
        options = (
            Option(value, str(label), counts[value], value == chosen)
            for value, label in each.choices(self._names)
            if self._all[each.name][value] or value == chosen
        )
        return Facet(each.name, str(each.label), len(left), tuple(options), each.is_folded)
