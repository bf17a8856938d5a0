"""What the pages share: finding what an address names."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from lap_portal.http import PortalRequest
from sections.models import ActionPlan, Draft, Element, Section
from sections.queries import PlanText, TextUnit, working_text


def find_plan(request: PortalRequest, slug: str) -> ActionPlan:
    """The plan, as far as the reader may know of it; else 404."""
    return get_object_or_404(ActionPlan.objects.visible_to(request.capacity), slug=slug)


def find_element(request: PortalRequest, slug: str, uid: str) -> Element:
    """An element of a plan, as far as the reader may know of it; else 404."""
    seen = Element.objects.visible_to(request.capacity).filter(plan__slug=slug)
    return get_object_or_404(
        seen.select_related("plan", "section__parent", "current_revision"), uid=uid
    )


def find_section(request: PortalRequest, slug: str, uid: str) -> tuple[Section, Element]:
    """A section that has a heading, and the heading, if the reader may know of it; else 404."""
    headings = Element.objects.visible_to(request.capacity).filter(plan__slug=slug)
    heading = get_object_or_404(
        headings.select_related("plan", "section_headed"), section_headed__uid=uid
    )
    return heading.section_headed, heading


def find_draft(request: PortalRequest, slug: str, number: int) -> Draft:
    """An issued draft within whose circulation the reader is; else 404."""
    seen = Draft.objects.visible_to(request.capacity).filter(plan__slug=slug)
    return get_object_or_404(seen.select_related("plan"), number=number)


def find_unit(element: Element) -> tuple[PlanText, TextUnit]:
    """The working text, and the element as a unit of it; 404 where it was deleted."""
    text = working_text(element.plan)
    unit = text.unit(element.uid)
    if unit is None:
        raise Http404
    return text, unit
