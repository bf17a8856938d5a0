"""The points of a synthesis: writing, rewording, moving, striking out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultations.forms.participating import numbers_in
from consultations.forms.synthesizing import PointForm, StrikeForm
from consultations.models import Answer, Consultation, Point
from consultations.operations.synthesizing import (
    revise_point,
    shift_point,
    strike_point,
    write_point,
)
from consultations.permissions import may_read_contributions, may_write_synthesis
from consultations.queries.desk import FRONT, headings_of
from consultations.queries.points import (
    answers_to_rest_on,
    chosen_first,
    comments_to_rest_on,
    excerpts_of,
    reworded_meanwhile,
)
from consultations.queries.proposing import offer_of
from consultations.views.finding import find_consultation
from lap_portal.acts import REFUSALS, attempt, refuse
from lap_portal.decisions import require
from lap_portal.http import PortalRequest
from sections.models import DraftUnit

STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def point_create(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Write a point under a section, resting on chosen comments."""
    consultation = find_consultation(request, plan, number)
    require(may_write_synthesis(request.capacity, consultation))
    section = _section(request, consultation)
    form = _form(request, consultation, section)
    status = HTTPStatus.OK
    if request.method == "POST" and "weigh" not in request.POST and form.is_valid():
        try:
            point = write_point(consultation, actor=request.capacity, section=section, **form.words)
        except REFUSALS as refusal:
            status = refuse(form, refusal)
        else:
            messages.success(request, _("The point was written."))
            return redirect(bench_address(consultation, point.section, point))
    context = _context(consultation, section=section, form=form)
    return render(request, "consultations/point_create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def point_revise(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Reword a point, and choose anew what it rests on."""
    consultation = find_consultation(request, plan, number)
    point = _find_point(request, consultation, pk)
    form = _form(request, consultation, point.section, point=point)
    if "weigh" in request.POST:
        context = _context(consultation, section=point.section, form=form) | {"point": point}
        return render(request, "consultations/point_revise.html", context | {"meanwhile": None})
    status = attempt(
        request,
        form,
        lambda: revise_point(
            point,
            actor=request.capacity,
            based_on=form.cleaned_data["based_on"] or 0,
            **form.words,
        ),
    )
    if status is None:
        messages.success(request, _("The point was reworded."))
        return redirect(bench_address(consultation, point.section, point))
    meanwhile = None
    if status == HTTPStatus.CONFLICT:
        point.refresh_from_db()
        meanwhile = reworded_meanwhile(point, begun=form.cleaned_data["based_on"] or 0)
        form.base_on(point)
    context = _context(consultation, section=point.section, form=form)
    context |= {"point": point, "meanwhile": meanwhile}
    return render(request, "consultations/point_revise.html", context, status=status)


@require_POST
def point_move(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Move a point one place up or down in its section."""
    consultation = find_consultation(request, plan, number)
    point = _find_point(request, consultation, pk)
    steps = STEPS.get(request.POST.get("direction", ""))
    if steps is None:
        raise Http404
    shift_point(point, actor=request.capacity, steps=steps)
    return redirect(bench_address(consultation, point.section, point))


@require_http_methods(["GET", "HEAD", "POST"])
def point_strike(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Strike a point out, with the reason."""
    consultation = find_consultation(request, plan, number)
    point = _find_point(request, consultation, pk)
    form = StrikeForm(request.POST if request.method == "POST" else None)
    status = attempt(
        request,
        form,
        lambda: strike_point(point, actor=request.capacity, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("The point was struck out."))
        return redirect(bench_address(consultation, point.section))
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "point": point,
        "form": form,
    }
    return render(request, "consultations/point_strike.html", context, status=status)


def bench_address(
    consultation: Consultation, section: DraftUnit | None, point: Point | None = None
) -> str:
    """The workbench of one section, at one of its points if one is given."""
    address = f"{consultation.address('synthesis')}?section={section.uid if section else FRONT}"
    return f"{address}#point-{point.pk}" if point else address


def _find_point(request: PortalRequest, consultation: Consultation, pk: int) -> Point:
    require(may_read_contributions(request.capacity, consultation))
    points = Point.objects.visible_to(request.capacity).standing().filter(consultation=consultation)
    point = get_object_or_404(points.select_related("section__revision", "consultation"), pk=pk)
    require(may_write_synthesis(request.capacity, consultation))
    return point


def _section(request: PortalRequest, consultation: Consultation) -> DraftUnit | None:
    uid = request.GET.get("section", "")
    if uid in {"", FRONT}:
        return None
    return get_object_or_404(headings_of(consultation), uid=uid)


def _form(
    request: PortalRequest,
    consultation: Consultation,
    section: DraftUnit | None,
    *,
    point: Point | None = None,
) -> PointForm:
    """The form of a point; where what is ticked was only to be weighed, with what was typed."""
    reader, question = request.capacity, request.GET.get("question", "")
    comments = comments_to_rest_on(consultation, reader, section=section, point=point)
    answers = list(answers_to_rest_on(consultation, reader, question=question, point=point))
    excerpts = excerpts_of(point) if point else dict.fromkeys(_named(request), "")
    ordered = chosen_first(comments, excerpts)
    given: dict[str, Any] = {
        "comments": ordered,
        "excerpts": excerpts,
        "answers": answers,
        "answered": _answered(request, answers, point),
        "offer": offer_of(consultation, reader, comments=ordered, answers=answers),
        "initial": _present(point),
    }
    if request.method != "POST":
        return PointForm(**given)
    form = PointForm(request.POST, **given)
    if "weigh" not in request.POST:
        return form
    typed = {name: form[name].value() for name in form.fields}
    typed["text"] = form.begun(str(typed["phrase"] or ""), str(typed["text"] or ""))
    return PointForm(**given | {"initial": typed})


def _present(point: Point | None) -> dict[str, Any]:
    """What the form of a point begins with."""
    if point is None:
        return {}
    return {
        "text": point.text,
        "becomes": point.becomes,
        "phrase": point.phrase,
        "based_on": point.version,
    }


def _named(request: PortalRequest) -> list[int]:
    """The comments that the address names."""
    return numbers_in(request.GET, "comment")


def _answered(request: PortalRequest, answers: list[Answer], point: Point | None) -> set[int]:
    """The answers ticked at first: the point's own, or those of the tally one came from."""
    if point is not None:
        return set(point.answers.values_list("answer", flat=True))
    choice = request.GET.get("choice")
    return {answer.pk for answer in answers if choice is None or answer.choice == choice}


def _context(
    consultation: Consultation, *, section: DraftUnit | None, form: PointForm
) -> dict[str, Any]:
    return {
        "consultation": consultation,
        "plan": consultation.plan,
        "section": section,
        "back": bench_address(consultation, section),
        "form": form,
    }
