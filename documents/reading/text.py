"""A plain text or a Markdown file becomes lines for the assembler."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from documents.outline import Emphasis
from documents.reading.labels import (
    BULLETS,
    Scheme,
    begins_in_lower_case,
    ends_sentence,
    marker_in,
    readings,
    reads_as_title,
)
from documents.reading.lines import Line, NoteMark, Role, fitted, shifted, trimmed
from documents.reading.marks import SUPERSCRIPTS, Words, read_marks

TAB = 4
BULLET_SIGNS = re.escape("".join(BULLETS - {"+", "*"}))
RULER = re.compile(r"(?:[-_=*~]\s*){3,}$")
STRAY = re.compile(rf"[{BULLET_SIGNS}*+]$")
BULLET = re.compile(rf"(?P<marker>[{BULLET_SIGNS}])\s+(?P<words>\S.*)")
STARRED = re.compile(r"(?P<marker>[*+])\s+(?P<words>\S.*)")
HASHES = re.compile(r"(?P<marker>#{1,6})\s+(?P<words>.*?)(?:\s+#+)?$")
NOTE = re.compile(
    rf"(?P<marker>\*{{1,3}}|[†‡]|[{SUPERSCRIPTS}]{{1,2}}|\d{{1,2}}/|\[\^\w{{1,8}}\]:|\[\d{{1,2}}\])\s+(?P<words>\S.*)"
)


@dataclass(slots=True)
class Block:
    """Physical lines that belong together, as they stand in the file but for the breaks."""

    place: int
    raw: str
    role: Role = Role.UNKNOWN
    marker: str = ""
    depth: int | None = None

    @property
    def has_open_bold(self) -> bool:
        """Whether a bold run goes on in the next physical line."""
        return self.raw.count("**") % 2 == 1


def read_text(text: str, *, is_markdown: bool) -> list[Line]:
    """Return the lines of a paper, their marks taken out and counterparts remembered."""
    blocks = Blocks(is_markdown=is_markdown).read(text)
    notes = frozenset(block.marker for block in blocks if block.role is Role.FOOTNOTE)
    return [line for block in blocks for line in lines_of(block, notes)]


class Blocks:
    """Gathers physical lines into blocks: a wrapped line goes on, a marked line begins."""

    def __init__(self, *, is_markdown: bool) -> None:
        self.is_markdown = is_markdown
        self.blocks: list[Block] = []
        self.last_number = 0
        self.body_has_begun = False

    def read(self, text: str) -> list[Block]:
        """Return the blocks of a text."""
        physical = text.replace("\f", "\n").expandtabs(TAB).split("\n")
        notes = starred_notes(physical)
        follows_gap = True
        for place, line in enumerate(physical, start=1):
            words = line.strip()
            if not words or RULER.match(words):
                self.underline(words, follows_gap=follows_gap)
                follows_gap = True
                continue
            block = self.opening(line, place, is_note=place in notes)
            if not follows_gap and self.goes_on(block):
                self.blocks[-1].raw += " " + words
            else:
                self.begin(block)
            follows_gap = False
        return self.blocks

    def underline(self, words: str, *, follows_gap: bool) -> None:
        """Take a line of signs under words for Markdown's other way to mark a heading."""
        if self.is_markdown and self.blocks and not follows_gap and words[:1] in ("=", "-"):
            block = self.blocks[-1]
            if block.role is Role.UNKNOWN:
                block.role, block.depth = Role.HEADING, "=-".index(words[0])

    def opening(self, line: str, place: int, *, is_note: bool) -> Block:
        """Return the block that a line would begin."""
        words = line.strip()
        indent = len(line) - len(line.lstrip())
        if STRAY.match(words):
            return Block(place, words, Role.STRAY)
        if is_note or (not STARRED.match(words) and NOTE.match(words)):
            return note_block(words, place)
        if self.is_markdown and (found := HASHES.match(words)):
            return Block(place, found["words"], Role.HEADING, depth=len(found["marker"]) - 1)
        if found := BULLET.match(words) or STARRED.match(words):
            return Block(place, found["words"], Role.BULLET, found["marker"], indent)
        return Block(place, words, depth=indent)

    def begin(self, block: Block) -> None:
        """Add a block and remember what tells wrapped lines from new ones."""
        self.blocks.append(block)
        label = self.label_of(block.raw)
        if block.role in (Role.HEADING, Role.BULLET) or label:
            self.body_has_begun = True
        if label and label[0] is Scheme.NUMBER:
            self.last_number = label[1]

    def goes_on(self, block: Block) -> bool:
        """Say whether a physical line right under another one is more of the same."""
        if not self.blocks or block.role is not Role.UNKNOWN:
            return False
        previous = self.blocks[-1]
        if previous.has_open_bold:
            return True
        if not self.body_has_begun or previous.role is Role.STRAY or self.begins_label(block.raw):
            return False
        if previous.role is Role.HEADING or self.is_title(previous):
            return previous.role is not Role.HEADING and begins_in_lower_case(block.raw)
        return not begins_anew(previous.raw, block.raw)

    def begins_label(self, raw: str) -> bool:
        """Say whether a line begins with a label, and not with a number that wrapping put there."""
        label = self.label_of(raw)
        return label is not None and (label[0] is not Scheme.NUMBER or self.expects(label[1]))

    def expects(self, number: int) -> bool:
        """Say whether a paragraph of that number can come next."""
        return number == self.last_number + 1 or (self.last_number == 0 and number == 1)

    def is_title(self, block: Block) -> bool:
        """Say whether a block is a labelled heading, so that a sentence under it is not part."""
        label = self.label_of(block.raw)
        if label is None or block.role is not Role.UNKNOWN:
            return False
        return label[0] is not Scheme.NUMBER

    def label_of(self, raw: str) -> tuple[Scheme, int] | None:
        """Return how a labelled line counts; None for a line without label."""
        words = raw.lstrip("*")
        marker, end = marker_in(words)
        found = readings(marker) if marker else []
        if not found:
            return None
        is_outer = found[0].scheme in (Scheme.ROMAN, Scheme.UPPER)
        if is_outer and not reads_as_title(words[end:].rstrip("*")) and "**" not in raw:
            return None
        return found[0].scheme, found[0].ordinal


def begins_anew(previous: str, raw: str) -> bool:
    """Say whether an unmarked line under a sentence is a line of its own."""
    if previous.rstrip("*").endswith(":"):
        return not begins_in_lower_case(raw)
    announces = raw.rstrip("*").endswith(":") or (raw.startswith("**") and raw.endswith("**"))
    return announces and ends_sentence(previous) and not begins_in_lower_case(raw)


def starred_notes(physical: list[str]) -> set[int]:
    """Return where lines that begin with a star are footnotes, and not bullets like the others."""
    words = [line.strip() for line in physical]
    starred = [n for n, line in enumerate(physical) if line[:1] == "*" and STARRED.match(line)]
    others = sum(bool(BULLET.match(line)) for line in words)
    if len(starred) > max(others, 1):
        return set()
    return {n + 1 for n in starred if stands_alone(words, n)}


def stands_alone(words: list[str], n: int) -> bool:
    """Say whether a starred line belongs to no list of starred lines and no announcement."""
    before = next((w for w in reversed(words[max(n - 20, 0) : n]) if w), "")
    after = next((w for w in words[n + 1 : n + 21] if w), "")
    is_listed = any(w[:1] == "*" and STARRED.match(w) for w in (before, after))
    return not is_listed and not before.rstrip("*").endswith(":") and not (n and words[n - 1])


def note_block(words: str, place: int) -> Block:
    """Return a footnote, its mark as it is cited."""
    found = NOTE.match(words)
    mark = found["marker"].strip("[]^:/") if found else ""
    return Block(place, found["words"] if found else words, Role.FOOTNOTE, mark)


def lines_of(block: Block, notes: frozenset[str]) -> Iterator[Line]:
    """Return the lines of a block: more than one where a bold run is glued to what precedes it."""
    words = read_marks(block.raw, known_notes=notes)
    ends = [*split_points(words, is_item=block.role is Role.BULLET), len(words.text)]
    start = 0
    for end in ends:
        line = trimmed(stretch(words, start, end, place=block.place))
        if start == 0:
            line = replace(line, role=block.role, marker=block.marker, depth=block.depth)
        yield line
        start = end


def stretch(words: Words, start: int, end: int, *, place: int) -> Line:
    """Return a part of a block's words as a line."""
    text = words.text[start:end]
    return Line(
        place=place,
        text=text,
        emphasis=fitted(shifted(within(words.emphasis, end), -start), text),
        notes=tuple(
            NoteMark(n.mark, n.offset - start) for n in words.notes if start <= n.offset <= end
        ),
        is_bold=covers(words.bold, start, end),
    )


def within(ranges: list[Emphasis], end: int) -> tuple[Emphasis, ...]:
    """Return the part of ranges before an end."""
    return tuple(Emphasis(r.start, min(r.end, end)) for r in ranges if r.start < end)


def covers(ranges: list[Emphasis], start: int, end: int) -> bool:
    """Say whether one range holds a whole stretch of text."""
    return end > start and any(r.start <= start and r.end >= end for r in ranges)


def split_points(words: Words, *, is_item: bool) -> list[int]:
    """Return where a bold run stands glued, without a space, to another run before or after it."""
    text, points = words.text, set()
    for bold in words.bold:
        reaches_end = bold.end == len(text)
        announces = text[bold.start : bold.end].rstrip().endswith(":")
        is_glued = bold.start > 0 and not text[bold.start - 1].isspace()
        if is_glued and reaches_end and (announces or not is_item):
            points.add(bold.start)
        if is_glued and any(other.end == bold.start for other in words.bold):
            points.add(bold.start)
        if bold.start == 0 and not reaches_end and text[bold.end].isupper() and not is_item:
            points.add(bold.end)
    return sorted(points)
