"""How elements come into being: rows, first wordings and facets, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from delegations.capacities import Capacity, person_of
from documents.outline import Emphasis
from lap_portal.errors import RuleViolation
from lap_portal.traces import sign
from sections.models import Element, ElementRevision, Question
from sections.models.elements import Kind
from sections.shapes import proposed_shape
from sections.words import clean_wording


@dataclass(frozen=True, slots=True)
class NewElement:
    """An element not yet saved, with its first wording. Its lead may be an unsaved element."""

    element: Element
    text: str
    emphasis: Sequence[Emphasis] = ()


def write_elements(new: Sequence[NewElement], *, actor: Capacity, reason: str) -> list[Element]:
    """Save new elements with their first wordings and, for questions, the shape proposed."""
    elements = [item.element for item in new]
    for element in elements:
        element.clean_fields(exclude={"plan", "section", "lead", "current_revision"})
    _insert(elements)
    revisions = ElementRevision.objects.bulk_create(
        [_first_revision(item, actor=actor, reason=reason) for item in new]
    )
    for element, revision in zip(elements, revisions, strict=True):
        element.current_revision = revision
        sign(element, by=actor.person, reason=reason)
    Element.objects.bulk_update(elements, ["current_revision"], batch_size=200)
    Element.history.bulk_history_create(elements)
    _write_questions(new, actor=actor, reason=reason)
    return elements


def ranges(emphasis: Sequence[Emphasis], text: str) -> list[list[int]]:
    """Return italics as they are stored; RuleViolation where they do not fit the words."""
    stored = [[e.start, e.end] for e in emphasis]
    edges = [0, *(edge for pair in stored for edge in pair), len(text)]
    if edges != sorted(edges) or any(start == end for start, end in stored):
        raise RuleViolation(_("The italics do not fit the words."))
    return stored


def _insert(elements: Sequence[Element]) -> None:
    """Insert leads before the items that hang under them."""
    leads = [element for element in elements if element.lead is None]
    items = [element for element in elements if element.lead is not None]
    Element.objects.bulk_create(leads)
    for item in items:
        item.lead = item.lead  # The lead has its primary key only now.
    Element.objects.bulk_create(items)


def _first_revision(item: NewElement, *, actor: Capacity, reason: str) -> ElementRevision:
    text = clean_wording(item.text)
    return ElementRevision(
        element=item.element,
        number=1,
        text=text,
        emphasis=ranges(item.emphasis, text),
        reason=reason,
        author=person_of(actor),
        office=actor.office,
    )


def _write_questions(new: Sequence[NewElement], *, actor: Capacity, reason: str) -> None:
    questions = [
        Question(element=item.element, shape=proposed_shape(item.text))
        for item in new
        if item.element.kind == Kind.QUESTION
    ]
    for question in questions:
        sign(question, by=actor.person, reason=reason)
    Question.objects.bulk_create(questions)
    Question.history.bulk_history_create(questions)
