"""Holding the text of a section, and giving it back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lap_portal.errors import RuleViolation
from lap_portal.http import PortalRequest
from sections.forms.holding import HoldForm
from sections.models import Element, Section
from sections.operations.holding import hold_section, release_section
from sections.views.finding import find_plan


@require_POST
def section_hold(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Hold the text of a section, or take it over."""
    section = _find(request, plan, uid)
    form = HoldForm(request.POST)
    over = form.cleaned_data["over"] if form.is_valid() else None
    return _act(
        request,
        section,
        lambda: hold_section(section, actor=request.capacity, over=over),
        _("You hold this text; the others see it."),
    )


@require_POST
def section_release(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Give back the text of a section that one holds."""
    section = _find(request, plan, uid)
    return _act(
        request,
        section,
        lambda: release_section(section, actor=request.capacity),
        _("You gave this text back."),
    )


def _find(request: PortalRequest, slug: str, uid: str) -> Section:
    """A section with an element of which the reader may know; else 404."""
    known = Element.objects.visible_to(request.capacity).filter(section__uid=uid)
    sections = Section.objects.select_related("plan").filter(plan=find_plan(request, slug))
    return get_object_or_404(sections, pk__in=known.values("section"), uid=uid)


def _act(
    request: PortalRequest, section: Section, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do it, say what came of it, and go back to where the button was."""
    try:
        act()
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, done)
    form = HoldForm(request.POST)
    element = form.cleaned_data["element"] if form.is_valid() else ""
    if element:
        return redirect("consultations:element_read", section.plan.slug, element)
    return redirect("consultations:section_read", section.plan.slug, section.uid)
