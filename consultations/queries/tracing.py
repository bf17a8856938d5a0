"""From words to the comments that prompted them, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from consultations.models import Comment, RevisionPrompt
from delegations.capacities import Capacity
from sections.models import Element, ElementRevision


@dataclass(frozen=True, slots=True)
class Prompting:
    """A comment that prompted a wording, and where it lies on the desk: "" for who has none."""

    comment: Comment
    desk: str


@dataclass(frozen=True, slots=True)
class Prompted:
    """A wording that a comment prompted, why, and where it is compared with the one before."""

    revision: ElementRevision
    address: str


def place_on_desk(comment: Comment) -> str:
    """Where a comment lies on the desk; it must have come with its consultation and plan."""
    return f"{comment.consultation.address('desk')}?comment={comment.pk}#comment-{comment.pk}"


def prompts_of_element(element: Element, reader: Capacity) -> list[RevisionPrompt]:
    """What prompted the wordings of an element, as far as a reader may know (one query)."""
    return list(_prompts(reader).filter(revision__element=element))


def prompting(prompts: Iterable[RevisionPrompt]) -> dict[int, tuple[Prompting, ...]]:
    """The comments that prompted each wording of an element, by its number: for staff."""
    found: dict[int, list[Prompting]] = defaultdict(list)
    for row in prompts:
        found[row.revision.number].append(Prompting(row.comment, place_on_desk(row.comment)))
    return {number: tuple(comments) for number, comments in found.items()}


def prompted(prompts: Iterable[RevisionPrompt]) -> dict[int, tuple[Prompted, ...]]:
    """The wordings that each comment prompted, by its key: for staff."""
    found: dict[int, list[Prompted]] = defaultdict(list)
    for row in prompts:
        found[row.comment_id].append(Prompted(row.revision, _place_of(row.revision)))
    return {comment: tuple(wordings) for comment, wordings in found.items()}


def prompted_by(comments: Iterable[Comment], reader: Capacity) -> dict[int, tuple[Prompted, ...]]:
    """The wordings that comments prompted, by the key of the comment (one query): for staff."""
    return prompted(_prompts(reader).filter(comment__in=[comment.pk for comment in comments]))


def _prompts(reader: Capacity) -> QuerySet[RevisionPrompt]:
    rows = RevisionPrompt.objects.visible_to(reader).select_related(
        "revision__element__plan", "comment__delegation", "comment__consultation__plan"
    )
    return rows.order_by("revision__number", "comment__delegation__sort_name", "comment__number")


def _place_of(revision: ElementRevision) -> str:
    """Where a wording is compared with the one before it."""
    element = revision.element
    page = reverse("consultations:element_read", args=[element.plan.slug, element.uid])
    return f"{page}?{urlencode({'old': revision.number - 1, 'new': revision.number})}#wordings"
