"""A consultation as it presents itself to each capacity, with what to do next there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from consultations.models import (
    Answer,
    Comment,
    Consultation,
    Declaration,
    Submission,
    Synthesis,
)
from consultations.models.contributions import INSIDE, State
from consultations.permissions import (
    may_declare,
    may_open_consultation,
    may_prepare,
    may_submit,
)
from consultations.queries.declaring import own_declaration
from consultations.queries.workspace import goes_in_states, is_of_one_person
from delegations.capacities import Capacity
from lap_portal.decisions import Decision


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """
    The counts are of the reader's own delegation; for others they are 0.

    `going` counts what would go if the delegation submitted now: what is ready, or, where one
    person needs nobody's agreement, everything.
    """

    in_preparation: int
    ready: int
    going: int
    is_alone: bool
    submissions: int
    syntheses: tuple[Synthesis, ...]
    declaration: Declaration | None
    may_declare: Decision
    may_prepare: Decision
    may_submit: Decision
    may_change_instants: Decision


def consultation_page(consultation: Consultation, reader: Capacity) -> ConsultationPage:
    """What the page of a consultation says to a reader (eight queries)."""
    said = _inside(Comment, consultation, reader) + _inside(Answer, consultation, reader)
    own = reader.delegation
    is_alone = own is not None and is_of_one_person(own)
    agreed = goes_in_states(own) if own is not None and not is_alone else INSIDE
    submissions = Submission.objects.own_of(reader).filter(consultation=consultation)
    return ConsultationPage(
        in_preparation=said[State.IN_PREPARATION],
        ready=said[State.READY] + said[State.CLEARED],
        going=sum(said[state] for state in agreed),
        is_alone=is_alone,
        submissions=submissions.count() if reader.delegation else 0,
        syntheses=tuple(Synthesis.objects.visible_to(reader).filter(consultation=consultation)),
        declaration=own_declaration(consultation, reader),
        may_declare=may_declare(reader, consultation),
        may_prepare=may_prepare(reader, consultation),
        may_submit=may_submit(reader, consultation),
        may_change_instants=may_open_consultation(reader, consultation.draft),
    )


def _inside(
    model: type[Comment] | type[Answer], consultation: Consultation, reader: Capacity
) -> Counter[str]:
    """How many the reader's delegation works on, by state."""
    if reader.delegation is None:
        return Counter()
    inside = model.objects.inside_of(reader.delegation).filter(consultation=consultation)
    return Counter(inside.order_by().values_list("state", flat=True))


@dataclass(frozen=True, slots=True)
class LetterChange:
    """One change of a consultation's guidance or covering letter, with what they said before."""

    at: datetime
    by: str
    reason: str
    guidance: str
    covering_letter: str


def letter_changes(consultation: Consultation) -> list[LetterChange]:
    """How the guidance and the covering letter changed, newest first (one query)."""
    rows = list(consultation.history.select_related("history_user").order_by("history_id"))
    return [
        LetterChange(
            at=row.history_date,
            by=row.history_user.name if row.history_user else "",
            reason=row.history_change_reason or "",
            guidance=before.guidance,
            covering_letter=before.covering_letter,
        )
        for before, row in reversed(list(pairwise(rows)))
        if (before.guidance, before.covering_letter) != (row.guidance, row.covering_letter)
    ]
