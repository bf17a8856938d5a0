"""Adding elements to the text, taking them out and putting them back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from documents.outline import Emphasis
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason
from lap_portal.traces import save_traced
from sections.labels import next_label
from sections.models import ActionPlan, Element, Section
from sections.models.elements import Kind
from sections.operations.places import (
    child_around,
    depth_of,
    end_of,
    end_of_own_elements,
    key_before,
    lock_plan,
    make_room,
)
from sections.operations.plans import free_label, in_text, make_section
from sections.operations.writing import NewElement, write_elements
from sections.permissions import may_draft


@transaction.atomic
def add_element(
    plan: ActionPlan,
    *,
    actor: Capacity,
    after: Element | None,
    kind: str,
    text: str,
    reason: str,
    section: Section | None = None,
    lead: Element | None = None,
    level: int = 0,
    label: str = "",
    emphasis: Sequence[Emphasis] = (),
) -> Element:
    """
    Add an element with its first wording, after another or first in its section.

    A heading opens a section of its own at the end of the one it follows, below `section` (none:
    beside the one it follows), with the label given or the next one. It takes nothing in: elements
    are moved there afterwards. An item without `lead` hangs under that of the item it follows.
    """
    require(may_draft(actor, plan))
    reason = clean_reason(reason)
    plan = lock_plan(plan, actor=actor)
    if kind == Kind.HEADING:
        return _add_heading(
            plan, actor=actor, after=after, text=text, reason=reason, parent=section, label=label
        )
    section = section or (after.section if after else plan.sections.get(parent=None, label=""))
    if section.plan_id != plan.pk:
        raise RuleViolation(_("That section belongs to another plan."))
    (key,) = make_room(plan, after=key_before(plan, section, after), count=1, actor=actor)
    element = Element(plan=plan, section=section, kind=kind, order=key)
    if element.kind in Kind.values and Kind(kind).is_bullet:
        element.lead = lead_for(section, lead, after)
        element.level = level
    elif lead is not None:
        raise RuleViolation(_("Only an item of a list hangs under another element."))
    new = NewElement(element, text, emphasis)
    return write_elements([new], actor=actor, reason=reason)[0]


@transaction.atomic
def delete_element(element: Element, *, actor: Capacity, reason: str) -> None:
    """
    Take an element out of the working text; its words and its trace stay.

    Refused for the heading of a section that still has elements, and for what items hang under.
    """
    require(may_draft(actor, element.plan))
    reason = clean_reason(reason)
    lock_plan(element.plan, actor=actor)
    locked = lock_in_text(element)
    check_free_of_items(locked)
    if locked.kind == Kind.HEADING and _has_more_than_heading(locked.section):
        raise RuleViolation(
            _("This section still has elements. Move or delete them first, then its heading.")
        )
    locked.deleted_at = clock.now()
    save_traced(locked, by=actor.person, reason=reason)


@transaction.atomic
def restore_element(element: Element, *, actor: Capacity, reason: str) -> Element:
    """Put a deleted element back where it stood, if its section is still there."""
    require(may_draft(actor, element.plan))
    reason = clean_reason(reason)
    lock_plan(element.plan, actor=actor)
    locked = Element.objects.select_for_update(of=("self",)).get(pk=element.pk)
    if locked.deleted_at is None:
        raise RuleViolation(_("This element stands in the text already."))
    section = locked.section
    if locked.kind == Kind.HEADING:
        _check_restorable(section)
    elif section.heading is not None and section.heading.deleted_at is not None:
        raise RuleViolation(_("Its section was deleted. Restore the heading first."))
    locked.deleted_at = None
    if locked.lead is not None and locked.lead.deleted_at is not None:
        locked.lead = None
    save_traced(locked, by=actor.person, reason=reason)
    return locked


def check_free_of_items(element: Element) -> None:
    """Raise RuleViolation where items of the text hang under an element."""
    if element.items.filter(deleted_at=None).exists():
        raise RuleViolation(
            _("Items hang under this element. Move or delete them first, then it can go.")
        )


def lock_in_text(element: Element) -> Element:
    """Hold an element that stands in the text; RuleViolation where it was deleted."""
    locked = Element.objects.select_for_update(of=("self",)).get(pk=element.pk)
    if locked.deleted_at is not None:
        raise RuleViolation(_("This element was deleted from the text."))
    return locked


def lead_for(section: Section, lead: Element | None, after: Element | None) -> Element | None:
    """Return what a new item hangs under: what was chosen, or what the place suggests."""
    if lead is None and after is not None:
        lead = after.lead if Kind(after.kind).is_bullet else after
        if lead is not None and lead.kind == Kind.HEADING:
            return None
    if lead is None:
        return None
    check_lead(section, lead)
    return lead


def check_lead(section: Section, lead: Element) -> None:
    """Raise RuleViolation unless items of a section can hang under an element."""
    if lead.kind not in {Kind.PARAGRAPH, Kind.LIST_HEADING}:
        raise RuleViolation(_("Items hang under a paragraph or a list heading."))
    if lead.section_id != section.pk or lead.deleted_at is not None:
        raise RuleViolation(_("What the item hangs under does not stand in its section."))


def _add_heading(
    plan: ActionPlan,
    *,
    actor: Capacity,
    after: Element | None,
    text: str,
    reason: str,
    parent: Section | None,
    label: str,
) -> Element:
    """Open a section after the one that an element stands in, or first below its parent."""
    if after is not None and parent is None:
        parent = after.section.parent
    if parent is not None and parent.heading_id is None:
        parent = None
    beside = child_around(after, parent)
    key = end_of_own_elements(plan, parent) if beside is None else end_of(beside)
    label = free_label(plan, label or _next_label(plan, parent), parent=parent)
    section = make_section(plan, actor=actor, parent=parent, label=label, reason=reason)
    (order,) = make_room(plan, after=key, count=1, actor=actor)
    element = Element(plan=plan, section=section, kind=Kind.HEADING, order=order)
    element.level = depth_of(section)
    write_elements([NewElement(element, text)], actor=actor, reason=reason)
    section.heading = element
    save_traced(section, by=actor.person, reason=reason)
    return element


def _next_label(plan: ActionPlan, parent: Section | None) -> str:
    beside = in_text(plan).filter(parent=parent).order_by("heading__order")
    depth = parent.path.count("/") if parent else 0
    return next_label(list(beside.values_list("label", flat=True)), depth=depth)


def _has_more_than_heading(section: Section) -> bool:
    inside = Element.objects.in_text().filter(section__path__startswith=section.path)
    return inside.exclude(kind=Kind.HEADING, section=section).exists()


def _check_restorable(section: Section) -> None:
    parent = section.parent
    if parent is not None and parent.heading is not None and parent.heading.deleted_at is not None:
        raise RuleViolation(_("The part above it was deleted. Restore that heading first."))
    free_label(section.plan, section.label, parent=parent, besides=section)
