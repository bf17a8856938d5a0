"""Italics and footnotes go with the words they stand at, when these are reworded, cut or joined."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from delegations.capacities import Capacity
from documents.emphasis import carry_emphasis, carry_offset
from documents.outline import Emphasis
from lap_portal.traces import save_traced
from sections.models import Element, ElementRevision, Footnote

# What stands between texts that are looked at as one.
_JOINT = "\n"


def carry_notes(element: Element, *, actor: Capacity, old: str, new: str, reason: str) -> None:
    """Put the footnotes of an element, whose words were `old`, where they belong in `new`."""
    for note in element.footnotes.exclude(offset=None):
        place = carry_offset(old, new, note.offset or 0)
        if place != note.offset:
            _put(note, actor=actor, element=element, offset=place, reason=reason)


def italics_of_parts(old: ElementRevision, parts: Sequence[str]) -> list[list[Emphasis]]:
    """Return, for each part of a wording that is cut, the italics that stand on its words."""
    carried = carry_emphasis(old.text, _JOINT.join(parts), old.emphases)
    found = []
    for start, end in _stretches(parts):
        inside = [e for e in carried if start <= e.start and e.end <= end]
        found.append([Emphasis(e.start - start, e.end - start) for e in inside])
    return found


def share_out_notes(
    elements: Sequence[Element], *, actor: Capacity, old: str, parts: Sequence[str], reason: str
) -> None:
    """
    Give each part but the first, which are elements now, the footnotes that stand in its words.

    Those of the first stay where they are in its old words, until it gets its new ones.
    """
    places = list(zip(elements, _stretches(parts), strict=True))[1:]
    for note in elements[0].footnotes.exclude(offset=None):
        place = carry_offset(old, _JOINT.join(parts), note.offset or 0)
        for element, (start, end) in places:
            if place is not None and start <= place <= end:
                _put(note, actor=actor, element=element, offset=place - start, reason=reason)


def italics_of_both(old: Sequence[ElementRevision], new: str) -> tuple[Emphasis, ...]:
    """Return the italics of wordings made one that stand on words which the new one has kept."""
    texts = [revision.text for revision in old]
    italics = [
        Emphasis(e.start + start, e.end + start)
        for revision, (start, _end) in zip(old, _stretches(texts), strict=True)
        for e in revision.emphases
    ]
    return carry_emphasis(_JOINT.join(texts), new, italics)


def take_over_notes(
    kept: Element,
    leaving: Element,
    *,
    actor: Capacity,
    old: Sequence[ElementRevision],
    new: str,
    reason: str,
) -> None:
    """Give the element that is kept the footnotes of the one that leaves; `old` is of both."""
    texts = [revision.text for revision in old]
    start, _end = _stretches(texts)[1]
    for note in leaving.footnotes.all():
        place = note.offset
        if place is not None:
            place = carry_offset(_JOINT.join(texts), new, start + place)
        _put(note, actor=actor, element=kept, offset=place, reason=reason)


def _stretches(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return where each text begins and ends in all of them joined."""
    starts = accumulate((len(text) + len(_JOINT) for text in texts[:-1]), initial=0)
    return [(start, start + len(text)) for start, text in zip(starts, texts, strict=True)]


def _put(
    note: Footnote, *, actor: Capacity, element: Element, offset: int | None, reason: str
) -> None:
    note.element, note.offset = element, offset
    save_traced(note, by=actor.person, reason=reason)
