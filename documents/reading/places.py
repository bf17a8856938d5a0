"""Where the assembler is in a paper: the path of open sections, and the list that is open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from documents.outline import Kind
from documents.reading.labels import Label, Scheme

STEP = 4


@dataclass(slots=True)
class Level:
    """An open section: how deep its style or label puts it, its label and its title."""

    rank: int
    label: str
    title: str


@dataclass(slots=True)
class Path:
    """The labels of the open sections, and how far each way of counting has come."""

    levels: list[Level] = field(default_factory=list)
    reached: dict[Scheme, int] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The path of labels, the way units carry it."""
        return self.texts()[0] if self.levels else ""

    @property
    def label(self) -> str:
        """The label of the innermost open section."""
        return self.levels[-1].label

    def texts(self) -> tuple[str, ...]:
        """Return the paths of the open sections, the innermost first."""
        paths: list[str] = []
        for level in self.levels:
            paths.append(f"{paths[-1]}.{level.label}" if paths else level.label)
        return tuple(reversed(paths))

    def choose(self, found: list[Label]) -> Label | None:
        """Return the reading of a label that comes next: after H., I. is a letter."""
        expected = [x for x in found if x.ordinal == self.reached.get(x.scheme, 0) + 1]
        going_on = [x for x in expected if x.ordinal > 1]
        return next(iter(going_on or expected or found), None)

    def titles(self) -> tuple[str, ...]:
        """Return the titles of the open sections, the innermost first."""
        return tuple(level.title for level in reversed(self.levels))

    def open(self, label: Label | None, *, rank: int | None, title: str) -> int:
        """Open a section under those that are above it, and return its level."""
        if rank is None:
            rank = self.levels[-1].rank if self.levels else 0
        while self.levels and self.levels[-1].rank >= rank:
            self.levels.pop()
        above = self.text
        self.opened[above] = self.opened.get(above, 0) + 1
        text = last_part(label.text) if label else str(self.opened[above])
        self.levels.append(Level(rank, text, title))
        self.count(label)
        return len(self.levels) - 1

    def count(self, label: Label | None) -> None:
        """Remember a label; what counts further in begins again."""
        if label and label.ordinal:
            self.reached = {s: n for s, n in self.reached.items() if s < label.scheme}
            self.reached[label.scheme] = label.ordinal


def last_part(label: str) -> str:
    """Return what a label adds to those above it: "1.2" is 2 under 1, "Article I" is I."""
    return re.split(r"[\s.]+", label)[-1] or label


@dataclass(slots=True)
class Items:
    """The open list: its lead, what its items are, and how deep they are indented."""

    lead: int | None = None
    kind: Kind | None = None
    list_id: str = ""
    indents: list[int] = field(default_factory=list)
    schemes: set[Scheme] = field(default_factory=set)

    def open(self, lead: int | None, kind: Kind | None, list_id: str = "") -> None:
        """Open the list of a lead."""
        self.lead, self.kind, self.list_id = lead, kind, list_id
        self.indents, self.schemes = [], set()

    def reset(self) -> None:
        """Close the list."""
        self.open(None, None)

    def level(self, indent: int, scheme: Scheme | None) -> int:
        """Return the depth of an item from 0; a space more or less is a slip, not a level."""
        if scheme is Scheme.LOWER_ROMAN and Scheme.LOWER in self.schemes:
            indent += STEP
        if scheme is not None:
            self.schemes.add(scheme)
        while len(self.indents) > 1 and indent < self.indents[-1] - 1:
            self.indents.pop()
        if not self.indents or indent >= self.indents[-1] + 2:
            self.indents.append(indent)
        return len(self.indents) - 1
