"""The pages that people read: home, the plan, a section, an element, drafts and comparisons."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations.queries.comparing import comparison_page
from consultations.queries.elements import element_page
from consultations.queries.home import home_page
from consultations.queries.reading import PlanPage, SectionPlace, plan_page, section_place
from consultations.queries.shelves import Shelf, find_shelf
from delegations.capacities import Capacity
from lap_portal.http import PortalRequest
from sections.models import Draft, Element
from sections.permissions import may_read_working_text
from sections.queries import PlanText, draft_text, working_text
from sections.queries.holds import Holding, holding_at


@require_safe
@login_not_required
def home(request: PortalRequest) -> HttpResponse:
    """What is open, what is due, and what to do next."""
    return render(request, "consultations/home.html", {"page": home_page(request.capacity)})


@require_safe
@login_not_required
def plan_read(request: PortalRequest, plan: str) -> HttpResponse:
    """The whole text: for staff as it is worked on, for others the latest draft they may read."""
    shelf = _find_shelf(request, plan)
    page = _page(request, shelf, _draft_shown(request.capacity, shelf))
    return _answer(request, "consultations/plan_read.html", page)


@require_safe
@login_not_required
def section_read(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """One section and what lies below it, in the text that `plan_read` shows."""
    shelf = _find_shelf(request, plan)
    page = _page(request, shelf, _draft_shown(request.capacity, shelf), section=uid)
    place = section_place(page, uid)
    if place is None:
        raise Http404
    holding = holding_at(shelf.plan, uid, request.capacity)
    return _answer(request, "consultations/section_read.html", page, place=place, holding=holding)


@require_safe
@login_not_required
def draft_read(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """An issued draft as it stood, with its data."""
    shelf = _find_shelf(request, plan)
    page = _page(request, shelf, _find_draft(shelf, number))
    return _answer(request, "consultations/draft_read.html", page)


@require_safe
@login_not_required
def element_read(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """One element or question: its wording, what it was before, and what is said about it."""
    shelf = _find_shelf(request, plan)
    known = Element.objects.visible_to(request.capacity).filter(plan=shelf.plan)
    element = get_object_or_404(
        known.select_related("plan", "section__plan", "section__parent"), uid=uid
    )
    draft = _draft_shown(request.capacity, shelf)
    page = element_page(
        shelf,
        element,
        _text(shelf, draft),
        draft=draft,
        reader=request.capacity,
        old=request.GET.get("old", ""),
        new=request.GET.get("new", ""),
    )
    context = {"plan": shelf.plan, "consultation": shelf.consultation_on(draft), "page": page}
    return render(request, "consultations/element_read.html", context)


@require_safe
@login_not_required
def draft_compare(request: PortalRequest, plan: str, number: int, other: int) -> HttpResponse:
    """What changed between two drafts, the older first whichever is named first."""
    shelf = _find_shelf(request, plan)
    if number == other:
        raise Http404
    old, new = (_find_draft(shelf, n) for n in sorted([number, other]))
    consultation = shelf.consultation_on(new)
    context = {
        "plan": shelf.plan,
        "consultation": consultation,
        "page": comparison_page(old, new, consultation, request.capacity),
        "sides": request.GET.get("show") == "sides",
    }
    return render(request, "consultations/draft_compare.html", context)


def _find_shelf(request: PortalRequest, slug: str) -> Shelf:
    shelf = find_shelf(slug, request.capacity)
    if shelf is None:
        raise Http404
    return shelf


def _find_draft(shelf: Shelf, number: int) -> Draft:
    draft = shelf.draft(number)
    if draft is None:
        raise Http404
    return draft


def _draft_shown(reader: Capacity, shelf: Shelf) -> Draft | None:
    return None if may_read_working_text(reader, shelf.plan) else shelf.latest


def _page(
    request: PortalRequest, shelf: Shelf, draft: Draft | None, *, section: str = ""
) -> PlanPage:
    return plan_page(
        shelf,
        _text(shelf, draft),
        draft=draft,
        reader=request.capacity,
        view=request.GET.get("show", ""),
        section=section,
    )


def _text(shelf: Shelf, draft: Draft | None) -> PlanText:
    return draft_text(draft) if draft else working_text(shelf.plan)


def _answer(
    request: PortalRequest, template: str, page: PlanPage, **more: SectionPlace | Holding | None
) -> HttpResponse:
    context = {"plan": page.shelf.plan, "consultation": page.consultation, "page": page, **more}
    return render(request, template, context)
