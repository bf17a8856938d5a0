"""A delegation's own workspace: everything it prepares and has submitted in a consultation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from consultations.models import Answer, Comment, Consultation, Reflection, Submission
from consultations.models.contributions import INSIDE, LEFT, State
from consultations.permissions import may_prepare, may_submit
from consultations.queries.entries import (
    Entry,
    answer_entry,
    comment_entry,
    own_answers,
    own_comments,
)
from delegations.capacities import Capacity
from delegations.models import Membership
from lap_portal.decisions import Decision
from sections.models import DraftUnit
from sections.models.elements import Kind


@dataclass(frozen=True, slots=True)
class Workspace:
    """
    The page of one delegation, which nobody else ever sees.

    `reflected` counts its comments on which the Presidency let it see a decision.
    """

    in_preparation: tuple[Entry, ...]
    ready: tuple[Entry, ...]
    submitted: tuple[Entry, ...]
    unanswered: tuple[DraftUnit, ...]
    submissions: tuple[Submission, ...]
    colleagues: tuple[Membership, ...]
    reflected: int
    may_prepare: Decision
    may_submit: Decision

    @property
    def is_alone(self) -> bool:
        """Whether the delegation has one member, who needs nobody's agreement."""
        return len(self.colleagues) == 1

    @property
    def going(self) -> tuple[Entry, ...]:
        """What would go if it was submitted now."""
        return (*self.in_preparation, *self.ready) if self.is_alone else self.ready

    @property
    def staying(self) -> tuple[Entry, ...]:
        """What would stay behind."""
        return () if self.is_alone else self.in_preparation


def workspace_page(consultation: Consultation, reader: Capacity) -> Workspace:
    """Everything of the reader's delegation in a consultation (ten queries)."""
    comments = list(own_comments(consultation, reader))
    answers = list(own_answers(consultation, reader))

    def entries(holds: Callable[[Comment | Answer], bool]) -> tuple[Entry, ...]:
        return (
            *[comment_entry(comment) for comment in comments if holds(comment)],
            *[answer_entry(answer) for answer in answers if holds(answer)],
        )

    answered = {answer.unit_id for answer in answers if answer.state in {*INSIDE, State.SUBMITTED}}
    colleagues = Membership.objects.visible_to(reader).live().filter(delegation=reader.delegation)
    return Workspace(
        in_preparation=entries(lambda said: said.state == State.IN_PREPARATION),
        ready=entries(lambda said: said.state == State.READY),
        submitted=entries(lambda said: said.state in LEFT),
        unanswered=tuple(unit for unit in questions_of(consultation) if unit.pk not in answered),
        submissions=tuple(Submission.objects.visible_to(reader).filter(consultation=consultation)),
        colleagues=tuple(colleagues.select_related("person")),
        reflected=Reflection.objects.visible_to(reader)
        .filter(comment__consultation=consultation)
        .values("comment")
        .distinct()
        .count(),
        may_prepare=may_prepare(reader, consultation),
        may_submit=may_submit(reader, consultation),
    )


def questions_of(consultation: Consultation) -> list[DraftUnit]:
    """The questions of the draft consulted on, in its order."""
    questions = DraftUnit.objects.filter(draft=consultation.draft_id, kind=Kind.QUESTION)
    return list(questions.select_related("revision"))
