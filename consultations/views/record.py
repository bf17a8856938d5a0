"""The record of a consultation, as staff look it over: what is left out, what changed, tallies."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations.forms.since import SinceForm
from consultations.permissions import (
    may_read_contributions,
    may_share_reflections,
    may_write_synthesis,
)
from consultations.queries.answers import tally_page
from consultations.queries.left_out import left_out_page
from consultations.queries.since import changes_since, last_midnight
from consultations.views.finding import find_consultation
from lap_portal.decisions import require
from lap_portal.http import PortalRequest


@require_safe
def left_out(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """The comments reflected in no point and marked nowhere, of one section or of all."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    section = request.GET.get("section", "")
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": left_out_page(
            consultation,
            request.capacity,
            section=section,
            number=request.GET.get("page", ""),
        ),
        "may_write": may_write_synthesis(request.capacity, consultation),
        "may_reflect": may_share_reflections(request.capacity, consultation),
        "kept": urlencode({"section": section}) if section else "",
    }
    return render(request, "consultations/left_out.html", context)


@require_safe
def record_changes(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """What changed in the record since an instant: without one, since midnight."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    zone = consultation.zone
    asked = SinceForm(request.GET)
    since = asked.moment(zone, otherwise=last_midnight(consultation))
    local = since.astimezone(zone).replace(tzinfo=None)
    context: dict[str, Any] = {
        "plan": consultation.plan,
        "consultation": consultation,
        "form": SinceForm(initial={"since": local}),
        "page": changes_since(
            consultation, request.capacity, since=since, number=request.GET.get("page", "")
        ),
        "kept": urlencode({"since": f"{local:%Y-%m-%dT%H:%M}"}),
    }
    return render(request, "consultations/record_changes.html", context)


@require_safe
def answers_tally(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """How each question was answered, with the reasons beneath, and the way to a point."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    question = request.GET.get("question", "")
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": tally_page(consultation, request.capacity, question=question),
        "may_write": may_write_synthesis(request.capacity, consultation),
    }
    return render(request, "consultations/answers_tally.html", context)
