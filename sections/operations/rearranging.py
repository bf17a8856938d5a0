"""Elements and sections are brought into the order of a text that is to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from delegations.capacities import Capacity
from documents.outline import Kind
from documents.subsequence import longest_increasing
from lap_portal.traces import save_traced
from sections.models import ActionPlan, Element, Section
from sections.operations.elements import add_element
from sections.operations.plans import in_text, relabel_section
from sections.operations.structure import move_element
from sections.settling import Target


@dataclass(slots=True)
class Rearrangement:
    """A text that is to be, and the elements that stand for its units already, by their place."""

    plan: ActionPlan
    targets: list[Target]
    actor: Capacity
    reason: str
    standing: dict[int, Element] = field(default_factory=dict)

    @property
    def headings(self) -> list[tuple[int, Target]]:
        """The headings, with their places."""
        return [(at, t) for at, t in enumerate(self.targets) if t.kind is Kind.HEADING]

    @property
    def others(self) -> list[tuple[int, Target]]:
        """What is no heading, with its places."""
        return [(at, t) for at, t in enumerate(self.targets) if t.kind is not Kind.HEADING]

    def section_of(self, heading: int | None) -> Section:
        """The section of a heading as it is now; the front one where there is no heading."""
        if heading is None:
            return self.plan.sections.get(parent=None, label="")
        return Section.objects.select_related("parent", "plan").get(
            pk=self.standing[heading].section_id
        )


def place_sections(text: Rearrangement) -> None:
    """Open new sections, and bring all into their order and under those they belong to."""
    staying = _staying_sections(text)
    last: dict[int | None, Element] = {}
    for at, target in text.headings:
        before = last.get(target.above)
        before = before and _fresh(before)
        if at not in text.standing:
            text.standing[at] = _open_section(text, target, before)
        elif at not in staying:
            text.standing[at] = _move_section(text, at, before)
        last[target.above] = text.standing[at]


def place_elements(text: Rearrangement) -> None:
    """Bring elements into their sections and their order, and add those that are new."""
    _look_again(text)
    front = text.section_of(None).pk
    homes = {at: text.standing[at].section_id for at, _heading in text.headings}
    staying = _staying_elements(text, homes, front)
    last: dict[int | None, Element] = {}
    for at, target in text.others:
        after = last.get(target.section)
        if at not in text.standing:
            text.standing[at] = _add(text, target, after)
        elif at not in staying:
            text.standing[at] = _move(text, at, after)
        elif target.kind.is_bullet:
            text.standing[at] = _hang(text, at, after)
        last[target.section] = text.standing[at]


def relabel_sections(text: Rearrangement) -> None:
    """Give sections the labels they are to have; two that exchange theirs meet halfway."""
    wanted = {text.standing[at].section_id: target.label for at, target in text.headings}
    labels = {s.pk: (s.parent_id, s.label) for s in in_text(text.plan)}
    waiting = [pk for pk, label in wanted.items() if labels[pk][1] != label]
    while waiting:
        taken = set(labels.values())
        free = [pk for pk in waiting if (labels[pk][0], wanted[pk]) not in taken]
        pk = free[0] if free else waiting[0]
        label = wanted[pk] if free else _spare_label(text, labels[pk][1])
        _relabel(text, text.plan.sections.select_related("plan", "parent").get(pk=pk), label)
        labels[pk] = (labels[pk][0], label)
        if free:
            waiting.remove(pk)


def _relabel(text: Rearrangement, section: Section, label: str) -> None:
    relabel_section(section, actor=text.actor, label=label, reason=text.reason)


def _spare_label(text: Rearrangement, label: str) -> str:
    """Return a label that no section has nor will have."""
    taken = set(in_text(text.plan).values_list("label", flat=True))
    taken |= {target.label for _at, target in text.headings}
    number = 1
    while f"{label[:14]}~{number}" in taken:
        number += 1
    return f"{label[:14]}~{number}"


def _open_section(text: Rearrangement, target: Target, before: Element | None) -> Element:
    above = None if target.above is None else text.section_of(target.above)
    return add_element(
        text.plan,
        actor=text.actor,
        after=before,
        kind=Kind.HEADING.value,
        text=target.text,
        reason=text.reason,
        section=above,
        label=_free_label(text, above, target.label),
    )


def _move_section(text: Rearrangement, at: int, before: Element | None) -> Element:
    target, element = text.targets[at], text.standing[at]
    section = text.section_of(at)
    above = text.section_of(target.above)
    free = _free_label(text, None if target.above is None else above, section.label)
    if section.parent_id != (None if target.above is None else above.pk) and free != section.label:
        _relabel(text, section, free)
    return move_element(element, actor=text.actor, after=before, section=above, reason=text.reason)


def _free_label(text: Rearrangement, above: Section | None, label: str) -> str:
    """Return a label, or for a while another one where a section beside still has it."""
    is_taken = in_text(text.plan).filter(parent=above, label=label).exists()
    return _spare_label(text, label) if is_taken else label


def _staying_sections(text: Rearrangement) -> set[int]:
    """Return the headings that keep the section above them, and their order below it."""
    beside: dict[int | None, list[int]] = {}
    for at, target in text.headings:
        if at not in text.standing:
            continue
        # Below a section that is still to be opened, nothing stands yet.
        above = text.standing.get(target.above) if target.above is not None else None
        is_open = target.above is None or above is not None
        if is_open and text.standing[at].section.parent_id == (above and above.section_id):
            beside.setdefault(target.above, []).append(at)
    return _in_order(text, beside.values())


def _staying_elements(text: Rearrangement, homes: dict[int, int], front: int) -> set[int]:
    """Return the elements that keep their section, and their order in it."""
    inside: dict[int | None, list[int]] = {}
    for at, target in text.others:
        home = front if target.section is None else homes[target.section]
        if at in text.standing and text.standing[at].section_id == home:
            inside.setdefault(target.section, []).append(at)
    return _in_order(text, inside.values())


def _in_order(text: Rearrangement, lists: Iterable[list[int]]) -> set[int]:
    staying: set[int] = set()
    for places in lists:
        keys = [text.standing[at].order for at in places]
        staying |= {places[place] for place in longest_increasing(keys)}
    return staying


def _look_again(text: Rearrangement) -> None:
    """Read the elements anew: moving sections and making room has changed where they stand."""
    rows = Element.objects.select_related("plan", "section", "lead", "current_revision")
    now = rows.in_bulk([element.pk for element in text.standing.values()])
    text.standing = {at: now[element.pk] for at, element in text.standing.items()}


def _fresh(element: Element) -> Element:
    """Read an element anew."""
    return Element.objects.select_related("plan", "section__parent", "lead").get(pk=element.pk)


def _lead(text: Rearrangement, target: Target) -> Element | None:
    return None if target.lead is None else text.standing[target.lead]


def _add(text: Rearrangement, target: Target, after: Element | None) -> Element:
    added = add_element(
        text.plan,
        actor=text.actor,
        after=after,
        kind=target.kind.value,
        text=target.text,
        reason=text.reason,
        section=text.section_of(target.section),
        lead=_lead(text, target),
        level=target.level,
        emphasis=target.emphasis,
    )
    return _freed(text, added, target)


def _move(text: Rearrangement, at: int, after: Element | None) -> Element:
    target = text.targets[at]
    moved = move_element(
        text.standing[at],
        actor=text.actor,
        after=after,
        section=text.section_of(target.section),
        reason=text.reason,
        lead=_lead(text, target),
    )
    return _freed(text, moved, target)


def _hang(text: Rearrangement, at: int, after: Element | None) -> Element:
    """Hang an item that stays where it is under another lead, if it is to be."""
    target, element = text.targets[at], text.standing[at]
    lead = _lead(text, target)
    if element.lead_id == (lead.pk if lead else None):
        return element
    return _move(text, at, after) if lead else _freed(text, _fresh(element), target)


def _freed(text: Rearrangement, element: Element, target: Target) -> Element:
    """Hang an item under nothing, where no unit leads it."""
    if target.lead is None and element.lead_id is not None:
        element.lead = None
        save_traced(element, by=text.actor.person, reason=text.reason)
    return element
