"""Figures for staff, as pages and as files."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations.exports.figures import about_figures, figures_sheet, speaking_sheet
from consultations.models import Consultation
from consultations.permissions import may_read_contributions
from consultations.queries.figures import figures_page
from consultations.queries.speaking import speaking_page
from consultations.views.finding import find_consultation
from documents.writing.formats import LISTS
from documents.writing.spreadsheet import Sheet
from lap_portal.decisions import require
from lap_portal.downloads import written_file
from lap_portal.http import PortalRequest


@require_safe
def figures(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """How many comments stand, by section, position, type, category and regional group."""
    consultation = _seen(request, plan, number)
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "page": figures_page(consultation, request.capacity),
        "about": about_figures(consultation),
        "desk": consultation.address("desk"),
    }
    return render(request, "consultations/figures.html", context)


@require_safe
def figures_file(request: PortalRequest, plan: str, number: int, extension: str) -> HttpResponse:
    """The figures, each crossed by position, as a file marked internal."""
    consultation = _listed(request, plan, number, extension)
    page = figures_page(consultation, request.capacity)
    return _internal(figures_sheet(page, consultation), consultation, "figures", extension)


@require_safe
def figures_delegations(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Which delegation spoke how often of which section."""
    consultation = _seen(request, plan, number)
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "page": speaking_page(consultation, request.capacity),
        "about": about_figures(consultation),
        "desk": consultation.address("desk"),
    }
    return render(request, "consultations/figures_delegations.html", context)


@require_safe
def figures_delegations_file(
    request: PortalRequest, plan: str, number: int, extension: str
) -> HttpResponse:
    """Who spoke where, as a file marked internal."""
    consultation = _listed(request, plan, number, extension)
    page = speaking_page(consultation, request.capacity)
    sheet = speaking_sheet(page, consultation)
    return _internal(sheet, consultation, "figures-by-delegation", extension)


def _seen(request: PortalRequest, plan: str, number: int) -> Consultation:
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    return consultation


def _listed(request: PortalRequest, plan: str, number: int, extension: str) -> Consultation:
    """The consultation, before anything is counted for a format in which no list is written."""
    consultation = _seen(request, plan, number)
    if extension not in LISTS:
        raise Http404
    return consultation


def _internal(sheet: Sheet, consultation: Consultation, what: str, extension: str) -> HttpResponse:
    place = f"{consultation.plan.slug}-consultation-{consultation.number}"
    name = f"{place}-{what}-INTERNAL-for-staff"
    return written_file(sheet, LISTS, name=name, extension=extension)
