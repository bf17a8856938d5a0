"""What an editor needs beside the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from consultations.models import Comment
from consultations.queries.entries import redline
from consultations.queries.proposals import (
    comments_on_element,
    fitted,
    proposals_on_element,
    words_in_force,
)
from delegations.capacities import Capacity
from documents.compare import Span, compare_words
from sections.models import Element
from sections.queries.changes import Change, words_since
from sections.queries.holds import others_at


@dataclass(frozen=True, slots=True)
class Prompt:
    """
    A standing comment on an element: its proposal against the words in force.

    `fit` is "" where it proposes none; where the proposal fits no more, the redline is that from
    the words it was made on. `spoken_of` is how these were cited where they were another element's.
    """

    comment: Comment
    redline: tuple[Span, ...]
    fit: str
    is_on_older_words: bool
    may_be_taken: bool
    is_new: bool
    spoken_of: str


@dataclass(frozen=True, slots=True)
class Here:
    """Who else has an element open, the last change of its words since, and how much arrived."""

    others: list[str]
    change: Change | None
    arrived: int


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else changed while one was writing: who, when, why, and from what to what."""

    person: str
    at: datetime
    reason: str
    words: tuple[Span, ...]


def prompts_of(element: Element, reader: Capacity, *, seen: int | None = None) -> list[Prompt]:
    """
    The standing comments on an element, as an editor sees them (two queries).

    `seen` is `last_arrival` when the editor began; what came later is marked as new.
    """
    now = words_in_force(element)
    return [
        _prompt(comment, element, now=now, seen=seen)
        for comment in comments_on_element(element, reader)
    ]


def last_arrival(element: Element, reader: Capacity) -> int:
    """What tells the proposals there are from those that arrive later (two queries)."""
    proposals = proposals_on_element(element, reader)
    return proposals.aggregate(last=Max("submission"))["last"] or 0


def arrived_since(element: Element, reader: Capacity, *, seen: int) -> int:
    """How many proposals came since an editor began (two queries)."""
    submissions = proposals_on_element(element, reader).values_list("submission", flat=True)
    return sum(1 for submission in submissions if submission and submission > seen)


def here_at(element: Element, reader: Capacity, *, begun: int, seen: int) -> Here:
    """What somebody is told who rewords an element and began some time ago (four queries)."""
    return Here(
        others=others_at(element, reader),
        change=words_since(element, begun),
        arrived=arrived_since(element, reader, seen=seen),
    )


def _prompt(comment: Comment, element: Element, *, now: str, seen: int | None) -> Prompt:
    unit = comment.unit
    stands_here = bool(comment.proposal) and comment.place == Comment.Place.ON
    one = fitted(comment, now=now) if stands_here else None
    return Prompt(
        comment=comment,
        redline=one.redline if one else redline(comment.proposal, comment.place, unit),
        fit=one.fit if one else "",
        is_on_older_words=unit is not None and unit.revision_id != element.current_revision_id,
        may_be_taken=one is not None and one.may_be_taken,
        is_new=stands_here and seen is not None and (comment.submission_id or 0) > seen,
        spoken_of=unit.reference if unit and unit.element_id != element.pk else "",
    )


def revised_meanwhile(element: Element, *, begun: int) -> Meanwhile | None:
    """The wording in force against the revision one began with, by its number (one query)."""
    revisions = {each.number: each for each in element.revisions.select_related("author")}
    if begun not in revisions:
        return None
    latest = revisions[max(revisions)]
    return Meanwhile(
        person=latest.author.name,
        at=latest.created_at,
        reason=latest.reason,
        words=tuple(compare_words(revisions[begun].text, latest.text)),
    )
