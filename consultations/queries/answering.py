"""What stands beside a question: the elements it asks about, and its neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from consultations.models import Answer, Consultation
from consultations.models.answers import may_be_marked, may_be_missing_after
from delegations.models import Delegation
from sections.models import DraftUnit, Question


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """
    `position` counts the questions of the draft from 1; `marked` are marked one by one, and after
    one of `places` something may be missing.

    `unanswered` is the next question, from here on and around, that the delegation has not
    answered; None where none is left.
    """

    marked: tuple[DraftUnit, ...]
    places: tuple[DraftUnit, ...]
    position: int
    total: int
    previous: str
    next: str
    unanswered: DraftUnit | None


def question_page(
    consultation: Consultation, question: DraftUnit, delegation: Delegation
) -> QuestionPage:
    """What the page of a question needs (three queries)."""
    draft = DraftUnit.objects.filter(draft=consultation.draft_id)
    questions = list(draft.filter(kind=question.kind).order_by("order"))
    uids = [each.uid for each in questions]
    place = uids.index(question.uid)
    live = Answer.objects.live_of(delegation).filter(consultation=consultation)
    answered = set(live.values_list("unit", flat=True))
    marked, places = _asked_about(question)
    around = [*questions[place + 1 :], *questions[:place]]
    return QuestionPage(
        marked=marked,
        places=places,
        position=place + 1,
        total=len(uids),
        previous=uids[place - 1] if place else "",
        next=uids[place + 1] if place + 1 < len(uids) else "",
        unanswered=next((each for each in around if each.pk not in answered), None),
    )


def _asked_about(
    question: DraftUnit,
) -> tuple[tuple[DraftUnit, ...], tuple[DraftUnit, ...]]:
    """The units that the question wants marked, and those after which something may be missing."""
    if question.answer_shape not in {Question.Shape.APPROPRIATE, Question.Shape.MISSING}:
        return (), ()
    below = DraftUnit.objects.filter(
        draft=question.draft_id, section_uids__startswith=question.section_uids
    )
    units = list(below.with_wording().order_by("order"))
    if question.answer_shape == Question.Shape.MISSING:
        return (), tuple(unit for unit in units if may_be_missing_after(unit, question=question))
    return tuple(unit for unit in units if may_be_marked(unit, question=question)), ()
