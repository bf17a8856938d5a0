"""Giving elements other words, actions other cards, and questions another shape of answer."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from delegations.capacities import Capacity, person_of
from documents.emphasis import carry_emphasis
from documents.outline import Emphasis
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import clean_reason, clean_text
from lap_portal.traces import save_traced
from sections.models import ActionCard, Element, ElementRevision, Question
from sections.models.elements import Kind
from sections.operations.elements import lock_in_text
from sections.operations.marks import carry_notes
from sections.operations.places import lock_plan
from sections.operations.writing import ranges
from sections.permissions import may_revise
from sections.words import clean_wording


@transaction.atomic
def revise_element(
    element: Element,
    *,
    actor: Capacity,
    text: str,
    reason: str,
    based_on: int,
    emphasis: Sequence[Emphasis] | None = None,
) -> ElementRevision:
    """
    Give an element a new wording and make it the one in force.

    `based_on` is the number of the revision the editor had on screen. If it is no longer in force,
    nothing is written and `StaleRevision` is raised, so no edit silently overwrites another.
    Footnote marks, and italics unless they are given, stay on the words that stay.
    """
    require(may_revise(actor, element))
    reason = clean_reason(reason)
    lock_plan(element.plan, actor=actor)
    locked = lock_in_text(element)
    current = check_current(locked, based_on)
    text = clean_wording(text)
    if current.text == text and (emphasis is None or current.emphases == tuple(emphasis)):
        raise RuleViolation(_("The new wording is the same as the present one."))
    return write_revision(locked, actor=actor, text=text, reason=reason, emphasis=emphasis)


@transaction.atomic
def revise_card(
    element: Element,
    *,
    actor: Capacity,
    reason: str,
    based_on: int,
    who_acts: str,
    measure: str,
    time_frame: str,
    source_of_information: str,
) -> ActionCard:
    """Write a new version of an action's card; `based_on` is that on screen, 0 for none."""
    require(may_revise(actor, element))
    reason = clean_reason(reason)
    lock_plan(element.plan, actor=actor)
    locked = lock_in_text(element)
    if locked.kind != Kind.ACTION:
        raise RuleViolation(_("Only an action has an action card."))
    current = locked.current_card
    number = current.number if current else 0
    if based_on != number:
        raise StaleRevision(_("This card was changed while you were writing."))
    words = {
        "who_acts": clean_text(who_acts, limit=500),
        "measure": clean_text(measure, limit=500),
        "time_frame": clean_text(time_frame, limit=300),
        "source_of_information": clean_text(source_of_information, limit=500),
    }
    if all(getattr(current, name, "") == value for name, value in words.items()):
        raise RuleViolation(_("The card says the same as before."))
    card = ActionCard(
        element=locked, number=number + 1, reason=reason, author=person_of(actor), **words
    )
    card.full_clean()
    card.save()
    locked.current_card = card
    save_traced(locked, by=actor.person, reason=reason)
    return card


@transaction.atomic
def reshape_question(
    element: Element, *, actor: Capacity, shape: str, reason: str, based_on: str | None = None
) -> Question:
    """
    Choose in which shape delegations answer a question, from the next draft on.

    `based_on`, if given, is the shape on screen.
    """
    require(may_revise(actor, element))
    reason = clean_reason(reason)
    lock_plan(element.plan, actor=actor)
    locked = lock_in_text(element)
    if locked.kind != Kind.QUESTION:
        raise RuleViolation(_("Only a question has a shape of answer."))
    question = Question.objects.select_for_update(of=("self",)).get(element=locked)
    if question.shape == shape:
        raise RuleViolation(_("The question is answered in this shape already."))
    if based_on is not None and question.shape != based_on:
        raise StaleRevision(_("Another shape was chosen while you were choosing."))
    question.shape = shape
    save_traced(question, by=actor.person, reason=reason)
    return question


def check_current(locked: Element, based_on: int | None) -> ElementRevision:
    """
    Return the revision in force; StaleRevision where it is not the one an edit was based on.

    With None the edit does not say on which it was based.
    """
    current = locked.current_revision
    if current is None or based_on not in {None, current.number}:
        raise StaleRevision(_("These words were revised while you were writing."))
    return current


def write_revision(
    locked: Element,
    *,
    actor: Capacity,
    text: str,
    reason: str,
    emphasis: Sequence[Emphasis] | None = None,
) -> ElementRevision:
    """
    Write the next revision of an element held under lock, and bring it into force.

    Footnote marks, and italics unless they are given, stay on the words that stay.
    """
    before = locked.current_revision
    if before is None:
        raise ValueError(f"Element {locked.uid} has no words.")
    if emphasis is None:
        emphasis = carry_emphasis(before.text, text, before.emphases)
    revision = ElementRevision(
        element=locked,
        number=before.number + 1,
        text=text,
        emphasis=ranges(emphasis, text),
        reason=reason,
        author=person_of(actor),
        office=actor.office,
    )
    revision.full_clean()
    revision.save()
    carry_notes(locked, actor=actor, old=before.text, new=text, reason=reason)
    locked.current_revision = revision
    save_traced(locked, by=actor.person, reason=reason)
    return revision
