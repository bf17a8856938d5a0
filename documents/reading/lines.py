"""What both readers hand to the assembler: lines with what their file says about each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from documents.outline import Emphasis, Kind


class Role(StrEnum):
    """What a file says a line is; UNKNOWN leaves it to the assembler."""

    UNKNOWN = "unknown"
    TITLE = "title"
    HEADING = "heading"
    LIST_HEADING = "list_heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    FOOTNOTE = "footnote"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where, in a line's text, the mark of a footnote stood before it was taken out."""

    mark: str
    offset: int


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line of a paper: a block of text, or a paragraph of Word.

    `marker` is the printed label or bullet, and is not part of `text`. `depth` is the depth that a
    heading's style gives it, or the indent of a bullet in columns. `kind` is set where the file
    says for certain what a bullet is. `list_id` then says which bullets share a lead.
    """

    place: int
    text: str
    marker: str = ""
    role: Role = Role.UNKNOWN
    kind: Kind | None = None
    depth: int | None = None
    emphasis: tuple[Emphasis, ...] = ()
    notes: tuple[NoteMark, ...] = ()
    is_bold: bool = False
    uid: str = ""
    list_id: str = ""


def shifted(emphasis: tuple[Emphasis, ...], distance: int) -> tuple[Emphasis, ...]:
    """Return ranges moved by a distance; what falls before the beginning is cut off."""
    moved = (Emphasis(max(e.start + distance, 0), e.end + distance) for e in emphasis)
    return tuple(e for e in moved if e.end > e.start)


def cut(
    line: Line, start: int, *, marker: str, role: Role | None = None, depth: int | None = None
) -> Line:
    """Return the line without its first characters, which were its marker."""
    return replace(
        line,
        text=line.text[start:],
        marker=marker,
        role=role or line.role,
        depth=line.depth if depth is None else depth,
        emphasis=shifted(line.emphasis, -start),
        notes=tuple(NoteMark(n.mark, max(n.offset - start, 0)) for n in line.notes),
    )


def trimmed(line: Line) -> Line:
    """Return the line without white space at its ends, its ranges shortened and merged to fit."""
    lead = len(line.text) - len(line.text.lstrip())
    line = cut(line, lead, marker=line.marker)
    text = line.text.rstrip()
    notes = tuple(NoteMark(n.mark, min(n.offset, len(text))) for n in line.notes)
    return replace(line, text=text, emphasis=fitted(line.emphasis, text), notes=notes)


def fitted(emphasis: tuple[Emphasis, ...], text: str) -> tuple[Emphasis, ...]:
    """Return ranges within a text, without white space at their ends, neighbours merged."""
    merged: list[Emphasis] = []
    for each in emphasis:
        start, end = each.start, min(each.end, len(text))
        if merged and not text[merged[-1].end : start].strip():
            start = merged.pop().start
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            merged.append(Emphasis(start, end))
    return tuple(merged)
