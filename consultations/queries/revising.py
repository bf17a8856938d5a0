"""What an editor needs beside the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from consultations.models import Comment
from consultations.queries.entries import redline
from delegations.capacities import Capacity
from documents.compare import Span, compare_words
from sections.models import Element


@dataclass(frozen=True, slots=True)
class Prompt:
    """A standing comment on an element: its proposal against the words in force."""

    comment: Comment
    redline: tuple[Span, ...]
    is_on_older_words: bool
    may_be_taken: bool


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else changed while one was writing: who, when, why, and from what to what."""

    person: str
    at: datetime
    reason: str
    words: tuple[Span, ...]


def comments_on_element(element: Element, reader: Capacity) -> QuerySet[Comment]:
    """The standing comments on an element, in whichever consultation of its plan."""
    comments = Comment.objects.visible_to(reader).standing().filter(unit__element=element)
    return comments.with_words().in_order_of_text().select_related("consultation")


def proposals_on_element(element: Element, reader: Capacity) -> QuerySet[Comment]:
    """The comments whose proposal may stand in the stead of an element's words."""
    comments = comments_on_element(element, reader).filter(place=Comment.Place.ON)
    return comments.exclude(proposal="")


def prompts_of(element: Element, reader: Capacity) -> list[Prompt]:
    """The standing comments on an element, as an editor sees them (one query)."""
    current = element.current_revision
    words = current.text if current else ""
    return [
        Prompt(
            comment=comment,
            redline=redline(comment.proposal, comment.place, comment.unit, now=words),
            is_on_older_words=comment.unit is not None
            and comment.unit.revision_id != element.current_revision_id,
            may_be_taken=bool(comment.proposal) and comment.place == Comment.Place.ON,
        )
        for comment in comments_on_element(element, reader)
    ]


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
