"""How alike two wordings are, and what in them a word processor changes by itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from heapq import nsmallest

from documents.compare import words_of
from documents.subsequence import common_runs

# So many wordings are compared with one word by word.
NEAREST = 8
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
        "…": "...",
    }
)
_BLANK_BEFORE_SIGN = re.compile(r"\s+(?=[;:!?%])")


def folded(text: str) -> str:
    """Return words without what word processors change by themselves: quotes, dashes, blanks."""
    plain = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    return _BLANK_BEFORE_SIGN.sub("", " ".join(plain.split()))


def run_together(text: str) -> str:
    """Return folded words without any blank, so that where lines were joined does not matter."""
    return "".join(folded(text).split())


class Wordings:
    """
    The wordings of some units, quick to compare with others.

    Two texts share at most the words that stand in both, whatever their order: a set of bits tells
    that at once, so that only promising pairs are compared word by word.
    """

    def __init__(self, texts: Sequence[str], bits: dict[str, int]) -> None:
        self.words = [_spoken(text) for text in texts]
        self.sets = [_set_of(words, bits) for words in self.words]
        self.sizes = [words.bit_count() for words in self.sets]

    def most(self, place: int, other: Wordings, at: int) -> float:
        """Return what the likeness of two wordings can hardly exceed, from their words alone."""
        both = self.sizes[place] + other.sizes[at]
        return 2 * (self.sets[place] & other.sets[at]).bit_count() / both if both else 1.0

    def near(self, place: int, other: Wordings, among: Iterable[int], *, least: float) -> list[int]:
        """
        Return the places of the other wordings that can be as alike to one as asked.

        Only the likeliest, so that texts whose units are all alike cost no more than others.
        """
        words, size = self.sets[place], self.sizes[place]
        sets, sizes = other.sets, other.sizes
        shares = [
            (-share, at)
            for at in among
            if (share := 2 * (words & sets[at]).bit_count() / (size + sizes[at] or 1)) >= least
        ]
        return [at for _share, at in nsmallest(NEAREST, shares)]

    def likeness(self, place: int, other: Wordings, at: int) -> float:
        """Return the share of words, in order, that two wordings have in common: 0 to 1."""
        return likeness(self.words[place], other.words[at])


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of words that two texts have in common in the same order: 0 to 1."""
    both = len(one) + len(other)
    return 2 * common(one, other) / both if both else 1.0


def contained(part: Sequence[str], whole: Sequence[str]) -> float:
    """Return the share of the words of a part that stand in a whole in the same order: 0 to 1."""
    return common(part, whole) / len(part) if part else 0.0


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two texts have in common in the same order."""
    return sum(length for _one, _other, length in common_runs(one, other))


def _spoken(text: str) -> list[str]:
    """Return the words of a text without its signs and without capitals."""
    return [w for w in words_of(folded(text).casefold()) if any(map(str.isalnum, w))]


def _set_of(words: Sequence[str], bits: dict[str, int]) -> int:
    found = 0
    for word in words:
        found |= 1 << bits.setdefault(word, len(bits))
    return found
