"""Moving elements and whole sections, splitting and merging elements."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason
from lap_portal.traces import save_traced, update_traced
from sections.models import Descent, Element, Section
from sections.models.elements import Kind
from sections.operations.elements import check_free_of_items, lead_for, lock_in_text
from sections.operations.marks import (
    italics_of_both,
    italics_of_parts,
    share_out_notes,
    take_over_notes,
)
from sections.operations.places import (
    child_around,
    depth_of,
    end_of,
    end_of_own_elements,
    key_before,
    last_key,
    lock_plan,
    make_room,
)
from sections.operations.plans import free_label
from sections.operations.wordings import check_current, write_revision
from sections.operations.writing import NewElement, write_elements
from sections.ordering import keys_after
from sections.permissions import may_draft, may_revise
from sections.words import clean_wording


@transaction.atomic
def move_element(
    element: Element,
    *,
    actor: Capacity,
    after: Element | None,
    section: Section,
    reason: str,
    lead: Element | None = None,
) -> Element:
    """
    Move an element behind another of a section, or to the beginning of that section.

    What hangs under it stays where it is and keeps its lead. An item hangs under `lead` afterwards,
    or where its new place suggests. A heading moves with all its section, below `section` (the
    front section: among the parts), behind the section in which `after` stands.
    """
    require(may_draft(actor, element.plan))
    reason = clean_reason(reason)
    plan = lock_plan(element.plan, actor=actor)
    locked = lock_in_text(element)
    if section.plan_id != plan.pk:
        raise RuleViolation(_("That section belongs to another plan."))
    if after is not None and after.pk == locked.pk:
        raise RuleViolation(_("An element cannot follow itself."))
    if locked.kind == Kind.HEADING:
        return _move_section(locked, actor=actor, after=after, parent=section, reason=reason)
    before = key_before(plan, section, after)
    if locked.section_id == section.pk and lead is None and _follows(locked, before):
        raise RuleViolation(_("The element stands there already. Choose another place."))
    (locked.order,) = make_room(plan, after=before, count=1, actor=actor)
    locked.section = section
    if Kind(locked.kind).is_bullet:
        _rehang(locked, lead_for(section, lead, after), after)
    save_traced(locked, by=actor.person, reason=reason)
    return locked


@transaction.atomic
def split_element(
    element: Element, *, actor: Capacity, texts: list[str], reason: str, based_on: int
) -> list[Element]:
    """
    Make several elements of one: the first part keeps its uid, the others descend from it.

    What hung under it stays under the first part. Italics and footnote marks go with their words.
    """
    require(may_revise(actor, element))
    reason = clean_reason(reason)
    plan = lock_plan(element.plan, actor=actor)
    locked = lock_in_text(element)
    current = check_current(locked, based_on)
    if locked.kind == Kind.HEADING:
        raise RuleViolation(_("A heading is not split. Add another heading instead."))
    if len(texts) < 2:
        raise RuleViolation(_("Splitting needs at least two parts."))
    parts = [clean_wording(text) for text in texts]
    if parts[0] == current.text:
        raise RuleViolation(_("The first part still says all of it."))
    italics = italics_of_parts(current, parts)
    keys = make_room(plan, after=locked.order, count=len(parts) - 1, actor=actor)
    new = [
        NewElement(_beside(locked, order=key), text, emphasis)
        for key, text, emphasis in zip(keys, parts[1:], italics[1:], strict=True)
    ]
    elements = write_elements(new, actor=actor, reason=reason)
    everything = [locked, *elements]
    share_out_notes(everything, actor=actor, old=current.text, parts=parts, reason=reason)
    write_revision(locked, actor=actor, text=parts[0], reason=reason, emphasis=italics[0])
    Descent.objects.bulk_create(
        Descent(ancestor=locked, descendant=descendant, relation=Descent.Relation.SPLIT)
        for descendant in elements
    )
    return everything


@transaction.atomic
def merge_elements(
    first: Element,
    *,
    actor: Capacity,
    second: Element,
    text: str,
    reason: str,
    based_on: int,
    second_based_on: int | None = None,
) -> Element:
    """
    Make one element of two of a kind: the first keeps its uid, the second leaves the text.

    Italics and footnotes of both go with their words into the first. `based_on`, and for the
    second `second_based_on` if given, are the revisions on screen.
    """
    require(may_revise(actor, first))
    require(may_revise(actor, second))
    reason = clean_reason(reason)
    lock_plan(first.plan, actor=actor)
    kept, leaving = lock_in_text(first), lock_in_text(second)
    _check_mergeable(kept, leaving)
    old = [check_current(kept, based_on), check_current(leaving, second_based_on)]
    text = clean_wording(text)
    italics = italics_of_both(old, text)
    write_revision(kept, actor=actor, text=text, reason=reason, emphasis=italics)
    take_over_notes(kept, leaving, actor=actor, old=old, new=text, reason=reason)
    leaving.deleted_at = clock.now()
    save_traced(leaving, by=actor.person, reason=reason)
    Descent.objects.create(ancestor=leaving, descendant=kept, relation=Descent.Relation.MERGE)
    return kept


def _follows(element: Element, before: int) -> bool:
    """Whether an element is the next in the text after a key."""
    between = Element.objects.in_text().filter(
        plan=element.plan_id, order__gt=before, order__lt=element.order
    )
    return element.order > before and not between.exists()


def _rehang(item: Element, lead: Element | None, after: Element | None) -> None:
    """Hang an item under a lead; under another one its depth is that of the item it follows."""
    if item.lead_id != (lead.pk if lead else None):
        item.level = after.level if after is not None and Kind(after.kind).is_bullet else 0
    item.lead = lead


def _beside(element: Element, *, order: int) -> Element:
    return Element(
        plan=element.plan,
        section=element.section,
        kind=element.kind,
        lead=element.lead,
        level=element.level,
        order=order,
    )


def _check_mergeable(kept: Element, leaving: Element) -> None:
    if kept.pk == leaving.pk:
        raise RuleViolation(_("An element cannot be merged with itself."))
    if kept.plan_id != leaving.plan_id:
        raise RuleViolation(_("The two elements belong to different plans."))
    if kept.kind != leaving.kind or kept.kind == Kind.HEADING:
        raise RuleViolation(_("Only two elements of one kind, and no headings, are merged."))
    check_free_of_items(leaving)


def _move_section(
    heading: Element, *, actor: Capacity, after: Element | None, parent: Section, reason: str
) -> Element:
    """Move a section whole: everything in it keeps its order, its labels and its uids."""
    section, plan = heading.section, heading.plan
    above = parent if parent.heading_id is not None else None
    if parent.path.startswith(section.path):
        raise RuleViolation(_("A section cannot stand inside itself."))
    beside = child_around(after, above)
    key = end_of_own_elements(plan, above) if beside is None else end_of(beside)
    if beside == section or (section.parent == above and _follows(heading, key)):
        raise RuleViolation(_("The section stands there already. Choose another place."))
    free_label(plan, section.label, parent=above, besides=section)
    inside = list(plan.elements.filter(section__path__startswith=section.path).order_by("order"))
    following = list(
        plan.elements.filter(order__gt=key)
        .exclude(section__path__startswith=section.path)
        .order_by("order")
    )
    _place_in_turn([*inside, *following], last_key(plan), actor=actor, reason=reason)
    _reparent(section, above, actor=actor, reason=reason)
    return Element.objects.get(pk=heading.pk)


def _place_in_turn(elements: list[Element], after: int, *, actor: Capacity, reason: str) -> None:
    """Give elements new keys, in their order, above every key in use."""
    for element, key in zip(elements, keys_after(after, None, len(elements)) or [], strict=True):
        element.order = key
    update_traced(elements, ["order"], by=actor.person, reason=reason)


def _reparent(section: Section, above: Section | None, *, actor: Capacity, reason: str) -> None:
    """Hang a section and everything below it under another one, paths and depths included."""
    old = section.path
    new = f"{above.path if above else ''}{section.uid}/"
    inside = list(Section.objects.filter(plan=section.plan_id, path__startswith=old))
    headings = []
    for each in inside:
        each.path = new + each.path[len(old) :]
        if each.pk == section.pk:
            each.parent = above
        if each.heading is not None:
            each.heading.level = depth_of(each)
            headings.append(each.heading)
    update_traced(inside, ["path", "parent"], by=actor.person, reason=reason)
    update_traced(headings, ["level"], by=actor.person, reason=reason)
