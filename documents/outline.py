"""The plain dataclasses that stand for a paper. Knows nothing of Django, files or HTML."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a unit of a paper is."""

    HEADING = "heading"
    LIST_HEADING = "list_heading"
    PARAGRAPH = "paragraph"
    INTRODUCTION_ELEMENT = "introduction_element"
    PRINCIPLE = "principle"
    CONSIDERATION = "consideration"
    ACTION = "action"
    SUGGESTION = "suggestion"
    MACHINERY_ELEMENT = "machinery_element"
    QUESTION = "question"

    @property
    def is_bullet(self) -> bool:
        """Whether such a unit hangs under a lead, as an item of its list."""
        return self not in {Kind.HEADING, Kind.LIST_HEADING, Kind.PARAGRAPH}


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italics that carry meaning: a range of code points of a text, end excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """
    One unit of a paper, in reading order: words without number, bullet or emphasis marks.

    `section` is the path of labels ("III.a"), a heading's own included; "" before any heading.
    `number` is a paragraph's printed number. `lead` is the place, in the outline's units, of the
    paragraph or list heading that a bullet hangs under; `level` is a heading's depth or a bullet's,
    from 0. `line` is where the reader found it (a line of a text, a paragraph of a Word body, from
    1). `uid` is set only when the file carries the permanent identifier of a unit.
    """

    kind: Kind
    section: str
    text: str
    number: str | None = None
    emphasis: tuple[Emphasis, ...] = ()
    lead: int | None = None
    level: int = 0
    line: int = 0
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: its mark, its words, and if known the unit and offset where the mark stands."""

    mark: str
    text: str
    unit: int | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the reader is unsure of, with the line it concerns."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole paper: the lines of its title block, its units, its footnotes, and what is unsure."""

    title_lines: tuple[str, ...]
    units: tuple[Unit, ...]
    footnotes: tuple[Footnote, ...] = ()
    warnings: tuple[Doubt, ...] = ()
    language: str = "en"
