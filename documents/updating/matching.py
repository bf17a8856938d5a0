"""
Matches the units of a revised paper to those of the text it comes from.

The steps, each of which takes only what the ones before have left:

1. equal words, those with the same identifier first, then as many as keep their order (a longest
   common subsequence), then wherever they stand;
2. lines that were only joined or cut: their words, run together, are those of one unit;
3. the permanent identifier that a Word file carries in its bookmarks;
4. between two units already matched, the best alignment that keeps the order, by likeness of words
   and by place (Needleman and Wunsch, "A general method applicable to the search for similarities
   in the amino acid sequence of two proteins", 1970), after the anchors of Cohen's patience diff;
5. what was moved and reworded: the most alike first, wherever it stands;
6. parts of a unit that stand in another one, and units that the paper says twice.

Everything is deterministic: of two equal answers, the earlier place wins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from documents.outline import Kind, Unit
from documents.subsequence import common_runs, longest_increasing
from documents.updating.likeness import Wordings, contained, folded, likeness, run_together

# From this likeness on, words at their place were reworded, and those elsewhere were moved too.
CERTAIN = 0.6
CERTAIN_ELSEWHERE = 0.75
# Below this one, two wordings have nothing to do with each other.
UNSURE = 0.3
# So much of a part must stand in the whole that it may have been cut from.
WITHIN = 0.8
# Fewer words stand in many units, and prove nothing.
TELLING = 4
# What the same kind and the same printed number or label add to the likeness of words.
SAME_KIND, SAME_PLACE = 0.05, 0.25
# A paper less of which stands in the text, and of the text in it, is another one.
OF_THE_TEXT = 0.25
CANDIDATES = 5


class Verdict(StrEnum):
    """What a unit of the paper is, or what becomes of an element that none is."""

    IS = "is"
    KEEPS = "keeps"
    SPLIT = "split"
    NEW = "new"
    OUT = "out"
    RESTORED = "restored"
    DELETED = "deleted"
    STAYS = "stays"
    MERGED = "merged"


class Doubt(StrEnum):
    """Why a person has to look."""

    REWORDED = "reworded"
    MOVED = "moved"
    ALIKE = "alike"
    CUT = "cut"
    JOINED = "joined"
    COPIED = "copied"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Match:
    """A verdict, the place of the other unit it speaks of, and the doubt that there is, if any."""

    verdict: Verdict
    other: int | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """
    A verdict for each unit of the paper, and one for each unit of the text that none of them is.

    `share` is how much of the paper stands in the text, or of the text in the paper: the more.
    `alike` are, for each unit of the paper that is not word by word in the text, the places of what
    it may be there, likeliest first.
    """

    units: tuple[Match, ...]
    gone: dict[int, Match]
    share: float
    alike: dict[int, tuple[int, ...]]

    @property
    def is_of_the_text(self) -> bool:
        """Whether the paper is one of this text at all."""
        return self.share >= OF_THE_TEXT


def match_units(old: Sequence[Unit], new: Sequence[Unit]) -> Matching:
    """Match the units of a paper (`new`) to those of a text (`old`, with their identifiers)."""
    matcher = _Matcher(old, new)
    matcher.by_words()
    matcher.by_joining()
    matcher.by_identifier()
    matcher.by_place()
    matcher.anywhere()
    return matcher.matching()


class _Matcher:
    """What was matched so far, by the place of a unit in the paper."""

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        bits: dict[str, int] = {}
        self.old, self.new = old, new
        self.old_words = Wordings([unit.text for unit in old], bits)
        self.new_words = Wordings([unit.text for unit in new], bits)
        self.old_keys, self.new_keys = _keys(old), _keys(new)
        self.has_uids = any(unit.uid for unit in new)
        self.found: dict[int, Match] = {}
        self.gone: dict[int, Match] = {}
        self.left = dict.fromkeys(range(len(old)))
        self.known: dict[tuple[int, int], float] = {}

    def open(self) -> list[int]:
        """The places of the paper that nothing is known of yet."""
        return [place for place in range(len(self.new)) if place not in self.found]

    def pair(self, old: int, new: int, doubt: Doubt | None = None) -> None:
        self.found[new] = Match(Verdict.IS, old, doubt)
        del self.left[old]

    def likeness(self, old: int, new: int) -> float:
        """The likeness of two units; none between a heading and what is no heading."""
        if (self.old[old].kind is Kind.HEADING) is not (self.new[new].kind is Kind.HEADING):
            return 0.0
        if (old, new) not in self.known:
            most = self.old_words.most(old, self.new_words, new)
            alike = self.old_words.likeness(old, self.new_words, new) if most >= UNSURE else most
            self.known[old, new] = alike
        return self.known[old, new]

    def by_words(self) -> None:
        """Match equal words: by identifier, in order, then anywhere."""
        uids = {self.old[place].uid: place for place in self.left if self.old[place].uid}
        for new in self.open():
            place = uids.get(self.new[new].uid)
            if place is not None and self.old_keys[place] == self.new_keys[new]:
                self.pair(place, new)
        old, rest = list(self.left), self.open()
        runs = common_runs([self.old_keys[p] for p in old], [self.new_keys[p] for p in rest])
        for start, at, length in runs:
            for step in range(length):
                self.pair(old[start + step], rest[at + step])
        waiting: dict[str, list[int]] = defaultdict(list)
        for place in self.left:
            waiting[self.old_keys[place]].append(place)
        for new in self.open():
            if waiting[self.new_keys[new]]:
                self.pair(waiting[self.new_keys[new]].pop(0), new)

    def by_joining(self) -> None:
        """Match one unit to several neighbours whose words, run together, are the same."""
        old = {place: run_together(self.old[place].text) for place in self.left}
        new = {place: run_together(self.new[place].text) for place in self.open()}
        for place, words in new.items():
            parts = _joined(words, old)
            if parts and all(part in self.left for part in parts):
                self.pair(parts[0], place)
                for part in parts[1:]:
                    self.gone[part] = Match(Verdict.MERGED, parts[0])
                    del self.left[part]
        for place, words in old.items():
            parts = _joined(words, {p: w for p, w in new.items() if p not in self.found})
            if parts and place in self.left:
                self.pair(place, parts[0])
                self.found |= {part: Match(Verdict.SPLIT, place) for part in parts[1:]}

    def by_identifier(self) -> None:
        """Match what bears the same identifier; words that nobody would recognize are doubted."""
        uids = {self.old[place].uid: place for place in self.left if self.old[place].uid}
        for new in self.open():
            place = uids.get(self.new[new].uid)
            if place is None or not self._can_be(place, new):
                continue
            is_sure = self.likeness(place, new) >= UNSURE
            self.pair(place, new, None if is_sure else Doubt.REWORDED)

    def by_place(self) -> None:
        """Align what is left between two units that are matched and keep their order."""
        for old, new in self._gaps():
            for place, at in self._aligned(old, new):
                is_sure = self.likeness(place, at) >= CERTAIN
                self.pair(place, at, None if is_sure else Doubt.REWORDED)

    def anywhere(self) -> None:
        """Match what was moved and reworded, the most alike first."""
        pairs = [
            (place, at)
            for at in self.open()
            for place in self.new_words.near(at, self.old_words, self.left, least=CERTAIN)
        ]
        alike = [(self.likeness(place, at), place, at) for place, at in pairs]
        for likeness_, place, at in sorted(alike, key=lambda each: (-each[0], *each[1:])):
            if likeness_ >= CERTAIN and place in self.left and at not in self.found:
                is_sure = likeness_ >= CERTAIN_ELSEWHERE
                self.pair(place, at, None if is_sure else Doubt.MOVED)

    def matching(self) -> Matching:
        """Say of everything else what it is, and how much of the two papers is known."""
        share = self._share()
        told: dict[str, int] = {}
        for new in range(len(self.new)):
            if self.new_keys[new] not in told or new in self.found:
                told[self.new_keys[new]] = new
        for new in self.open():
            self.found[new] = self._rest(new, told)
        gone = {**{old: self._gone(old) for old in self.left}, **self.gone}
        places = range(len(self.new))
        alike = {new: self._alike(new) for new in places if not self._is_plain(new)}
        return Matching(tuple(self.found[new] for new in places), gone, share, alike)

    def _is_plain(self, new: int) -> bool:
        """Whether a unit says word by word what one of the text does."""
        match = self.found[new]
        is_same = match.verdict is Verdict.IS and match.other is not None
        return is_same and self.old[match.other or 0].text == self.new[new].text

    def _can_be(self, old: int, new: int) -> bool:
        return (self.old[old].kind is Kind.HEADING) is (self.new[new].kind is Kind.HEADING)

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield what stands unmatched, in both, between neighbouring anchors."""
        pairs = [
            (match.other, new)
            for new, match in sorted(self.found.items())
            if match.verdict is Verdict.IS and match.other is not None
        ]
        anchors = [pairs[place] for place in longest_increasing([old for old, _new in pairs])]
        edges = [(-1, -1), *anchors, (len(self.old), len(self.new))]
        for (old, new), (old_next, new_next) in pairwise(edges):
            yield (
                [place for place in range(old + 1, old_next) if place in self.left],
                [place for place in range(new + 1, new_next) if place not in self.found],
            )

    def _aligned(self, old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
        """Return the pairs of a best alignment of two stretches that keeps their order."""
        if not old or not new:
            return []
        rows = [[0.0] * (len(new) + 1)]
        for scores in self._scores(old, new):
            row, above = [0.0], rows[-1]
            for at, other in enumerate(new):
                score = scores.get(other, 0.0)
                row.append(max(row[-1], above[at + 1], above[at] + score))
            rows.append(row)
        pairs = []
        row_at, at = len(old), len(new)
        while row_at and at:
            if rows[row_at][at] == rows[row_at - 1][at]:
                row_at -= 1
            elif rows[row_at][at] == rows[row_at][at - 1]:
                at -= 1
            else:
                row_at, at = row_at - 1, at - 1
                pairs.append((old[row_at], new[at]))
        return pairs[::-1]

    def _scores(self, old: Sequence[int], new: Sequence[int]) -> Iterator[dict[int, float]]:
        """Yield, for each unit of the text, how well those of the paper go with it, if at all."""
        # Where the paper carries identifiers, a unit without one is most often new.
        is_alone = len(old) == len(new) == 1 and not (self.has_uids and not self.new[new[0]].uid)
        named: dict[tuple[Kind, str], list[int]] = defaultdict(list)
        for at in new:
            named[_name(self.new[at])].append(at)
        for place in old:
            near = self.old_words.near(place, self.new_words, new, least=UNSURE)
            beside = [at for at in new if is_alone and self.new[at].kind is self.old[place].kind]
            scores = {at: self.likeness(place, at) for at in near if self._can_be(place, at)}
            yield {
                at: alike + (SAME_KIND if self.new[at].kind is self.old[place].kind else 0.0)
                for at, alike in scores.items()
                if alike >= UNSURE
            } | {
                at: scores.get(at, 0.0) + SAME_PLACE
                for at in [*named.get(_name(self.old[place]), []), *beside]
            }

    def _share(self) -> float:
        """Return how much of the paper is known, or of the text: the greater share of words."""
        pairs = [
            (match.other, new)
            for new, match in self.found.items()
            if match.other is not None and not match.doubt
        ]
        shares = [
            _share(self.new_words.words, {new for _old, new in pairs}),
            _share(self.old_words.words, {old for old, _new in pairs}),
        ]
        return max(shares)

    def _rest(self, new: int, told: dict[str, int]) -> Match:
        """Say what a unit is that nothing of the text is."""
        words = self.new_words.words[new]
        if (part := self._cut_from(new)) is not None:
            return Match(Verdict.SPLIT, part, Doubt.CUT)
        if len(words) >= TELLING and told[self.new_keys[new]] != new:
            return Match(Verdict.OUT, None, Doubt.COPIED)
        near = self._alike(new)
        likeliest = self.likeness(near[0], new) if near else 0.0
        if len(words) >= TELLING and likeliest >= CERTAIN_ELSEWHERE:
            return Match(Verdict.NEW, None, Doubt.COPIED)
        is_open = any(place in self.left and self.likeness(place, new) >= UNSURE for place in near)
        return Match(Verdict.NEW, None, Doubt.ALIKE if is_open else None)

    def _cut_from(self, new: int) -> int | None:
        """Return the unit of the text that a neighbour is, and whose words this one has too."""
        words = self.new_words.words[new]
        if len(words) < TELLING:
            return None
        for beside, is_before in ((new - 1, True), (new + 1, False)):
            match = self.found.get(beside)
            if match is None or match.other is None or not self._can_be(match.other, new):
                continue
            whole, part = self.old_words.words[match.other], self.new_words.words[beside]
            both = [*part, *words] if is_before else [*words, *part]
            grows = likeness(both, whole) > likeness(part, whole)
            if grows and contained(words, whole) >= WITHIN:
                return match.other
        return None

    def _gone(self, old: int) -> Match:
        """Say what became of a unit that none of the paper is: gone into another, or deleted."""
        words = self.old_words.words[old]
        found = {m.other: new for new, m in self.found.items() if m.verdict is Verdict.IS}
        for beside, is_before in ((old - 1, True), (old + 1, False)):
            if beside not in found or self.old[beside].kind is not self.old[old].kind:
                continue
            whole, part = self.new_words.words[found[beside]], self.old_words.words[beside]
            both = [*part, *words] if is_before else [*words, *part]
            grows = likeness(both, whole) > likeness(part, whole)
            if len(words) >= TELLING and grows and contained(words, whole) >= WITHIN:
                return Match(Verdict.MERGED, beside, Doubt.JOINED)
        added = [new for new, match in self.found.items() if match.verdict is Verdict.NEW]
        near = self.old_words.near(old, self.new_words, added, least=UNSURE)
        is_open = any(self.likeness(old, new) >= UNSURE for new in near)
        return Match(Verdict.DELETED, None, Doubt.ALIKE if is_open else None)

    def _alike(self, new: int) -> tuple[int, ...]:
        """Return the units of the text that a unit of the paper may be, likeliest first."""
        places = self.new_words.near(new, self.old_words, range(len(self.old)), least=UNSURE / 2)
        near = [old for old in places if self._can_be(old, new)]
        return tuple(sorted(near, key=lambda old: (-self.likeness(old, new), old))[:CANDIDATES])


def _keys(units: Iterable[Unit]) -> list[str]:
    """Return what units with equal words have in common; a heading equals headings only."""
    return [f"{'#' if u.kind is Kind.HEADING else ' '}{folded(u.text)}" for u in units]


def _name(unit: Unit) -> tuple[Kind, str]:
    """Return what units of a kind that bear one printed number, or head one section, share."""
    if unit.kind is Kind.HEADING:
        return unit.kind, unit.section
    return unit.kind, unit.number or f"none, line {unit.line}, {unit.uid}"


def _joined(whole: str, parts: dict[int, str]) -> list[int]:
    """Return two or more places that follow one another and whose words together are a whole."""
    for start, words in parts.items():
        if not words or not whole.startswith(words) or words == whole:
            continue
        found, rest = [start], whole[len(words) :]
        while rest and (following := parts.get(found[-1] + 1)) and rest.startswith(following):
            found.append(found[-1] + 1)
            rest = rest[len(following) :]
        if not rest:
            return found
    return []


def _share(words: Sequence[Sequence[str]], known: set[int]) -> float:
    """Return the share of the words that stand in units that are known."""
    total = sum(map(len, words))
    return sum(len(words[place]) for place in known) / total if total else 0.0
