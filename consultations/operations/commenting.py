"""Preparing comments and answers inside a delegation: writing, making ready, discarding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeVar, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import letters
from consultations.models import Answer, AnswerMark, Comment, Consultation
from consultations.models.answers import CHOICES, may_be_marked
from consultations.models.contributions import State
from consultations.openings import own_keys
from consultations.operations.files import NO_CHANGE, FileChange, named_after, store_file
from consultations.operations.typing import forget_typed_about
from consultations.operations.words import TEXT_LIMIT, Words, checked_words
from consultations.permissions import may_change, may_discard, may_prepare
from delegations.capacities import Capacity, delegation_of, person_of, require_still_held
from delegations.models import Delegation
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import clean_text, has_words, search_key
from lap_portal.traces import save_traced, save_untraced
from sections.models import DraftUnit, Question
from sections.models.elements import Kind

Contribution = TypeVar("Contribution", bound=Comment | Answer)
Marks = Mapping[DraftUnit, str]


@transaction.atomic
def save_comment(
    consultation: Consultation,
    *,
    actor: Capacity,
    form_key: UUID,
    unit: DraftUnit | None,
    place: str,
    text: str = "",
    proposal: str = "",
    type: str = "",
    position: str = "",
    reason: str = "",
    language: str = "en",
    passage: tuple[int, int] | None = None,
    passage_words: str | None = None,
    file: FileChange = NO_CHANGE,
    based_on: str | None = None,
) -> Comment:
    """
    Write a comment in preparation, or rewrite the one the same form wrote before.

    `form_key` belongs to one opened form: sending it twice makes one comment. `based_on` is the
    stamp of the comment on screen ("" where there was none); if the words were changed since,
    StaleRevision is raised and nothing is written. Without it, the last to save wins. A comment
    that was ready is in preparation again. One that was submitted is returned as it is.
    """
    require(may_prepare(actor, consultation))
    require_still_held(actor)
    typed = Comment(
        consultation=consultation,
        delegation=delegation_of(actor),
        unit=unit,
        author=person_of(actor),
        form_key=form_key,
    )
    words = checked_words(
        consultation,
        unit=unit,
        place=place,
        text=text,
        proposal=proposal,
        type=type,
        position=position,
        reason=reason,
        language=language,
        passage=passage,
        passage_words=passage_words,
        file=named_after(file, _stored(typed) if unit is None else None),
    )
    stored = store_comment(typed, words, actor=actor, based_on=based_on)
    store_file(stored, file)
    return stored


def store_comment(
    typed: Comment, words: Words, *, actor: Capacity, based_on: str | None
) -> Comment:
    """
    Insert a comment as typed, or write its words on the one stored under its form's key.

    A double click arrives twice at the same time. The second insertion is no error, which the
    database server would log with the words in it: it inserts nothing, and finds the first.
    """
    words.write_to(typed)
    stored = _stored(typed)
    if stored is None:
        typed.created_at = typed.changed_at = clock.now()
        typed.form_key = own_keys(typed.form_key, typed.consultation, typed.delegation)[-1]
        _check_fields(typed)
        Comment.objects.bulk_create([typed], ignore_conflicts=True)
        stored = _stored(typed)
    if stored is None:
        raise RuleViolation(_("This form cannot be used any more. Please open it again."))
    return _rewritten(stored, typed, words, actor=actor, based_on=based_on)


def locked_delegation(actor: Capacity) -> Delegation:
    """The actor's delegation, locked: two official acts of one delegation follow one another."""
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=delegation_of(actor).pk)


def _stored(typed: Comment) -> Comment | None:
    return (
        Comment.objects.select_for_update(of=("self",))
        .filter(
            form_key__in=own_keys(typed.form_key, typed.consultation, typed.delegation),
            consultation=typed.consultation,
            delegation=typed.delegation,
        )
        .first()
    )


def _check_fields(typed: Comment | Answer) -> None:
    """
    Check what was typed or chosen, field by field, without asking the database.

    What the fields must be together was checked before, with a sentence for each rule; that the
    rows pointed at exist, the database holds itself.
    """
    typed.clean_fields(exclude=[field.name for field in typed._meta.fields if field.is_relation])


def _rewritten(
    stored: Comment, typed: Comment, words: Words, *, actor: Capacity, based_on: str | None
) -> Comment:
    if not stored.is_inside:
        return stored
    if stored.unit_id != typed.unit_id or typed.replaces_id not in {None, stored.replaces_id}:
        raise RuleViolation(_("This form wrote a comment at another place. Please open it again."))
    why = typed.reason_for_change if typed.replaces_id else stored.reason_for_change
    if words.are_those_of(stored) and why == stored.reason_for_change:
        return stored
    _check_fresh(stored, based_on)
    words.write_to(stored)
    stored.reason_for_change = why
    _save_inside(stored, actor=actor)
    return stored


def _check_fresh(stored: Comment | Answer, based_on: str | None) -> None:
    if based_on is not None and based_on != stored.stamp:
        raise StaleRevision(
            _("It was changed in another window or by a colleague while you were writing.")
        )


def _save_inside(stored: Comment | Answer, *, actor: Capacity) -> None:
    """Save new words; what was ready is in preparation again, and only that leaves a trace."""
    was_ready = stored.state in {State.READY, State.CLEARED}
    stored.state = State.IN_PREPARATION
    stored.changed_at = _later_than(stored.changed_at)
    if was_ready:
        save_traced(stored, by=actor.person, reason=_("Changed, and in preparation again"))
        return
    _check_fields(stored)
    save_untraced(stored)


def _later_than(before: datetime) -> datetime:
    """Now, and never the same instant twice: a stamp tells one wording from the next."""
    return max(clock.now(), before + timedelta(microseconds=1))


@transaction.atomic
def mark_ready(contribution: Contribution, *, actor: Capacity) -> Contribution:
    """Release a comment or answer for submission; from here on its trail is kept."""
    locked = _locked(contribution)
    require(may_change(actor, locked))
    require_still_held(actor)
    if locked.state == State.IN_PREPARATION:
        locked.state = State.READY
        save_traced(locked, by=actor.person, reason=_("Marked as ready"))
        letters.tell_ready(locked.consultation, actor=actor)
    return locked


@transaction.atomic
def take_back(contribution: Contribution, *, actor: Capacity) -> Contribution:
    """Return what was ready, or cleared, to preparation."""
    locked = _locked(contribution)
    require(may_change(actor, locked))
    require_still_held(actor)
    if locked.state in {State.READY, State.CLEARED}:
        locked.state = State.IN_PREPARATION
        save_traced(locked, by=actor.person, reason=_("Taken back into preparation"))
    return locked


@transaction.atomic
def discard(contribution: Comment | Answer, *, actor: Capacity) -> None:
    """Delete for good what never left the delegation, its trail included."""
    model = type(contribution)
    locked: Comment | Answer | None = (
        model._default_manager.select_for_update(of=("self",)).filter(pk=contribution.pk).first()
    )
    if locked is None:
        return
    require(may_discard(actor, locked))
    require_still_held(actor)
    forget_typed_about(locked)
    locked.delete()
    model.history.filter(id=contribution.pk).delete()


def _locked(contribution: Contribution) -> Contribution:
    rows = type(contribution).objects.select_for_update(of=("self",))
    locked = rows.filter(pk=contribution.pk).first()
    if locked is None:
        raise RuleViolation(_("It was discarded meanwhile."))
    return cast(Contribution, locked)


@transaction.atomic
def save_answer(
    consultation: Consultation,
    *,
    actor: Capacity,
    unit: DraftUnit,
    choice: str = "",
    text: str = "",
    marks: Marks | None = None,
    based_on: str | None = None,
) -> Answer:
    """
    Answer a question of the draft in its shape, or rewrite the answer being prepared.

    A delegation prepares one answer to a question at a time, so its members take turns. Where one
    was submitted, the new one replaces it when it is submitted in turn; saying the same again
    returns the one submitted.
    `based_on` is as for `save_comment`.
    """
    require(may_prepare(actor, consultation))
    require_still_held(actor)
    said = clean_text(text, limit=TEXT_LIMIT)
    said = said if has_words(said) else ""
    _check_answer(consultation, unit, choice, said, marks or {})
    typed = Answer(
        consultation=consultation,
        delegation=locked_delegation(actor),
        unit=unit,
        author=person_of(actor),
        choice=choice,
        text=said,
        search_text=search_key(said),
    )
    stored = _answer_inside(typed)
    standing = _answer_standing(typed)
    if stored is None and standing and _says(standing, typed, marks or {}):
        return standing
    typed.replaces = standing
    if stored is None:
        typed.created_at = typed.changed_at = clock.now()
        _check_fields(typed)
        save_untraced(typed)
        _write_marks(typed, marks or {})
        return typed
    return _rewritten_answer(stored, typed, marks or {}, actor=actor, based_on=based_on)


def _check_answer(
    consultation: Consultation, unit: DraftUnit, choice: str, text: str, marks: Marks
) -> None:
    if unit.draft_id != consultation.draft_id or unit.kind != Kind.QUESTION:
        raise RuleViolation(_("This is not a question of the draft that the consultation is on."))
    if choice and choice not in CHOICES.get(unit.answer_shape, frozenset()):
        raise RuleViolation(_("This is not one of the answers to choose from."))
    if marks and unit.answer_shape != Question.Shape.APPROPRIATE:
        raise RuleViolation(_("This question is not answered element by element."))
    for marked, mark in marks.items():
        if mark not in AnswerMark.Mark.values or not may_be_marked(marked, question=unit):
            raise RuleViolation(_("Only elements of the question's own section are marked."))
    if not (choice or text or marks):
        raise RuleViolation(_("Choose an answer, or write one."))


def _answer_inside(typed: Answer) -> Answer | None:
    return (
        Answer.objects.inside_of(typed.delegation)
        .select_for_update(of=("self",))
        .filter(consultation=typed.consultation, unit=typed.unit)
        .first()
    )


def _answer_standing(typed: Answer) -> Answer | None:
    return Answer.objects.filter(
        consultation=typed.consultation,
        delegation=typed.delegation,
        unit=typed.unit,
        state=State.SUBMITTED,
    ).first()


def _says(answer: Answer, typed: Answer, marks: Marks) -> bool:
    written = {mark.unit_id: mark.mark for mark in answer.marks.all()}
    wanted = {unit.pk: mark for unit, mark in marks.items()}
    return (answer.choice, answer.text, written) == (typed.choice, typed.text, wanted)


def _rewritten_answer(
    stored: Answer, typed: Answer, marks: Marks, *, actor: Capacity, based_on: str | None
) -> Answer:
    if _says(stored, typed, marks):
        return stored
    _check_fresh(stored, based_on)
    stored.choice, stored.text = typed.choice, typed.text
    stored.search_text = typed.search_text
    _save_inside(stored, actor=actor)
    stored.marks.all().delete()
    _write_marks(stored, marks)
    return stored


def _write_marks(answer: Answer, marks: Marks) -> None:
    AnswerMark.objects.bulk_create(
        AnswerMark(answer=answer, unit=unit, mark=mark) for unit, mark in marks.items()
    )
