"""The synthesis: its workbench for staff, its issued editions for everybody who takes part."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms.synthesizing import AdoptForm, SynthesisForm
from consultations.models import Consultation, Synthesis
from consultations.operations.synthesizing import (
    adopt_synthesis,
    digest_of_points,
    issue_synthesis,
)
from consultations.permissions import (
    may_adopt_synthesis,
    may_read_contributions,
    may_write_synthesis,
)
from consultations.queries.left_out import comments_left_out
from consultations.queries.points import workbench
from consultations.queries.synthesis import blocks_of, points_paper, synthesis_outline
from consultations.views.finding import find_consultation
from lap_portal.acts import REFUSALS, refuse
from lap_portal.decisions import require
from lap_portal.http import PortalRequest


@require_safe
def synthesis(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """For staff the workbench; for everybody else the latest issued edition, as a paper."""
    consultation = find_consultation(request, plan, number)
    context: dict[str, Any] = {"consultation": consultation, "plan": consultation.plan}
    if may_read_contributions(request.capacity, consultation):
        context |= {
            "workbench": workbench(
                consultation, request.capacity, section=request.GET.get("section", "")
            ),
            "may_write": may_write_synthesis(request.capacity, consultation),
        }
        return render(request, "consultations/synthesis.html", context)
    edition = _editions(request, consultation).first()
    if edition is not None:
        return redirect(edition)
    return render(request, "consultations/synthesis.html", context | {"workbench": None})


@require_safe
def synthesis_read(request: PortalRequest, plan: str, number: int, edition: int) -> HttpResponse:
    """One issued edition, as a paper: no author, no count, no source."""
    consultation = find_consultation(request, plan, number)
    editions = list(_editions(request, consultation))
    found = next((each for each in editions if each.number == edition), None)
    if found is None:
        raise Http404
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "synthesis": found,
        "editions": editions,
        "blocks": blocks_of(synthesis_outline(found)),
        "may_adopt": may_adopt_synthesis(request.capacity, consultation.plan),
    }
    return render(request, "consultations/synthesis_read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def synthesis_issue(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Show exactly what would be frozen, and issue it."""
    consultation = find_consultation(request, plan, number)
    require(may_write_synthesis(request.capacity, consultation))
    seen = digest_of_points(consultation, request.capacity)
    left = comments_left_out(consultation, request.capacity).count()
    typed = request.POST if request.method == "POST" else None
    form = SynthesisForm(typed, seen=seen, left_out=left)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            issued = issue_synthesis(consultation, actor=request.capacity, **form.cleaned_data)
        except REFUSALS as refusal:
            status = refuse(form, refusal)
            form.look_again(seen)
        else:
            messages.success(request, _("The synthesis was issued."))
            return redirect(issued)
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "form": form,
        "left_out": left,
        "is_closed": consultation.state == Consultation.State.CLOSED,
        "blocks": blocks_of(points_paper(consultation, request.capacity, title="").outline),
    }
    return render(request, "consultations/synthesis_issue.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def synthesis_adopt(request: PortalRequest, plan: str, number: int, edition: int) -> HttpResponse:
    """Make an issued edition the text of the next plan."""
    consultation = find_consultation(request, plan, number)
    found = get_object_or_404(_editions(request, consultation), number=edition)
    require(may_adopt_synthesis(request.capacity, consultation.plan))
    typed = request.POST if request.method == "POST" else None
    form = AdoptForm(typed, initial={"title": found.title})
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            successor = adopt_synthesis(found, actor=request.capacity, **form.cleaned_data)
        except REFUSALS as refusal:
            status = refuse(form, refusal)
        else:
            messages.success(request, _("The synthesis is now the text of a new plan."))
            return redirect(reverse("consultations:plan_read", args=[successor.slug]))
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "synthesis": found,
        "units": found.units.count(),
        "form": form,
    }
    return render(request, "consultations/synthesis_adopt.html", context, status=status)


def _editions(request: PortalRequest, consultation: Consultation) -> QuerySet[Synthesis]:
    seen = Synthesis.objects.visible_to(request.capacity).filter(consultation=consultation)
    return seen.select_related("consultation__plan", "consultation__draft").order_by("-number")
