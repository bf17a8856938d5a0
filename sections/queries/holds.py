"""Who holds which text, and who else is at an element: for those who read the working text."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from lap_portal.decisions import Decision
from sections.labels import join_labels
from sections.models import ActionPlan, Element, Hold, Presence, Section
from sections.permissions import may_hold, may_read_working_text


@dataclass(frozen=True, slots=True)
class Held:
    """A section that somebody holds, in words."""

    hold: Hold
    place: str


@dataclass(frozen=True, slots=True)
class Holding:
    """
    Who holds a section, and the sections above and below it; `place` is the section in words.

    `hold` is that of the section itself; `around` those of the others, from the top.
    """

    section: Section
    place: str
    hold: Hold | None
    around: tuple[Held, ...]
    is_own: bool
    may_hold: Decision


def holding_of(section: Section, reader: Capacity) -> Holding | None:
    """What a reader may know of the holds on a section (one query); None for who may not know."""
    if not may_read_working_text(reader, section.plan):
        return None
    in_force = Hold.objects.visible_to(reader).in_force().filter(section__plan=section.plan_id)
    holds = in_force.select_related("section__parent", "person").order_by("section__path")
    near = [hold for hold in holds if _is_near(hold.section, section)]
    own = next((hold for hold in near if hold.section_id == section.pk), None)
    return Holding(
        section=section,
        place=_place(section),
        hold=own,
        around=tuple(Held(hold, _place(hold.section)) for hold in near if hold != own),
        is_own=own is not None and own.person == reader.person,
        may_hold=may_hold(reader, section),
    )


def _place(section: Section) -> str:
    """A section in words; it must have come with the one above it."""
    if not section.label:
        return _("the front section")
    above = section.parent.label if section.parent else ""
    return _("section %(path)s") % {"path": join_labels(above, section.label)}


def holding_at(plan: ActionPlan, uid: str, reader: Capacity) -> Holding | None:
    """The same for the section of a plan that has a uid (two queries; none for others)."""
    if not may_read_working_text(reader, plan):
        return None
    section = plan.sections.select_related("plan", "parent").filter(uid=uid).first()
    return holding_of(section, reader) if section else None


def _is_near(one: Section, other: Section) -> bool:
    return one.path.startswith(other.path) or other.path.startswith(one.path)


def others_at(element: Element, reader: Capacity) -> list[str]:
    """The names of the others who have an element open for rewording now (one query)."""
    here = Presence.objects.visible_to(reader).now().filter(element=element)
    names = here.exclude(person=reader.person).values_list("person__name", flat=True)
    return list(names.order_by("person__name"))
