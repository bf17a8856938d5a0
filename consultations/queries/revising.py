"""What an editor needs beside the words, and what issuing would freeze."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from consultations.models import Comment, Reflection
from consultations.queries.desk import in_order_of_text, with_words
from delegations.capacities import Capacity
from documents.compare import Span, UnitChange, compare_words
from lap_portal import clock
from sections.digest import digest_of_text
from sections.models import ActionPlan, Draft, Element
from sections.queries import compare_texts, draft_text, working_text


@dataclass(frozen=True, slots=True)
class Prompt:
    """A standing comment on an element: its proposal against the words in force."""

    comment: Comment
    redline: tuple[Span, ...]
    is_on_older_words: bool


@dataclass(frozen=True, slots=True)
class IssuePreview:
    """Exactly what issuing would freeze; `digest` names it."""

    digest: str
    units: int
    last: Draft | None
    changes: tuple[UnitChange, ...]
    unshared: int
    has_open_consultation: bool


def comments_on_element(element: Element, reader: Capacity) -> QuerySet[Comment]:
    """The standing comments on an element, in whichever consultation of its plan."""
    comments = Comment.objects.visible_to(reader).standing()
    return in_order_of_text(with_words(comments.filter(unit__element=element))).select_related(
        "consultation", "delegation", "unit__revision"
    )


def prompts_of(element: Element, reader: Capacity) -> list[Prompt]:
    """The standing comments on an element, as an editor sees them (one query)."""
    current = element.current_revision
    words = current.text if current else ""
    return [
        Prompt(
            comment=comment,
            redline=tuple(compare_words(words, comment.proposal)) if comment.proposal else (),
            is_on_older_words=comment.unit.revision_id != element.current_revision_id
            if comment.unit
            else False,
        )
        for comment in comments_on_element(element, reader)
    ]


def issue_preview(plan: ActionPlan) -> IssuePreview:
    """What would be frozen now, against the last draft."""
    text = working_text(plan)
    last = plan.drafts.order_by("-number").first()
    changes = compare_texts(draft_text(last), text) if last else []
    unshared = Reflection.objects.current().filter(comment__consultation__plan=plan, shared_at=None)
    return IssuePreview(
        digest=digest_of_text(text),
        units=len(text.units),
        last=last,
        changes=tuple(
            change
            for change in changes
            if change.is_added or change.is_deleted or change.is_moved or change.is_changed
        ),
        unshared=unshared.count(),
        has_open_consultation=plan.consultations.open_at(clock.now()).exists(),
    )
