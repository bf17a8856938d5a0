"""Plans and drafts: a small text with a bit of everything, in words of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from delegations.capacities import Capacity
from documents.outline import Emphasis, Footnote, Kind, Outline, Unit
from sections.imports import apply_outline
from sections.models import ActionPlan, Draft, DraftUnit, Element
from sections.operations import issue_draft
from sections.queries import TextUnit
from tests.builders.people import make_presidency

WORDS = Outline(
    title_lines=(
        "Meeting of the Parties",
        "1 March 2030",
        "A small plan",
        "Submitted by the Chair",
    ),
    units=(
        Unit(Kind.PARAGRAPH, "", "This paper opens the discussion.", number="1"),
        Unit(Kind.HEADING, "I", "Destroying what is stored"),
        Unit(
            Kind.PARAGRAPH,
            "I",
            "Stocks are to be destroyed without delay.",
            number="2",
            emphasis=(Emphasis(27, 40),),
        ),
        Unit(Kind.LIST_HEADING, "I", "General considerations may include:"),
        Unit(Kind.CONSIDERATION, "I", "Recall what was promised;", lead=3),
        Unit(Kind.CONSIDERATION, "I", "Note how much remains.", lead=3),
        Unit(Kind.LIST_HEADING, "I", "Possible actions may include:"),
        Unit(Kind.ACTION, "I", "Draw up a plan of destruction within a year;", lead=6),
        Unit(Kind.ACTION, "I", "Report on stocks every April;", lead=6),
        Unit(Kind.ACTION, "I", "Declare when the last stock is gone.", lead=6),
        Unit(Kind.HEADING, "II", "Working together"),
        Unit(Kind.HEADING, "II.a", "Help for those who ask", level=1),
        Unit(Kind.LIST_HEADING, "II.a", "Actions on help may include:"),
        Unit(Kind.ACTION, "II.a", "Name a person who answers requests;", lead=12),
        Unit(Kind.ACTION, "II.a", "Publish what help is offered.", lead=12),
        Unit(Kind.PARAGRAPH, "II.a", "Questions:", number="3"),
        Unit(Kind.QUESTION, "II.a", "Is there value in a sub-section on help?", lead=15),
        Unit(Kind.QUESTION, "II.a", "Are the actions above appropriate?", lead=15),
        Unit(Kind.QUESTION, "II.a", "What else should be considered?", lead=15),
    ),
    footnotes=(Footnote("*", "Reissued to correct a date.", unit=2, offset=6),),
)


def make_plan(
    actor: Capacity | None = None, slug: str = "plan", *, outline: Outline = WORDS
) -> ActionPlan:
    """A plan with two parts, a sub-part, and units of several kinds; three questions differ."""
    return apply_outline(
        outline,
        actor=actor or make_presidency(),
        slug=slug,
        title="A small plan",
        reason="Imported for a test",
    )


def make_draft(
    plan: ActionPlan | None = None, *, actor: Capacity | None = None, **fields: Any
) -> Draft:
    """An issued draft of a plan, readable by all delegations unless said otherwise."""
    actor = actor or make_presidency()
    plan = plan or make_plan(actor)
    again = "Issued again" if plan.drafts.exists() else ""
    return issue_draft(plan, actor=actor, **{"dated": date(2030, 3, 1), "note": again, **fields})


def unit(draft: Draft, reference: str) -> DraftUnit:
    """The unit of a draft that is cited by a reference: "I-A1", "para. 2", "II.a"."""
    return draft.units.get(reference=reference)


def element(plan: ActionPlan, words: str) -> Element:
    """The element of the working text whose present wording begins with some words."""
    return plan.elements.in_text().get(current_revision__text__startswith=words)


def marked(unit: TextUnit) -> str:
    """The words of a unit with its footnote marks, and its italics between underscores."""
    return "".join(
        piece.note.mark if piece.note else f"_{piece.text}_" if piece.is_emphasized else piece.text
        for piece in unit.pieces
    )
