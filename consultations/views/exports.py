"""Documents to take away: the page that lists them, and one address per document."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations.exports.synthesis import synthesis_paper, unissued_paper
from consultations.models import Synthesis
from consultations.permissions import may_read_contributions, may_read_participation
from consultations.queries.exporting import documents_of
from consultations.views.finding import find_consultation
from lap_portal.decisions import require
from lap_portal.downloads import paper_file
from lap_portal.http import PortalRequest


@require_safe
def exports(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """The documents of a consultation, and the formats each may be had in."""
    consultation = find_consultation(request, plan, number)
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "documents": documents_of(consultation, request.capacity),
        "may_read_contributions": may_read_contributions(request.capacity, consultation),
        "may_read_participation": may_read_participation(request.capacity, consultation),
    }
    return render(request, "consultations/exports.html", context)


@require_safe
def synthesis_file(
    request: PortalRequest, plan: str, number: int, edition: int, extension: str
) -> HttpResponse:
    """An issued synthesis as a file."""
    consultation = find_consultation(request, plan, number)
    seen = Synthesis.objects.visible_to(request.capacity).select_related("consultation__draft")
    synthesis = get_object_or_404(seen, consultation=consultation, number=edition)
    name = f"{plan}-consultation-{number}-synthesis-{edition}"
    return paper_file(synthesis_paper(synthesis), name=name, extension=extension)


@require_safe
def points_file(request: PortalRequest, plan: str, number: int, extension: str) -> HttpResponse:
    """The points as they stand, for staff, as a file."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    name = f"{plan}-consultation-{number}-points-not-issued"
    return paper_file(
        unissued_paper(consultation, request.capacity), name=name, extension=extension
    )
