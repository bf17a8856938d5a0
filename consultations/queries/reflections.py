"""How comments were reflected: for staff before sharing, for each delegation its own alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from consultations.models import Comment, Consultation, Reflection, RevisionPrompt
from consultations.models.contributions import State
from consultations.queries.desk import in_order_of_text, redline_of, with_words
from delegations.capacities import Capacity
from delegations.models import Delegation
from documents.compare import Span, compare_words
from sections.models import Draft, DraftUnit


@dataclass(frozen=True, slots=True)
class OwnReflection:
    """
    How one comment of the reader's own delegation was reflected.

    `words` compares the words commented on with those of `draft`, the latest draft the reader may
    read; empty where they are the same or the element is no longer there (`is_gone`).
    """

    comment: Comment
    proposal: tuple[Span, ...]
    outcome: str
    reply: str
    shared_at: datetime | None
    words: tuple[Span, ...]
    is_gone: bool
    is_prompt: bool
    reference: str


@dataclass(frozen=True, slots=True)
class OwnReflections:
    """The page of one delegation; `waiting` counts its comments not reflected so far."""

    reflections: tuple[OwnReflection, ...]
    waiting: int
    draft: Draft | None


def own_reflections(consultation: Consultation, reader: Capacity) -> OwnReflections:
    """How each comment of the reader's delegation was reflected, if shared (five queries)."""
    shared = _latest_shared(consultation, reader)
    prompts = set(
        RevisionPrompt.objects.visible_to(reader)
        .filter(comment__consultation=consultation)
        .values_list("comment", flat=True)
    )
    draft = Draft.objects.visible_to(reader).filter(plan=consultation.plan_id).first()
    own = Comment.objects.visible_to(reader).filter(consultation=consultation)
    own = own.filter(Q(state=State.SUBMITTED) | Q(pk__in=shared))
    comments = list(in_order_of_text(with_words(own)))
    told = [comment for comment in comments if comment.pk in shared or comment.pk in prompts]
    later = _units_by_element(draft, told)
    return OwnReflections(
        reflections=tuple(
            _own(comment, shared.get(comment.pk), later, draft, is_prompt=comment.pk in prompts)
            for comment in told
        ),
        waiting=len(comments) - len(told),
        draft=draft,
    )


def unshared_by_delegation(
    consultation: Consultation, reader: Capacity
) -> list[tuple[Delegation, list[Reflection]]]:
    """The decisions no delegation has seen, by delegation (one query)."""
    groups: dict[Delegation, list[Reflection]] = {}
    for reflection in unshared(consultation, reader):
        groups.setdefault(reflection.comment.delegation, []).append(reflection)
    return list(groups.items())


def unshared(consultation: Consultation, reader: Capacity) -> QuerySet[Reflection]:
    """The decisions in force that were not shared."""
    return (
        Reflection.objects.visible_to(reader)
        .current()
        .filter(comment__consultation=consultation, shared_at=None)
        .select_related("comment__delegation", "comment__unit")
        .order_by("comment__delegation__sort_name", "comment__number", "pk")
    )


def _latest_shared(consultation: Consultation, reader: Capacity) -> dict[int, Reflection]:
    """By comment, the latest decision that was shared: a newer one unshared changes nothing yet."""
    shared = Reflection.objects.visible_to(reader).filter(comment__consultation=consultation)
    return {each.comment_id: each for each in shared.order_by("decided_at", "pk")}


def _units_by_element(draft: Draft | None, comments: list[Comment]) -> dict[int, DraftUnit]:
    elements = {comment.unit.element_id for comment in comments if comment.unit}
    if draft is None or not elements:
        return {}
    units = draft.units.filter(element__in=elements).select_related("revision")
    return {unit.element_id: unit for unit in units}


def _own(
    comment: Comment,
    reflection: Reflection | None,
    later: dict[int, DraftUnit],
    draft: Draft | None,
    *,
    is_prompt: bool,
) -> OwnReflection:
    unit = comment.unit
    now = later.get(unit.element_id) if unit else None
    is_later = unit is not None and draft is not None and draft.pk != unit.draft_id
    has_changed = unit is not None and now is not None and now.revision_id != unit.revision_id
    return OwnReflection(
        comment=comment,
        proposal=redline_of(comment),
        outcome=reflection.get_outcome_display() if reflection else "",
        reply=reflection.reply if reflection else "",
        shared_at=reflection.shared_at if reflection else None,
        words=tuple(compare_words(unit.revision.text, now.revision.text))
        if has_changed and unit and now
        else (),
        is_gone=is_later and now is None,
        is_prompt=is_prompt,
        reference=now.reference if now else "",
    )
