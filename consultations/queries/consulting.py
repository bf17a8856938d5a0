"""A consultation as it presents itself to each capacity, with what to do next there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from consultations.models import Answer, Comment, Consultation, Submission, Synthesis
from consultations.models.contributions import State
from consultations.permissions import may_open_consultation, may_prepare, may_submit
from delegations.capacities import Capacity
from lap_portal.decisions import Decision


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """The counts are of the reader's own delegation; for others they are 0."""

    in_preparation: int
    ready: int
    submissions: int
    syntheses: tuple[Synthesis, ...]
    may_prepare: Decision
    may_submit: Decision
    may_change_instants: Decision


def consultation_page(consultation: Consultation, reader: Capacity) -> ConsultationPage:
    """What the page of a consultation says to a reader (six queries)."""
    comments = _inside(Comment, consultation, reader)
    answers = _inside(Answer, consultation, reader)
    submissions = Submission.objects.visible_to(reader).filter(consultation=consultation)
    return ConsultationPage(
        in_preparation=comments["in_preparation"] + answers["in_preparation"],
        ready=comments["ready"] + answers["ready"],
        submissions=submissions.count() if reader.delegation else 0,
        syntheses=tuple(Synthesis.objects.visible_to(reader).filter(consultation=consultation)),
        may_prepare=may_prepare(reader, consultation),
        may_submit=may_submit(reader, consultation),
        may_change_instants=may_open_consultation(reader, consultation.draft),
    )


def _inside(
    model: type[Comment] | type[Answer], consultation: Consultation, reader: Capacity
) -> dict[str, int]:
    seen = model.objects.visible_to(reader).filter(consultation=consultation)
    return seen.aggregate(
        in_preparation=Count("pk", filter=Q(state=State.IN_PREPARATION)),
        ready=Count("pk", filter=Q(state=State.READY)),
    )
