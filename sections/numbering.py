"""How units are cited: paragraph numbers, references, item letters. Knows nothing of Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from documents.outline import Kind
from sections.labels import letters, roman

LETTERS = {
    Kind.ACTION: "A",
    Kind.CONSIDERATION: "C",
    Kind.PRINCIPLE: "P",
    Kind.INTRODUCTION_ELEMENT: "E",
    Kind.MACHINERY_ELEMENT: "M",
    Kind.SUGGESTION: "S",
    Kind.QUESTION: "Q",
    Kind.LIST_HEADING: "L",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands: the path of labels of its section, its lead, and its depth below it."""

    kind: Kind
    section_path: str = ""
    lead: Hashable = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """
    How a unit is cited: its reference ("III.a-A2", "para. 17", "III.a"), the number printed before
    a paragraph, and the letter by which an item can be counted under its lead ("a", then "i").
    """

    reference: str
    number: str = ""
    item: str = ""


def cite(places: Iterable[Place]) -> list[Citation]:
    """
    Return the citation of each unit of a plan, in order.

    Paragraphs are numbered through the whole plan; everything else is counted per kind within its
    section, so a reference stands once as long as a path of labels does.
    """
    counter = _Counter()
    return [counter.cite(place) for place in places]


class _Counter:
    """Counts what was seen so far."""

    def __init__(self) -> None:
        self.paragraphs = 0
        self.kinds: Counter[tuple[str, Kind]] = Counter()
        self.items: Counter[tuple[str, Hashable, int]] = Counter()

    def cite(self, place: Place) -> Citation:
        if place.kind is Kind.HEADING:
            return Citation(place.section_path)
        if place.kind is Kind.PARAGRAPH:
            self.paragraphs += 1
            return Citation(f"para. {self.paragraphs}", number=str(self.paragraphs))
        self.kinds[place.section_path, place.kind] += 1
        ordinal = self.kinds[place.section_path, place.kind]
        name = f"{LETTERS[place.kind]}{ordinal}"
        reference = f"{place.section_path}-{name}" if place.section_path else name
        return Citation(reference, item=self.item(place) if place.kind.is_bullet else "")

    def item(self, place: Place) -> str:
        """Count an item under its lead; one further out begins the counting below it again."""
        for list_ in [x for x in self.items if x[:2] == (place.section_path, place.lead)]:
            if list_[2] > place.level:
                del self.items[list_]
        self.items[place.section_path, place.lead, place.level] += 1
        ordinal = self.items[place.section_path, place.lead, place.level]
        return letters(ordinal) if place.level % 2 == 0 else roman(ordinal).lower()
