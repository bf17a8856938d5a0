"""
Whether a rewording made a commitment stronger or weaker, in English. Knows nothing of who did it.

The order of the verbs is this project's own judgement, for those who draft to weigh: no authority
ranks them, and a sentence may bind by other words. Where the two wordings cannot be set against
each other verb by verb, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents.compare import Change, Span

LANGUAGE = "en"

# From the strongest to the weakest; the verbs of one line bind alike.
ORDER = (
    ("shall", "must"),
    ("will", "commit to", "commits to", "undertake to", "undertakes to"),
    ("should",),
    (
        "are encouraged to",
        "is encouraged to",
        "are invited to",
        "is invited to",
        "strive to",
        "strives to",
        "endeavour to",
        "endeavours to",
        "endeavor to",
        "endeavors to",
    ),
    ("may", "could"),
)
_EFFORT = ("strive to", "endeavour to", "endeavor to")
_MODALS = ("shall", "must", "will", "should")
_RANKS = {verb: rank for rank, verbs in enumerate(ORDER) for verb in verbs}
# "Will strive to" promises an effort, not the result.
_RANKS |= {f"{modal} {effort}": _RANKS[effort] for modal in _MODALS for effort in _EFFORT}
# What reads like one of them and binds nobody: "political will", the month, "may not".
_VERB = re.compile(
    r"(?<!\w)(?:(?<!political )(?<!the )(?<!their )(?<!free )(?<!good ))(?:"
    + "|".join(
        re.escape(verb).replace(r"\ ", r"\s+") for verb in sorted(_RANKS, key=len, reverse=True)
    )
    + r")(?!\w)",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(r"(?:may|could)\s+not(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shift:
    """A verb of commitment that another took the place of."""

    old: str
    new: str
    is_stronger: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A verb, and what it stands on: characters that stayed, and changes by their number."""

    verb: str
    ground: frozenset[tuple[bool, int]]


def shifts_in(spans: Iterable[Span]) -> tuple[Shift, ...]:
    """Return the commitments that a redline makes stronger or weaker, in the order of the words."""
    old, new = _grounds(spans)
    return tuple(
        Shift(before.verb, after.verb, _RANKS[after.verb] < _RANKS[before.verb])
        for before, after in _pairs(list(_verbs(*old)), list(_verbs(*new)))
        if _RANKS[before.verb] != _RANKS[after.verb]
    )


_Ground = list[tuple[bool, int]]


def _grounds(spans: Iterable[Span]) -> tuple[tuple[str, _Ground], tuple[str, _Ground]]:
    """Both wordings, each with what every character of it stands on."""
    old, new = "", ""
    old_ground: _Ground = []
    new_ground: _Ground = []
    kept = 0
    for span in spans:
        length = len(span.text)
        stays = span.change is Change.SAME
        ground = [(stays, kept + n if stays else kept) for n in range(length)]
        kept += length if stays else 0
        if span.change is not Change.ADDED:
            old, old_ground = old + span.text, old_ground + ground
        if span.change is not Change.REMOVED:
            new, new_ground = new + span.text, new_ground + ground
    return (old, old_ground), (new, new_ground)


def _verbs(text: str, ground: _Ground) -> Iterator[_Found]:
    for found in _VERB.finditer(text):
        if found[0] == "May" or _OTHERWISE.match(text, found.start()):
            continue
        verb = " ".join(found[0].lower().split())
        yield _Found(verb, frozenset(ground[found.start() : found.end()]))


def _pairs(old: list[_Found], new: list[_Found]) -> Iterator[tuple[_Found, _Found]]:
    """The verbs that stand on the same ground, one for one; none where their numbers differ."""
    while old and new:
        ground = _ground_around(old[0], [*old, *new])
        before = [each for each in old if each.ground & ground]
        after = [each for each in new if each.ground & ground]
        if len(before) == len(after):
            yield from zip(before, after, strict=True)
        old = [each for each in old if each not in before]
        new = [each for each in new if each not in after]


def _ground_around(first: _Found, verbs: list[_Found]) -> frozenset[tuple[bool, int]]:
    """The ground of a verb and of all that share some of it, one by way of another."""
    ground, before = first.ground, frozenset[tuple[bool, int]]()
    while ground != before:
        before = ground
        ground = ground.union(*(each.ground for each in verbs if each.ground & ground))
    return ground
