"""A few words of a text around what was looked for, with what was found marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lap_portal.text import search_key

_AROUND = 80
_MOST_WINDOWS = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an excerpt; `is_found` where it is what was looked for."""

    text: str
    is_found: bool = False


def excerpt(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """
    Return the places of a text where the words first occur, with every occurrence there marked.

    `words` are keys as `search_key` makes them; a word that does not occur is passed over.
    """
    key, places = _keyed(text)
    found = [range(places[at], places[at + len(word) - 1] + 1) for word, at in _first(key, words)]
    pieces: list[Piece] = []
    end = 0
    for window in _windows(text, found):
        if window.start > end:
            pieces.append(Piece("… "))
        pieces += _marked(text, window, key, places, words)
        end = window.stop
    return tuple([*pieces, Piece(" …")] if end < len(text) else pieces)


def _first(key: str, words: Sequence[str]) -> Iterator[tuple[str, int]]:
    for word in words:
        at = key.find(word)
        if at >= 0:
            yield word, at


def _windows(text: str, found: list[range]) -> list[range]:
    """The stretches to show, apart from one another: around each first find, or the beginning."""
    windows: list[range] = []
    for each in sorted(found or [range(0)], key=lambda r: r.start):
        start, stop = max(each.start - _AROUND, 0), min(each.stop + _AROUND, len(text))
        start = text.rfind(" ", 0, start) + 1 if start else 0
        if windows and start <= windows[-1].stop:
            windows[-1] = range(windows[-1].start, max(stop, windows[-1].stop))
        elif len(windows) < _MOST_WINDOWS:
            windows.append(range(start, stop))
    return windows


def _marked(
    text: str, window: range, key: str, places: Sequence[int], words: Sequence[str]
) -> Iterator[Piece]:
    """The text of a window, cut where what was looked for begins and ends."""
    marks = bytearray(len(text) + 1)
    for word in words:
        at = key.find(word)
        while at >= 0:
            start, stop = places[at], places[at + len(word) - 1] + 1
            marks[start:stop] = b"\1" * (stop - start)
            at = key.find(word, at + len(word))
    start = window.start
    for place in window:
        if marks[place] != marks[start]:
            yield Piece(text[start:place], bool(marks[start]))
            start = place
    if start < window.stop:
        yield Piece(text[start : window.stop], bool(marks[start]))


def _keyed(text: str) -> tuple[str, Sequence[int]]:
    """The key of a text, and for each character of it the place in the text that it comes from."""
    if text.isascii():
        return search_key(text), range(len(text))
    key: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        kept = _key_of(character)
        key.append(kept)
        places += [place] * len(kept)
    return "".join(key), places


@lru_cache(maxsize=8_192)
def _key_of(character: str) -> str:
    return search_key(character)
