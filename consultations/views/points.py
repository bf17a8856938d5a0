"""The points of a synthesis: writing, rewording, moving, striking out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultations.forms.synthesizing import PointForm, StrikeForm
from consultations.models import Consultation, Point
from consultations.operations.synthesizing import (
    revise_point,
    shift_point,
    strike_point,
    write_point,
)
from consultations.permissions import may_read_contributions, may_write_synthesis
from consultations.queries.points import (
    chosen_first,
    comments_to_rest_on,
    excerpts_of,
    headings_of,
)
from consultations.views.finding import find_consultation, refusal_words
from documents.compare import compare_words
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.http import PortalRequest
from sections.models import DraftUnit

STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def point_create(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Write a point under a section, resting on chosen comments."""
    consultation = find_consultation(request, plan, number)
    require(may_write_synthesis(request.capacity, consultation))
    section = _section(request, consultation)
    named = request.GET.get("comment", "")
    form = _form(
        request, consultation, section, excerpts={int(named): ""} if named.isdecimal() else {}
    )
    if request.method == "POST" and form.is_valid():
        try:
            point = write_point(
                consultation,
                actor=request.capacity,
                section=section,
                text=form.cleaned_data["text"],
                becomes=form.cleaned_data["becomes"],
                sources=form.cleaned_data["sources"],
            )
        except (RuleViolation, ValidationError) as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, _("The point was written."))
            return redirect(_bench_address(consultation, point))
    context = _context(consultation, section=section, form=form)
    return render(request, "consultations/point_create.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def point_revise(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Reword a point, and choose anew what it rests on."""
    consultation = find_consultation(request, plan, number)
    point = _find_point(request, consultation, pk)
    form = _form(request, consultation, point.section, point=point, excerpts=excerpts_of(point))
    spans = None
    if request.method == "POST" and form.is_valid():
        try:
            revise_point(
                point,
                actor=request.capacity,
                text=form.cleaned_data["text"],
                becomes=form.cleaned_data["becomes"],
                sources=form.cleaned_data["sources"],
                based_on=form.cleaned_data["based_on"] or 0,
            )
        except StaleRevision as stale:
            form.add_error(None, str(stale))
            form.base_on(point)
            spans = compare_words(point.text, form.cleaned_data["text"])
        except (RuleViolation, ValidationError) as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, _("The point was reworded."))
            return redirect(_bench_address(consultation, point))
    context = _context(consultation, section=point.section, form=form)
    context |= {"point": point, "spans": spans}
    return render(request, "consultations/point_revise.html", context)


@require_POST
def point_move(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Move a point one place up or down in its section."""
    consultation = find_consultation(request, plan, number)
    point = _find_point(request, consultation, pk)
    steps = STEPS.get(request.POST.get("direction", ""))
    if steps is None:
        raise Http404
    shift_point(point, actor=request.capacity, steps=steps)
    return redirect(_bench_address(consultation, point))


@require_http_methods(["GET", "HEAD", "POST"])
def point_strike(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Strike a point out, with the reason."""
    consultation = find_consultation(request, plan, number)
    point = _find_point(request, consultation, pk)
    form = StrikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            strike_point(point, actor=request.capacity, **form.cleaned_data)
        except (RuleViolation, ValidationError) as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, _("The point was struck out."))
            address = reverse("consultations:synthesis", args=_names(consultation))
            return redirect(address)
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "point": point,
        "form": form,
    }
    return render(request, "consultations/point_strike.html", context)


def _find_point(request: PortalRequest, consultation: Consultation, pk: int) -> Point:
    require(may_read_contributions(request.capacity, consultation))
    points = Point.objects.visible_to(request.capacity).standing().filter(consultation=consultation)
    point = get_object_or_404(points.select_related("section__revision", "consultation"), pk=pk)
    require(may_write_synthesis(request.capacity, consultation))
    return point


def _section(request: PortalRequest, consultation: Consultation) -> DraftUnit | None:
    uid = request.GET.get("section", "")
    return get_object_or_404(headings_of(consultation), uid=uid) if uid else None


def _form(
    request: PortalRequest,
    consultation: Consultation,
    section: DraftUnit | None,
    *,
    excerpts: dict[int, str],
    point: Point | None = None,
) -> PointForm:
    comments = comments_to_rest_on(consultation, request.capacity, section=section, point=point)
    initial: dict[str, Any] = {}
    if point is not None:
        initial = {"text": point.text, "becomes": point.becomes, "based_on": point.version}
    return PointForm(
        request.POST or None,
        comments=chosen_first(comments, excerpts),
        excerpts=excerpts,
        initial=initial,
    )


def _context(
    consultation: Consultation, *, section: DraftUnit | None, form: PointForm
) -> dict[str, Any]:
    return {
        "consultation": consultation,
        "plan": consultation.plan,
        "section": section,
        "form": form,
    }


def _names(consultation: Consultation) -> list[Any]:
    return [consultation.plan.slug, consultation.number]


def _bench_address(consultation: Consultation, point: Point) -> str:
    address = reverse("consultations:synthesis", args=_names(consultation))
    return f"{address}#point-{point.pk}"
