"""How comments were reflected: for staff before sharing, for each delegation its own alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from consultations.models import Comment, Consultation, Reflection, RevisionPrompt
from consultations.models.contributions import State
from consultations.queries.entries import redline
from delegations.capacities import Capacity
from delegations.models import Delegation
from documents.compare import Span, compare_words
from sections.models import Draft, DraftUnit


@dataclass(frozen=True, slots=True)
class OwnReflection:
    """
    How one comment of the reader's own delegation was reflected.

    `words` compares the words commented on with those of the latest draft the reader may read, if
    that is a later one (`is_later`); empty where they are the same (`is_same`) or no longer there.
    """

    comment: Comment
    proposal: tuple[Span, ...]
    outcome: str
    reply: str
    shared_at: datetime | None
    words: tuple[Span, ...]
    is_later: bool
    is_gone: bool
    is_prompt: bool
    reference: str

    @property
    def is_same(self) -> bool:
        """Whether the words commented on stand unchanged in a later draft."""
        return self.is_later and not self.is_gone and not self.words


@dataclass(frozen=True, slots=True)
class OwnReflections:
    """The page of one delegation; `waiting` are its comments of which nothing was shared so far."""

    reflections: tuple[OwnReflection, ...]
    waiting: tuple[Comment, ...]
    draft: Draft | None


def own_reflections(consultation: Consultation, reader: Capacity) -> OwnReflections:
    """How each comment of the reader's delegation was reflected, if shared (five queries)."""
    told_of = Reflection.objects.latest_for(reader).filter(comment__consultation=consultation)
    shared = {reflection.comment_id: reflection for reflection in told_of}
    prompts = set(
        RevisionPrompt.objects.visible_to(reader)
        .filter(comment__consultation=consultation)
        .values_list("comment", flat=True)
    )
    draft = Draft.objects.visible_to(reader).filter(plan=consultation.plan_id).first()
    own = Comment.objects.own_of(reader).filter(consultation=consultation)
    known = {*shared, *prompts}
    own = own.filter(Q(state=State.SUBMITTED) | Q(pk__in=known))
    comments = list(own.with_words().select_related("replaced_by").in_order_of_text())
    told = [comment for comment in comments if comment.pk in known]
    later = _units_by_element(draft, told)
    return OwnReflections(
        reflections=tuple(
            _own(comment, shared.get(comment.pk), later, draft, is_prompt=comment.pk in prompts)
            for comment in told
        ),
        waiting=tuple(comment for comment in comments if comment.pk not in known),
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
    words: tuple[Span, ...] = ()
    if unit is not None and now is not None and now.revision.text != unit.revision.text:
        words = tuple(compare_words(unit.revision.text, now.revision.text))
    return OwnReflection(
        comment=comment,
        proposal=redline(comment.proposal, comment.place, unit),
        outcome=reflection.get_outcome_display() if reflection else "",
        reply=reflection.reply if reflection else "",
        shared_at=reflection.shared_at if reflection else None,
        words=words,
        is_later=is_later,
        is_gone=is_later and now is None,
        is_prompt=is_prompt,
        reference=now.reference if now else "",
    )
