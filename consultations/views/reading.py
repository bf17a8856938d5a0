"""The pages that people read: home, the plan, a section, an element, drafts and comparisons."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.models import Consultation
from consultations.permissions import may_prepare
from consultations.queries.comparing import comparison_page
from consultations.queries.elements import element_page
from consultations.queries.home import home_page
from consultations.queries.reading import PlanPage, SectionPlace, plan_page, section_place
from consultations.queries.shelves import Shelf, find_shelf
from delegations.capacities import Capacity
from lap_portal.decisions import Decision, denied
from lap_portal.http import PortalRequest
from sections.models import Draft, Element
from sections.permissions import may_read_working_text, may_revise, may_widen_circulation
from sections.queries import PlanText, draft_text, working_text


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
    return _answer(request, "consultations/section_read.html", page, place=place)


@require_safe
@login_not_required
def draft_read(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """An issued draft as it stood, with its data."""
    shelf = _find_shelf(request, plan)
    draft = _find_draft(shelf, number)
    page = _page(request, shelf, draft)
    widens = may_widen_circulation(request.capacity, draft)
    return _answer(request, "consultations/draft_read.html", page, may_widen=widens)


@require_safe
@login_not_required
def element_read(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """One element or question: its wording, what it was before, and what is said about it."""
    shelf = _find_shelf(request, plan)
    known = Element.objects.visible_to(request.capacity).filter(plan=shelf.plan)
    element = get_object_or_404(known, uid=uid)
    draft = _draft_shown(request.capacity, shelf)
    page = element_page(
        shelf,
        element,
        _text(shelf, draft),
        reader=request.capacity,
        old=request.GET.get("old", ""),
        new=request.GET.get("new", ""),
    )
    context = {
        "plan": shelf.plan,
        "consultation": shelf.consultation_on(draft),
        "page": page,
        "may_comment": _may_comment(request.capacity, draft, shelf.consultation_on(draft)),
        "may_revise": may_revise(request.capacity, element),
    }
    return render(request, "consultations/element_read.html", context)


@require_safe
@login_not_required
def draft_compare(request: PortalRequest, plan: str, number: int, other: int) -> HttpResponse:
    """What changed between two drafts, the older first whichever is named first."""
    shelf = _find_shelf(request, plan)
    if number == other:
        raise Http404
    old, new = (_find_draft(shelf, n) for n in sorted([number, other]))
    context = {
        "plan": shelf.plan,
        "shelf": shelf,
        "page": comparison_page(old, new, request.capacity),
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
    request: PortalRequest, template: str, page: PlanPage, **more: SectionPlace | Decision
) -> HttpResponse:
    context = {
        "plan": page.shelf.plan,
        "consultation": page.consultation,
        "page": page,
        "may_comment": _may_comment(request.capacity, page.draft, page.consultation),
        **more,
    }
    return render(request, template, context)


def _may_comment(
    reader: Capacity, draft: Draft | None, consultation: Consultation | None
) -> Decision:
    """Whether to offer the way in: only beside the draft consulted on, while it is open."""
    if draft is None or consultation is None or consultation.state != Consultation.State.OPEN:
        return denied(_("No consultation on this text is open."))
    return may_prepare(reader, consultation)
