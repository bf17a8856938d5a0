"""What was proposed for the words, and how they were reworded since."""

from __future__ import annotations

from consultations.models import Comment
from delegations.capacities import Capacity
from sections.models import Element, ElementRevision
from sections.operations import revise_element
from tests.builders.desk import Round, say
from tests.builders.plans import element as element_of


def propose(around: Round, actor: Capacity, proposal: str, *, unit: str = "I-A1") -> Comment:
    """A submitted comment that proposes a wording."""
    return say(around.consultation, actor, "", unit=unit, proposal=proposal)


def reword(element: Element, actor: Capacity, text: str) -> ElementRevision:
    """The next wording of an element, whatever the present one is."""
    element.refresh_from_db()
    number = element.current_revision.number if element.current_revision else 0
    return revise_element(element, actor=actor, text=text, reason="Better", based_on=number)


def spoken_of(around: Round, words: str = "Draw up") -> Element:
    """The element on which the proposals are made unless said otherwise."""
    return element_of(around.consultation.plan, words)
