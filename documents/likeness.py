"""
Finds texts that are nearly alike among many. Knows nothing of Django or HTML.

The likeness of two texts is the share of their traits that they have in common, |A ∩ B| / |A ∪ B|
(the coefficient of Jaccard), where the traits of a text are its pairs of neighbouring words, w = 2:
its resemblance after Broder, "On the resemblance and containment of documents", 1997. It is counted
out, not estimated, so the same texts always have the same likeness.

Of many texts not every two are compared. Two of a likeness of at least t have a trait in common
among the rarest few of each, (1 - t) of them and one more, and neither has less than t times the
traits of the other (Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant, "Scaling up all
pairs similarity search", 2007). So looking up those few misses none that is alike.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from documents.compare import IDEOGRAPH

Traits = frozenset[str]

# What a product of floats may be too large by; without it a pair just at the bound could be missed.
_ROUNDING = 1e-9
_WORD = re.compile(rf"[^\W{IDEOGRAPH}]+|[{IDEOGRAPH}]")


@dataclass(frozen=True, slots=True)
class Group:
    """
    A text by its place, and those nearly alike to it with their likeness to it, most alike first.

    Each is compared with `middle` itself: none is here only because it is like a third.
    """

    middle: int
    others: tuple[tuple[int, float], ...]

    @property
    def likeness(self) -> float:
        """How alike the two most alike of it are."""
        return self.others[0][1]


def traits_of(text: str) -> Traits:
    """The pairs of neighbouring words of a text, whose first and last word stand beside nothing."""
    words = _WORD.findall(text)
    if not words:
        return frozenset()
    return frozenset(f"{word} {following}" for word, following in pairwise(["", *words, ""]))


def traits_of_change(old: str, new: str) -> Traits:
    """
    What a proposed wording changes: the traits it brings, and those it takes away.

    Two proposals on one long paragraph are nearly the same text, whatever they change in it: so
    what is compared is the changes.
    """
    before, after = traits_of(old), traits_of(new)
    brought = {f"+{trait}" for trait in after - before}
    return frozenset(brought | {f"-{trait}" for trait in before - after})


def likeness(first: Traits, second: Traits) -> float:
    """How alike two texts are, from 0 to 1; texts without a trait are alike to none."""
    common = len(first & second)
    return common / (len(first) + len(second) - common) if common else 0.0


def groups_among(texts: Sequence[Traits], *, least: float) -> list[Group]:
    """
    The texts of a likeness of at least `least` (more than 0) to the middle of their group.

    Middles are found in one pass, those with most copies word for word first, then as the texts
    come: what is alike to no middle before it becomes one (the leader algorithm, Hartigan 1975).
    Then each other text goes with the middle it is most like; between equals the earlier. So time
    grows with the number of different texts even where all are alike, each text is in one group at
    most, and the same texts make the same groups. The most alike come first, then the largest.
    """
    copies: dict[Traits, list[int]] = defaultdict(list)
    for place, traits in enumerate(texts):
        if traits:
            copies[traits].append(place)
    different = sorted(copies, key=lambda traits: (-len(copies[traits]), copies[traits][0]))
    found: dict[Traits, list[tuple[int, float]]] = {}
    for traits, (middle, same) in _nearest(different, least=least).items():
        first_is_middle = int(traits is middle)
        more = [(place, same) for place in copies[traits][first_is_middle:]]
        found.setdefault(middle, []).extend(more)
    groups = [
        Group(copies[middle][0], tuple(sorted(others, key=lambda each: (-each[1], each[0]))))
        for middle, others in found.items()
        if others
    ]
    return sorted(groups, key=lambda group: (-group.likeness, -len(group.others), group.middle))


def _nearest(different: list[Traits], *, least: float) -> dict[Traits, tuple[Traits, float]]:
    """To each text the middle it is most like, and how much; a middle is nearest to itself."""
    often = Counter(trait for traits in different for trait in traits)
    rarest = {traits: _rarest(traits, often, least) for traits in different}
    middles = _Middles(least)
    others = []
    for traits in different:
        if middles.nearest(traits, rarest[traits]) is None:
            middles.add(traits, rarest[traits])
        else:
            others.append(traits)
    nearest = {traits: (traits, 1.0) for traits in middles.texts}
    for traits in others:
        nearest[traits] = middles.nearest(traits, rarest[traits]) or (traits, 1.0)
    return nearest


def _rarest(traits: Traits, often: Counter[str], least: float) -> list[str]:
    """As many of the rarest traits of a text that any text alike to it has one of its own there."""
    few = len(traits) - ceil(least * len(traits) - _ROUNDING) + 1
    return sorted(traits, key=lambda trait: (often[trait], trait))[:few]


class _Middles:
    """The middles of groups, found again by their rarest traits."""

    def __init__(self, least: float) -> None:
        self.least = least
        self.texts: list[Traits] = []
        self._having: dict[str, list[int]] = defaultdict(list)

    def add(self, traits: Traits, rarest: list[str]) -> None:
        """Take a text as a middle."""
        for trait in rarest:
            self._having[trait].append(len(self.texts))
        self.texts.append(traits)

    def nearest(self, traits: Traits, rarest: list[str]) -> tuple[Traits, float] | None:
        """The middle a text is most like, and how much; None where it is like none enough."""
        smallest = self.least * len(traits) - _ROUNDING
        largest = len(traits) / self.least + _ROUNDING
        best: tuple[Traits, float] | None = None
        for number in sorted(set().union(*(self._having.get(trait, ()) for trait in rarest))):
            middle = self.texts[number]
            if smallest <= len(middle) <= largest:
                same = likeness(traits, middle)
                if same >= self.least and (best is None or same > best[1]):
                    best = middle, same
        return best
