"""Documents to take away: the page that lists them, and one address per document and format."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations.exports import (
    PDF,
    PLAIN_TEXT,
    WORD,
    Format,
    synthesis_paper,
    unissued_paper,
)
from consultations.models import Synthesis
from consultations.permissions import may_read_contributions
from consultations.queries.exporting import documents_of
from consultations.views.finding import find_consultation
from documents.writing.paper import Paper
from lap_portal.decisions import require
from lap_portal.http import PortalRequest
from sections.exports import draft_file_name, draft_paper
from sections.models import Draft


@require_safe
def exports(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """The documents of a consultation, and the formats each may be had in."""
    consultation = find_consultation(request, plan, number)
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "documents": documents_of(consultation, request.capacity),
    }
    return render(request, "consultations/exports.html", context)


@login_not_required
@require_safe
def draft_word(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """An issued draft as a Word file."""
    return _draft(request, plan, number, WORD)


@login_not_required
@require_safe
def draft_pdf(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """An issued draft as a PDF."""
    return _draft(request, plan, number, PDF)


@login_not_required
@require_safe
def draft_plain_text(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """An issued draft as plain text."""
    return _draft(request, plan, number, PLAIN_TEXT)


@require_safe
def synthesis_word(request: PortalRequest, plan: str, number: int, edition: int) -> HttpResponse:
    """An issued synthesis as a Word file."""
    return _synthesis(request, plan, number, edition, WORD)


@require_safe
def synthesis_pdf(request: PortalRequest, plan: str, number: int, edition: int) -> HttpResponse:
    """An issued synthesis as a PDF."""
    return _synthesis(request, plan, number, edition, PDF)


@require_safe
def synthesis_plain_text(
    request: PortalRequest, plan: str, number: int, edition: int
) -> HttpResponse:
    """An issued synthesis as plain text."""
    return _synthesis(request, plan, number, edition, PLAIN_TEXT)


@require_safe
def points_word(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """The points as they stand, for staff, as a Word file."""
    return _points(request, plan, number, WORD)


@require_safe
def points_pdf(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """The points as they stand, for staff, as a PDF."""
    return _points(request, plan, number, PDF)


@require_safe
def points_plain_text(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """The points as they stand, for staff, as plain text."""
    return _points(request, plan, number, PLAIN_TEXT)


def _draft(request: PortalRequest, plan: str, number: int, form: Format) -> HttpResponse:
    seen = Draft.objects.visible_to(request.capacity).select_related("plan")
    draft = get_object_or_404(seen, plan__slug=plan, number=number)
    return _download(draft_paper(draft), form, name=draft_file_name(draft, form.extension))


def _synthesis(
    request: PortalRequest, plan: str, number: int, edition: int, form: Format
) -> HttpResponse:
    consultation = find_consultation(request, plan, number)
    seen = Synthesis.objects.visible_to(request.capacity).select_related("consultation__plan")
    synthesis = get_object_or_404(seen, consultation=consultation, number=edition)
    name = f"{plan}-consultation-{number}-synthesis-{edition}.{form.extension}"
    return _download(synthesis_paper(synthesis), form, name=name)


def _points(request: PortalRequest, plan: str, number: int, form: Format) -> HttpResponse:
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    name = f"{plan}-consultation-{number}-points-not-issued.{form.extension}"
    return _download(unissued_paper(consultation), form, name=name)


def _download(paper: Paper, form: Format, *, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(form.write(paper), content_type=form.content_type, headers=headers)
