"""Answering questions in their shape, and what is missing where it is missing, in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Answer, AnswerMark, Comment, Consultation
from consultations.models.answers import CHOICES, may_be_marked, may_be_missing_after
from consultations.models.contributions import State
from consultations.operations.commenting import check_fields, check_fresh, save_comment, save_inside
from consultations.operations.locks import locked_delegation
from consultations.operations.words import TEXT_LIMIT
from consultations.permissions import may_prepare
from delegations.capacities import Capacity, delegation_of, person_of, require_still_held
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_text, has_words, search_key
from lap_portal.traces import save_untraced
from sections.models import DraftUnit, Question
from sections.models.elements import Kind

Marks = Mapping[DraftUnit, str]


@dataclass(frozen=True, slots=True)
class Missing:
    """
    What should be added, and after which unit of the question's section.

    `form_key` belongs to one opened form, as for `save_comment`.
    """

    after: DraftUnit
    words: str
    language: str
    form_key: UUID


@transaction.atomic
def save_answer_in_place(
    consultation: Consultation,
    *,
    actor: Capacity,
    unit: DraftUnit,
    missing: Missing,
    text: str = "",
    based_on: str | None = None,
) -> tuple[Answer, Comment]:
    """
    Answer what is missing, and propose it where it should stand: both, or neither.

    Where the answer says nothing else, it says the words proposed. The proposal is a comment like
    any other, which goes its own way from here.
    """
    if not may_be_missing_after(missing.after, question=unit):
        raise RuleViolation(_("Choose an element of the section that the question is about."))
    answer = save_answer(
        consultation,
        actor=actor,
        unit=unit,
        text=text if has_words(text) else missing.words,
        based_on=based_on,
    )
    comment = save_comment(
        consultation,
        actor=actor,
        form_key=missing.form_key,
        unit=missing.after,
        place=Comment.Place.MISSING_AFTER,
        proposal=missing.words,
        language=missing.language,
    )
    return answer, comment


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

    Its length is that of its fields.
    """
    require(may_prepare(actor, consultation))
    require_still_held(actor)
    said = clean_text(text, limit=TEXT_LIMIT)
    said = said if has_words(said) else ""
    _check_answer(consultation, unit, choice, said, marks or {})
    typed = Answer(
        consultation=consultation,
        delegation=locked_delegation(delegation_of(actor)),
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
        check_fields(typed)
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
    check_fresh(stored, based_on)
    stored.choice, stored.text = typed.choice, typed.text
    stored.search_text = typed.search_text
    save_inside(stored, actor=actor)
    stored.marks.all().delete()
    _write_marks(stored, marks)
    return stored


def _write_marks(answer: Answer, marks: Marks) -> None:
    AnswerMark.objects.bulk_create(
        AnswerMark(answer=answer, unit=unit, mark=mark) for unit, mark in marks.items()
    )
