"""Keeps italics and footnote marks where they stood when the words around them change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from documents.compare import Change, compare_words
from documents.outline import Emphasis


def carry_emphasis(old: str, new: str, emphasis: Sequence[Emphasis]) -> tuple[Emphasis, ...]:
    """Return the italics of `old` that stand on words which `new` has kept, at their new places."""
    moved = []
    for start, end, new_start in _kept(old, new) if emphasis else ():
        for each in emphasis:
            if start <= each.start and each.end <= end:
                shift = new_start - start
                moved.append(Emphasis(each.start + shift, each.end + shift))
    return tuple(sorted(moved, key=lambda each: each.start))


def carry_offset(old: str, new: str, offset: int) -> int | None:
    """
    Return where a mark that stood at an offset of `old` stands in `new`.

    It follows the character it stood behind, or else precedes the one it stood before; None where
    both have gone.
    """
    kept = list(_kept(old, new))
    for start, end, new_start in kept:
        if start < offset <= end:
            return new_start + offset - start
    return next((new_start for start, _end, new_start in kept if start == offset), None)


def _kept(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """Yield each stretch that both texts have: where it starts and ends in `old`, and in `new`."""
    old_at = new_at = 0
    for span in compare_words(old, new):
        length = len(span.text)
        if span.change is Change.SAME:
            yield old_at, old_at + length, new_at
        old_at += 0 if span.change is Change.ADDED else length
        new_at += 0 if span.change is Change.REMOVED else length
