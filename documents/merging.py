"""
Brings several rewordings of one text together, word by word. Knows nothing of who made them.

Three-way merging as in diff3: S. Khanna, K. Kunal and B. C. Pierce, "A Formal Investigation of
Diff3", FSTTCS 2007. Where both sides changed nothing in between, their changes are one stretch, and
unless they are the same change, nobody but a person decides. What both changed alike stands once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from documents.compare import Change, compare_words


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """In the stead of a text from `start` to `end` (the same: nothing goes) stands `words`."""

    start: int
    end: int
    words: str

    def touches(self, other: Edit) -> bool:
        """Whether nothing of the text stays between two edits that differ."""
        return self != other and self.start <= other.end and other.start <= self.end


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """Return what turns `old` into `new`, in order, with something kept between any two."""
    edits: list[Edit] = []
    at = 0
    for span in compare_words(old, new):
        if span.change is Change.REMOVED:
            edits.append(Edit(at, at + len(span.text), ""))
        elif span.change is Change.ADDED and edits and edits[-1].end == at and not edits[-1].words:
            edits[-1] = Edit(edits[-1].start, at, span.text)
        elif span.change is Change.ADDED:
            edits.append(Edit(at, at, span.text))
        at += 0 if span.change is Change.ADDED else len(span.text)
    return tuple(edits)


def collide(one: Iterable[Edit], other: Iterable[Edit]) -> bool:
    """Whether two rewordings of one text touch the same words, each in its own way."""
    others = tuple(other)
    return any(edit.touches(another) for edit in one for another in others)


def reworded(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with all of the edits made; no two of them may touch."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(set(edits)):
        pieces += [text[at : edit.start], edit.words]
        at = edit.end
    return "".join([*pieces, text[at:]])


def merge(base: str, one: str, other: str) -> str | None:
    """Return `base` with the changes of both rewordings, or None where they collide."""
    ones, others = edits_between(base, one), edits_between(base, other)
    return None if collide(ones, others) else reworded(base, [*ones, *others])
