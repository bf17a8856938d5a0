"""What the pages of delegations share: finding what an address names, telling what was saved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.shortcuts import get_object_or_404

from consultations.models import Answer, Comment, Consultation
from consultations.models.comments import CommentQuerySet
from consultations.models.contributions import INSIDE, State
from consultations.views.finding import number_in
from delegations.capacities import Capacity
from lap_portal.http import PortalRequest
from sections.models import DraftUnit


def find_unit(request: PortalRequest, consultation: Consultation, uid: str) -> DraftUnit:
    """A unit of the draft consulted on, with its words; 404 unless the reader may read it."""
    units = DraftUnit.objects.visible_to(request.capacity).with_wording()
    return get_object_or_404(units, draft=consultation.draft, uid=uid)


def find_said(request: PortalRequest, consultation: Consultation, key: UUID) -> Comment:
    """A comment by its key, with its words and place; 404 unless the reader may see it."""
    return _find(Comment.objects.visible_to(request.capacity), consultation, key)


def find_own(request: PortalRequest, consultation: Consultation, key: UUID) -> Comment:
    """A comment of the reader's own delegation; 404 for everybody else, staff included."""
    return _find(Comment.objects.own_of(request.capacity), consultation, key)


def _find(comments: CommentQuerySet, consultation: Consultation, key: UUID) -> Comment:
    found = comments.select_related(
        "unit__revision", "author", "delegation", "submission", "replaces", "replaced_by"
    )
    comment = get_object_or_404(found, consultation=consultation, form_key=key)
    comment.consultation = consultation
    return comment


def own_answer(reader: Capacity, consultation: Consultation, unit: DraftUnit) -> Answer | None:
    """The delegation's answer to a question: what it prepares, or else what stands, if any."""
    answers = Answer.objects.own_of(reader).filter(delegation=reader.delegation)
    kept = list(
        answers.filter(consultation=consultation, unit=unit, state__in=[*INSIDE, State.SUBMITTED])
        .select_related("author", "submission", "delegation")
        .prefetch_related("marks__unit")
    )
    for answer in kept:
        answer.consultation = consultation
    return min(kept, key=lambda answer: answer.state == State.SUBMITTED, default=None)


def marked_passage(request: PortalRequest, unit: DraftUnit | None) -> dict[str, Any]:
    """The passage that was marked beside the words, in code points, to begin the form with."""
    start, end = number_in(request, "start"), number_in(request, "end")
    words = unit.revision.text if unit else ""
    if start is None or end is None or not start < end <= len(words):
        return {}
    return {
        "place": Comment.Place.ON,
        "passage_start": start,
        "passage_end": end,
        "passage_words": words[start:end],
    }


def keep_of(request: PortalRequest) -> str:
    """What tells one person, in one capacity, at one form from all others in a browser."""
    return f"{request.user.pk}/{request.capacity.key}{request.path}"


def tell_saved(request: PortalRequest, words: str) -> None:
    """Say that what a form held is stored: the browser, which kept it too, forgets it."""
    messages.success(request, words, extra_tags="saved")
