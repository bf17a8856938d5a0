"""Who said how much where, for staff: a line for each delegation, a column for each section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from consultations.models import Consultation
from consultations.queries.desk import standing_comments
from consultations.queries.figures import Cell, Place, counted, places_of, values_of_place
from delegations.capacities import Capacity
from delegations.models import Delegation

_ALL = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A delegation, what it said in each place, and in all; a sub-part is in its part too."""

    delegation: Delegation
    cells: tuple[Cell, ...]
    all: Cell


@dataclass(frozen=True, slots=True)
class SpeakingPage:
    """The delegations that spoke, by name; `sums` and `all` add up what they said."""

    places: tuple[Place, ...]
    speakers: tuple[Speaker, ...]
    sums: tuple[Cell, ...]
    all: Cell


def speaking_page(consultation: Consultation, reader: Capacity) -> SpeakingPage:
    """Who spoke where (three queries, however many comments there are)."""
    standing = standing_comments(consultation, reader)
    said: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for pk, path, uids, count in counted(
        standing, "delegation", "unit__section_path", "unit__section_uids"
    ):
        for value in (_ALL, *values_of_place(path, uids)):
            said[pk][value] += count
    places = places_of(consultation)
    delegations = Delegation.objects.visible_to(reader).filter(pk__in=list(said))
    speakers = tuple(_speaker(each, said[each.pk], places) for each in delegations)
    sums = {
        value: sum(counts[value] for counts in said.values())
        for value in (_ALL, *(place.value for place in places))
    }
    return SpeakingPage(places, speakers, _cells(sums, places), _all(sums))


def _speaker(delegation: Delegation, counts: Mapping[str, int], places: Iterable[Place]) -> Speaker:
    who = {"delegation": delegation.pk}
    return Speaker(delegation, _cells(counts, places, **who), _all(counts, **who))


def _cells(counts: Mapping[str, int], places: Iterable[Place], **filters: int) -> tuple[Cell, ...]:
    return tuple(
        Cell(place.label, counts[place.value], urlencode({**filters, "section": place.value}))
        for place in places
    )


def _all(counts: Mapping[str, int], **filters: int) -> Cell:
    return Cell("", counts[_ALL], urlencode(filters))
