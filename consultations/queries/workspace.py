"""A delegation's own page: everything it prepares and has submitted in a consultation."""

from __future__ import annotations

from dataclasses import dataclass

from consultations.models import (
    Answer,
    Comment,
    Consultation,
    Procedure,
    Reflection,
    Submission,
)
from consultations.models.contributions import INSIDE, LEFT, State
from consultations.permissions import may_prepare, may_submit
from consultations.queries.entries import Entry, in_order_of_text, own_answers, own_comments
from delegations.capacities import Capacity, delegation_of
from delegations.models import Delegation, Membership
from delegations.models.memberships import Role
from lap_portal.decisions import Decision
from sections.models import DraftUnit
from sections.models.elements import Kind


@dataclass(frozen=True, slots=True)
class Workspace:
    """
    The page of one delegation, which nobody else ever sees. Lists are in the order of the text.

    `inside` is what it works on; `left_over` what another entry, since merged into this one, never
    submitted: it can be read and written anew, and goes nowhere. `reflected` counts the comments on
    which the Presidency let the delegation see a decision.
    """

    delegation: Delegation
    inside: tuple[Entry, ...]
    left_over: tuple[Entry, ...]
    submitted: tuple[Entry, ...]
    unanswered: tuple[DraftUnit, ...]
    submissions: tuple[Submission, ...]
    colleagues: tuple[Membership, ...]
    reflected: int
    may_prepare: Decision
    may_submit: Decision

    @property
    def in_preparation(self) -> tuple[Entry, ...]:
        """What nobody has marked as ready."""
        return tuple(each for each in self.inside if each.said.state == State.IN_PREPARATION)

    @property
    def ready(self) -> tuple[Entry, ...]:
        """What was marked as ready."""
        return tuple(each for each in self.inside if each.said.state == State.READY)

    @property
    def is_alone(self) -> bool:
        """Whether the delegation has one member, who needs nobody's agreement."""
        return len(self.colleagues) == 1

    @property
    def going(self) -> tuple[Entry, ...]:
        """What would go if it was submitted now."""
        return self.inside if self.is_alone else self.ready

    @property
    def staying(self) -> tuple[Entry, ...]:
        """What would stay behind."""
        return () if self.is_alone else self.in_preparation

    @property
    def focal_point(self) -> str:
        """The name of the focal point, or "" where there is none."""
        names = [each.person.name for each in self.colleagues if each.role == Role.FOCAL_POINT]
        return names[0] if names else ""


def workspace_page(consultation: Consultation, reader: Capacity) -> Workspace:
    """Everything of the reader's delegation in a consultation (ten queries)."""
    delegation = delegation_of(reader)
    comments = list(own_comments(consultation, reader))
    answers = list(own_answers(consultation, reader))

    def is_worked_on(said: Comment | Answer) -> bool:
        return said.state in INSIDE and said.delegation_id == delegation.pk

    said = in_order_of_text(comments, answers)
    inside = tuple(each for each in said if is_worked_on(each.said))
    answered = {a.unit_id for a in answers if is_worked_on(a) or a.state == State.SUBMITTED}
    colleagues = Membership.objects.visible_to(reader).live().filter(delegation=delegation)
    return Workspace(
        delegation=delegation,
        inside=inside,
        left_over=tuple(
            each for each in said if each.said.state in INSIDE and not is_worked_on(each.said)
        ),
        submitted=tuple(each for each in said if each.said.state in LEFT),
        unanswered=tuple(unit for unit in questions_of(consultation) if unit.pk not in answered),
        submissions=tuple(Submission.objects.own_of(reader).filter(consultation=consultation)),
        colleagues=tuple(colleagues.select_related("person")),
        reflected=Reflection.objects.visible_to(reader)
        .filter(comment__consultation=consultation)
        .values("comment")
        .distinct()
        .count(),
        may_prepare=may_prepare(reader, consultation),
        may_submit=may_submit(reader, consultation),
    )


def goes_in_states(delegation: Delegation) -> tuple[State, ...]:
    """In which states a contribution goes when the delegation submits."""
    if Procedure.objects.filter(delegation=delegation, clears=True).exists():
        return (State.CLEARED,)
    return (State.READY, State.CLEARED)


def goes_along(reader: Capacity, said: Comment | Answer) -> bool:
    """Whether the reader may submit now, and a contribution would go along."""
    if said.delegation != reader.delegation or not said.is_inside:
        return False
    if not may_submit(reader, said.consultation):
        return False
    return is_of_one_person(said.delegation) or said.state in goes_in_states(said.delegation)


def is_of_one_person(delegation: Delegation) -> bool:
    """Whether a delegation has only one member: nobody else needs to agree before submitting."""
    return delegation.memberships.live().count() == 1


def questions_of(consultation: Consultation) -> list[DraftUnit]:
    """The questions of the draft consulted on, in its order."""
    questions = DraftUnit.objects.filter(draft=consultation.draft_id, kind=Kind.QUESTION)
    return list(questions.select_related("revision"))
