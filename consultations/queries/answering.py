"""What stands beside a question: the elements it asks about, and its neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from consultations.models import Consultation
from consultations.models.answers import may_be_marked
from sections.models import DraftUnit, Question


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """`position` counts the questions of the draft from 1; `marked` are marked one by one."""

    marked: tuple[DraftUnit, ...]
    position: int
    total: int
    previous: str
    next: str


def question_page(consultation: Consultation, question: DraftUnit) -> QuestionPage:
    """What the page of a question needs (two queries)."""
    draft = DraftUnit.objects.filter(draft=consultation.draft_id)
    uids = list(draft.filter(kind=question.kind).order_by("order").values_list("uid", flat=True))
    place = uids.index(question.uid)
    return QuestionPage(
        marked=_marked(question),
        position=place + 1,
        total=len(uids),
        previous=uids[place - 1] if place else "",
        next=uids[place + 1] if place + 1 < len(uids) else "",
    )


def _marked(question: DraftUnit) -> tuple[DraftUnit, ...]:
    if question.answer_shape != Question.Shape.APPROPRIATE:
        return ()
    below = DraftUnit.objects.filter(
        draft=question.draft_id, section_uids__startswith=question.section_uids
    )
    units = below.with_wording().order_by("order")
    return tuple(unit for unit in units if may_be_marked(unit, question=question))
