"""A paper becomes a plan: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from documents.outline import Outline, Unit
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason, clean_text
from lap_portal.traces import save_traced, sign, update_traced
from sections.models import ActionPlan, Descent, Element, Footnote, Section
from sections.operations.places import lock_plan
from sections.operations.plans import create_plan, make_section
from sections.operations.writing import NewElement, write_elements
from sections.ordering import ORDER_STEP
from sections.outlines import check_places, opened_sections
from sections.permissions import may_import_plan
from sections.words import WORDING_LIMIT


@transaction.atomic
def apply_outline(
    outline: Outline,
    *,
    actor: Capacity,
    slug: str,
    title: str,
    language: str = "en",
    predecessor: ActionPlan | None = None,
    reason: str,
) -> ActionPlan:
    """
    Make a plan of an outline, whose elements in their order are the units in theirs.

    Where a unit carries the uid of an element of the predecessor, the new element descends from it.
    Raises RuleViolation, with nothing stored, where there is no unit or the sections do not nest.
    """
    plan = create_plan(
        actor=actor, slug=slug, title=title, language=language, predecessor=predecessor
    )
    return fill_plan(plan, outline, actor=actor, reason=reason)


@transaction.atomic
def fill_plan(plan: ActionPlan, outline: Outline, *, actor: Capacity, reason: str) -> ActionPlan:
    """Write an outline into a plan that has no text; refused where it has."""
    require(may_import_plan(actor))
    reason = clean_reason(reason)
    plan = lock_plan(plan, actor=actor)
    if not outline.units:
        raise RuleViolation(_("There is no text to make a plan of."))
    if plan.elements.exists():
        raise RuleViolation(
            _("The plan “%(plan)s” has a text already. Import the paper as a new plan.")
            % {"plan": plan.title}
        )
    check_places(outline.units)
    plan.title_lines = clean_text("\n".join(outline.title_lines), limit=WORDING_LIMIT)
    save_traced(plan, by=actor.person, reason=reason)
    sections = _make_sections(plan, outline.units, actor=actor, reason=reason)
    elements = _write_units(plan, outline.units, sections, actor=actor, reason=reason)
    _join_headings(elements, actor=actor, reason=reason)
    _write_footnotes(plan, outline, elements, actor=actor, reason=reason)
    _note_succession(plan, outline.units, elements)
    return plan


def known_language(code: str) -> str:
    """Return the language of the portal that a paper's language is, English where there is none."""
    known = dict(settings.WRITING_LANGUAGES)
    return next((c for c in (code.lower(), code.lower().partition("-")[0]) if c in known), "en")


def _make_sections(
    plan: ActionPlan, units: Sequence[Unit], *, actor: Capacity, reason: str
) -> dict[str, Section]:
    """Return the sections by path of labels, the front one under ""."""
    sections = {"": plan.sections.get(parent=None, label="")}
    opened = opened_sections(units)
    for section in opened.values():
        parent = None if section.parent is None else sections[opened[section.parent].path]
        sections[section.path] = make_section(
            plan, actor=actor, parent=parent, label=section.label, reason=reason
        )
    return sections


def _write_units(
    plan: ActionPlan,
    units: Sequence[Unit],
    sections: dict[str, Section],
    *,
    actor: Capacity,
    reason: str,
) -> list[Element]:
    new: list[NewElement] = []
    for place, unit in enumerate(units):
        element = Element(
            plan=plan,
            section=sections[unit.section],
            kind=unit.kind.value,
            level=unit.level,
            order=ORDER_STEP * (place + 1),
        )
        if unit.lead is not None:
            element.lead = _lead(units, new, place)
        new.append(NewElement(element, unit.text, unit.emphasis))
    return write_elements(new, actor=actor, reason=reason)


def _lead(units: Sequence[Unit], new: Sequence[NewElement], place: int) -> Element:
    """Return the element a unit hangs under, which stands before it and leads lists."""
    lead = units[place].lead
    if lead is None or not 0 <= lead < place or units[lead].kind.is_bullet:
        raise RuleViolation(
            _("“%(words)s” hangs under nothing that leads a list before it.")
            % {"words": units[place].text[:60]}
        )
    return new[lead].element


def _join_headings(elements: Sequence[Element], *, actor: Capacity, reason: str) -> None:
    headed = []
    for element in elements:
        if element.kind == "heading":
            element.section.heading = element
            headed.append(element.section)
    update_traced(headed, ["heading"], by=actor.person, reason=reason)


def _write_footnotes(
    plan: ActionPlan,
    outline: Outline,
    elements: Sequence[Element],
    *,
    actor: Capacity,
    reason: str,
) -> None:
    notes = [
        Footnote(
            plan=plan,
            element=None if note.unit is None else elements[note.unit],
            offset=note.offset,
            order=place + 1,
            mark=note.mark,
            text=clean_text(note.text, limit=WORDING_LIMIT),
        )
        for place, note in enumerate(outline.footnotes)
    ]
    for note in notes:
        note.clean_fields(exclude={"plan", "element"})
        sign(note, by=actor.person, reason=reason)
    Footnote.objects.bulk_create(notes)
    Footnote.history.bulk_history_create(notes)


def _note_succession(plan: ActionPlan, units: Sequence[Unit], elements: Sequence[Element]) -> None:
    if plan.predecessor is None:
        return
    uids = [unit.uid for unit in units if unit.uid]
    ancestors = {a.uid: a for a in plan.predecessor.elements.filter(uid__in=uids)}
    Descent.objects.bulk_create(
        Descent(
            ancestor=ancestors[unit.uid], descendant=element, relation=Descent.Relation.SUCCESSION
        )
        for unit, element in zip(units, elements, strict=True)
        if unit.uid in ancestors
    )
