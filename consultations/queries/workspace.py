"""A delegation's own page: everything it prepares and has submitted in a consultation."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from consultations.models import (
    Answer,
    Comment,
    Consultation,
    Note,
    Procedure,
    Reflection,
    Submission,
)
from consultations.models.contributions import INSIDE, LEFT, State
from consultations.permissions import (
    may_correct,
    may_declare,
    may_prepare,
    may_set_procedure,
    may_submit,
    may_submit_corrections,
)
from consultations.queries.entries import (
    Entry,
    in_order_of_text,
    own_answers,
    own_comments,
    with_notes,
)
from delegations.capacities import Capacity, delegation_of
from delegations.models import Delegation, Membership
from delegations.models.memberships import Role
from lap_portal.decisions import Decision
from sections.models import DraftUnit
from sections.models.elements import Kind

_PREPARING = _(
    "It is in preparation: nobody in your delegation has marked it as ready. It stays visible to "
    "your delegation only."
)
_NOT_CLEARED = _(
    "It is ready, and not cleared yet: your delegation clears what goes. It stays visible to your "
    "delegation only."
)


@dataclass(frozen=True, slots=True)
class Staying:
    """What stays behind, and why."""

    why: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Workspace:
    """
    The page of one delegation, which nobody else ever sees. Lists are in the order of the text.

    `inside` is what it works on; `left_over` what another entry, since merged into this one, never
    submitted: it can be read and written anew, and goes nowhere. `reflected` counts the comments on
    which the Presidency let the delegation see a decision. `notes` are those on the work as a
    whole; the others stand with their entries.
    """

    reader: Capacity
    delegation: Delegation
    inside: tuple[Entry, ...]
    left_over: tuple[Entry, ...]
    submitted: tuple[Entry, ...]
    unanswered: tuple[DraftUnit, ...]
    submissions: tuple[Submission, ...]
    colleagues: tuple[Membership, ...]
    reflected: int
    notes: tuple[Note, ...]
    clears: bool
    may_declare: Decision
    may_prepare: Decision
    may_correct: Decision
    may_submit: Decision
    may_submit_corrections: Decision
    may_set_procedure: Decision

    def _in(self, state: State) -> tuple[Entry, ...]:
        return tuple(each for each in self.inside if each.said.state == state)

    @property
    def in_preparation(self) -> tuple[Entry, ...]:
        """What nobody has marked as ready."""
        return self._in(State.IN_PREPARATION)

    @property
    def ready(self) -> tuple[Entry, ...]:
        """What was marked as ready, and is not cleared."""
        return self._in(State.READY)

    @property
    def cleared(self) -> tuple[Entry, ...]:
        """What was cleared."""
        return self._in(State.CLEARED)

    @property
    def is_alone(self) -> bool:
        """Whether the delegation has one member, who needs nobody's agreement."""
        return len(self.colleagues) == 1

    @property
    def going(self) -> tuple[Entry, ...]:
        """What may go if it is submitted now; after a hard closing, corrections only."""
        agreed = self.inside if self.is_alone else self._agreed
        if self.may_prepare:
            return agreed
        return tuple(each for each in agreed if each.is_correction) if self.may_correct else ()

    @property
    def _agreed(self) -> tuple[Entry, ...]:
        if self.clears:
            return self.cleared
        return tuple(each for each in self.inside if each.said.state != State.IN_PREPARATION)

    @property
    def closed_out(self) -> tuple[Entry, ...]:
        """What is received no longer, since it corrects nothing on the record."""
        if self.may_prepare:
            return ()
        return tuple(each for each in self.inside if not each.is_correction)

    @property
    def staying(self) -> tuple[Staying, ...]:
        """What would stay behind, by why."""
        closed = set(map(id, self.closed_out))

        def open_ones(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
            return tuple(each for each in entries if id(each) not in closed)

        reasons: list[tuple[object, tuple[Entry, ...]]] = [
            (self.may_prepare.reason, self.closed_out)
        ]
        if not self.is_alone:
            reasons.append((_PREPARING, open_ones(self.in_preparation)))
        if self.clears and not self.is_alone:
            reasons.append((_NOT_CLEARED, open_ones(self.ready)))
        return tuple(Staying(str(why), entries) for why, entries in reasons if entries)

    @property
    def focal_point(self) -> str:
        """The name of the focal point, or "" where there is none."""
        names = [each.person.name for each in self.colleagues if each.role == Role.FOCAL_POINT]
        return names[0] if names else ""


def workspace_page(consultation: Consultation, reader: Capacity) -> Workspace:
    """
    Everything of the reader's delegation in a consultation (eleven queries).

    Its length is that of the page, field by field.
    """
    delegation = delegation_of(reader)
    consultation.__dict__["known_as_synthesized"] = consultation.is_synthesized()
    comments = list(own_comments(consultation, reader))
    answers = list(own_answers(consultation, reader))

    def is_worked_on(said: Comment | Answer) -> bool:
        return said.state in INSIDE and said.delegation_id == delegation.pk

    notes = Note.objects.visible_to(reader).filter(consultation=consultation)
    written = tuple(notes.select_related("author"))
    said = with_notes(in_order_of_text(comments, answers), written)
    inside = tuple(each for each in said if is_worked_on(each.said))
    answered = {a.unit_id for a in answers if is_worked_on(a) or a.state == State.SUBMITTED}
    colleagues = Membership.objects.visible_to(reader).live().filter(delegation=delegation)
    return Workspace(
        reader=reader,
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
        notes=tuple(each for each in written if not (each.comment_id or each.answer_id)),
        clears=clears(delegation),
        may_declare=may_declare(reader, consultation),
        may_prepare=may_prepare(reader, consultation),
        may_correct=may_correct(reader, consultation),
        may_submit=may_submit(reader, consultation),
        may_submit_corrections=may_submit_corrections(reader, consultation),
        may_set_procedure=may_set_procedure(reader, delegation),
    )


def goes_in_states(delegation: Delegation) -> tuple[State, ...]:
    """
    In which states a contribution goes when the delegation submits.

    One person needs nobody's clearance, whatever the delegation agreed while it had more.
    """
    if clears(delegation) and not is_of_one_person(delegation):
        return (State.CLEARED,)
    return (State.READY, State.CLEARED)


def goes_along(reader: Capacity, said: Comment | Answer) -> bool:
    """Whether the reader may submit now, and a contribution would go along."""
    if said.delegation != reader.delegation or not said.is_inside:
        return False
    if not may_submit(reader, said.consultation):
        return False
    return is_of_one_person(said.delegation) or said.state in goes_in_states(said.delegation)


def clears(delegation: Delegation) -> bool:
    """Whether the delegation wants what is ready cleared before it goes."""
    return Procedure.objects.filter(delegation=delegation, clears=True).exists()


def is_of_one_person(delegation: Delegation) -> bool:
    """Whether a delegation has only one member: nobody else needs to agree before submitting."""
    return delegation.memberships.live().count() == 1


def questions_of(consultation: Consultation) -> list[DraftUnit]:
    """The questions of the draft consulted on, in its order."""
    questions = DraftUnit.objects.filter(draft=consultation.draft_id, kind=Kind.QUESTION)
    return list(questions.select_related("revision"))
