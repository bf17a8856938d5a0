"""Compares two texts word by word, and two drafts unit by unit. Knows nothing of HTML."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from documents.outline import Kind
from documents.subsequence import common_runs, longest_increasing

IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Vowel signs and accents written as code points of their own stay with the letter they sit on.
_MARK = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u200c\u200d"
_TOKEN = re.compile(rf"\s+|[^\W{IDEOGRAPH}]+(?:[{_MARK}]+[^\W{IDEOGRAPH}]*)*|[{IDEOGRAPH}]|[^\w\s]")
_SENTENCE = re.compile(r".+?(?:[.;:!?؟।。；！？]+(?=\s|$)|[。！？]|\n|$)\s*", re.DOTALL)
_LONG = 1_500


class Change(StrEnum):
    """What became of a run of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with a single fate."""

    change: Change
    text: str


_Piece = tuple[Change, str]


def compare_words(old: str, new: str) -> list[Span]:
    """
    Return the spans that turn `old` into `new`, removals before additions.

    As many words as possible stay (a longest common subsequence), and white space never anchors
    a match. Texts of more than some pages are first matched by sentence; the time grows with the
    product of the lengths, never with the amount or the kind of change.
    """
    old_tokens, new_tokens = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(old_tokens), len(new_tokens)) <= _LONG:
        return _joined(_spans(old_tokens, new_tokens))
    return _joined(_spans_by_sentence(_SENTENCE.findall(old), _SENTENCE.findall(new)))


def words_of(text: str) -> list[str]:
    """Return the words and signs of a text, as the comparison knows them, without white space."""
    return [token for token in _TOKEN.findall(text) if not token.isspace()]


def _joined(pieces: Iterator[_Piece]) -> list[Span]:
    """Join neighbours of one fate and put each removal before the addition beside it."""
    joined: list[Span] = []
    waiting: dict[Change, list[str]] = {}
    for change, text in pieces:
        if waiting and (Change.SAME in waiting) is not (change is Change.SAME):
            joined += _settled(waiting)
            waiting = {}
        waiting.setdefault(change, []).append(text)
    return joined + _settled(waiting)


def _settled(waiting: dict[Change, list[str]]) -> list[Span]:
    order = (Change.SAME, Change.REMOVED, Change.ADDED)
    return [Span(change, "".join(waiting[change])) for change in order if change in waiting]


def _spans_by_sentence(old: list[str], new: list[str]) -> Iterator[_Piece]:
    for (old_start, new_start, same), (old_next, new_next, _) in pairwise(
        [(0, 0, 0), *common_runs(old, new), (len(old), len(new), 0)]
    ):
        if same:
            yield Change.SAME, "".join(old[old_start : old_start + same])
        yield from _spans(
            _TOKEN.findall("".join(old[old_start + same : old_next])),
            _TOKEN.findall("".join(new[new_start + same : new_next])),
        )


def _spans(old: list[str], new: list[str]) -> Iterator[_Piece]:
    """Yield the spans between two lists of tokens, matched on what is not white space."""
    old_at = new_at = 0
    for old_start, old_end, new_start, new_end in _same_pieces(old, new):
        yield from _gap(old[old_at:old_start], new[new_at:new_start])
        yield Change.SAME, "".join(old[old_start:old_end])
        old_at, new_at = old_end, new_end
    yield from _gap(old[old_at:], new[new_at:])


def _same_pieces(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield start and end, in both lists, of matched words with equal white space between them."""
    old_words = [place for place, token in enumerate(old) if not token.isspace()]
    new_words = [place for place, token in enumerate(new) if not token.isspace()]
    runs = common_runs([old[place] for place in old_words], [new[place] for place in new_words])
    for old_run, new_run, length in runs:
        old_start, old_end = old_words[old_run], old_words[old_run + length - 1] + 1
        new_start, new_end = new_words[new_run], new_words[new_run + length - 1] + 1
        if old[old_start:old_end] == new[new_start:new_end]:
            yield old_start, old_end, new_start, new_end
            continue
        for offset in range(length):
            at, now_at = old_words[old_run + offset], new_words[new_run + offset]
            yield at, at + 1, now_at, now_at + 1


def _gap(old: list[str], new: list[str]) -> Iterator[_Piece]:
    """Yield what stands between two matched words, with equal white space at its ends kept."""
    start = 1 if old and new and old[0] == new[0] else 0
    end = 1 if len(old) > start and len(new) > start and old[-1] == new[-1] else 0
    if start:
        yield Change.SAME, old[0]
    for change, tokens in ((Change.REMOVED, old), (Change.ADDED, new)):
        if len(tokens) > start + end:
            yield change, "".join(tokens[start : len(tokens) - end])
    if end:
        yield Change.SAME, old[-1]


@dataclass(frozen=True, slots=True)
class DraftedUnit:
    """A unit as it stands in an issued draft; its place is its place in the list."""

    uid: str
    kind: Kind
    reference: str
    text: str
    section_path: str = ""


class Fate(StrEnum):
    """What became of a unit from one draft to another."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit in the older draft, the newer or both, and its places there, from 0."""

    old: DraftedUnit | None
    new: DraftedUnit | None
    old_place: int | None = None
    new_place: int | None = None
    is_moved: bool = False

    @property
    def is_added(self) -> bool:
        return self.old is None

    @property
    def is_deleted(self) -> bool:
        return self.new is None

    @property
    def is_changed(self) -> bool:
        """Whether its words or its kind differ; a new reference alone is renumbering."""
        if self.old is None or self.new is None:
            return False
        return (self.old.text, self.old.kind) != (self.new.text, self.new.kind)

    @property
    def is_renumbered(self) -> bool:
        if self.old is None or self.new is None:
            return False
        return self.old.reference != self.new.reference

    @property
    def fates(self) -> tuple[Fate, ...]:
        """Return one fate, or CHANGED and MOVED together."""
        if self.is_added or self.is_deleted:
            return (Fate.ADDED if self.is_added else Fate.DELETED,)
        changed = (Fate.CHANGED,) if self.is_changed else ()
        moved = (Fate.MOVED,) if self.is_moved else ()
        return changed + moved or (Fate.UNCHANGED,)

    @property
    def unit(self) -> DraftedUnit:
        """The unit in the newer draft, or in the older one where it was deleted."""
        unit = self.new or self.old
        if unit is None:
            raise ValueError("A change concerns a unit.")
        return unit

    def words(self) -> list[Span]:
        """Compare the two wordings; nothing stands for the one that there is not."""
        return compare_words(self.old.text if self.old else "", self.new.text if self.new else "")


def compare_units(old: Sequence[DraftedUnit], new: Sequence[DraftedUnit]) -> list[UnitChange]:
    """
    Return what became of every unit, in the order of the newer draft.

    A deleted unit stands after the unit it used to follow. A unit is moved when it stands under
    another heading, or when it left the longest sequence of units that kept their order: what was
    inserted before a unit does not move it. Raises ValueError where a draft repeats a uid.
    """
    old_places, new_places = _places(old), _places(new)
    staying = _staying(old, new, old_places)
    deleted = _deleted_after(old, new_places, staying)
    changes = deleted.pop("", [])
    for place, unit in enumerate(new):
        before = old_places.get(unit.uid)
        changes.append(
            UnitChange(
                old=None if before is None else old[before],
                new=unit,
                old_place=before,
                new_place=place,
                is_moved=before is not None and unit.uid not in staying,
            )
        )
        changes += deleted.pop(unit.uid, [])
    return changes


def _places(units: Sequence[DraftedUnit]) -> dict[str, int]:
    places = {unit.uid: place for place, unit in enumerate(units)}
    if len(places) < len(units):
        raise ValueError("A draft has each uid once.")
    return places


def _deleted_after(
    old: Sequence[DraftedUnit], new_places: dict[str, int], staying: set[str]
) -> dict[str, list[UnitChange]]:
    """Return the deleted units by the uid of the unit they followed ("" at the beginning)."""
    deleted: dict[str, list[UnitChange]] = defaultdict(list)
    follows = ""
    for place, unit in enumerate(old):
        if unit.uid in staying:
            follows = unit.uid
        elif unit.uid not in new_places:
            deleted[follows].append(UnitChange(old=unit, new=None, old_place=place))
    return deleted


def _staying(
    old: Sequence[DraftedUnit], new: Sequence[DraftedUnit], old_places: dict[str, int]
) -> set[str]:
    """Return the uids of the units that kept their section and their order among each other."""
    old_sections, new_sections = _sections(old), _sections(new)
    candidates = [
        unit.uid
        for unit in new
        if unit.uid in old_places
        and _is_one_section(old_sections[unit.uid], new_sections[unit.uid], old_sections)
    ]
    longest = longest_increasing([old_places[uid] for uid in candidates])
    return {candidates[place] for place in longest}


def _sections(units: Sequence[DraftedUnit]) -> dict[str, tuple[str, str]]:
    """
    Return each unit's section, as the heading's uid and the path.

    A section inserted before others changes their labels, so a label alone says little.
    """
    headings: dict[str, str] = {}
    sections = {}
    for unit in units:
        path = unit.section_path
        if unit.kind is Kind.HEADING:
            headings[path] = unit.uid
            path = path.rpartition(".")[0]
        sections[unit.uid] = (headings.get(path, ""), path)
    return sections


def _is_one_section(
    old: tuple[str, str], new: tuple[str, str], old_units: dict[str, tuple[str, str]]
) -> bool:
    """Whether two sections are the same by their headings, or by label where a heading is new."""
    return old[0] == new[0] if new[0] in old_units else old[1] == new[1]
