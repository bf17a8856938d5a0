"""A consultation: opening it, reading what it is, changing when it opens and closes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.calendar import CONTENT_TYPE, deadline_event
from consultations.forms.consulting import ConsultationForm, InstantsForm
from consultations.operations.consulting import change_instants, open_consultation
from consultations.permissions import may_open_consultation
from consultations.queries.consulting import consultation_page
from consultations.views.finding import find_consultation, number_in
from lap_portal.acts import REFUSALS, refuse
from lap_portal.decisions import require
from lap_portal.http import PortalRequest
from sections.models import ActionPlan, Draft


@require_safe
def consultation_read(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """What a consultation is about, when it closes, and what to do next."""
    consultation = find_consultation(request, plan, number)
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": consultation_page(consultation, request.capacity),
    }
    return render(request, "consultations/consultation_read.html", context)


@require_safe
def deadline_file(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """The reader's deadline as an event to keep in a calendar."""
    consultation = find_consultation(request, plan, number)
    event = deadline_event(consultation, consultation.own_closes_at)
    headers = {"Content-Disposition": 'attachment; filename="deadline.ics"'}
    return HttpResponse(event, content_type=f"{CONTENT_TYPE}; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_create(request: PortalRequest, plan: str) -> HttpResponse:
    """Open a consultation on one of a plan's drafts."""
    found = get_object_or_404(ActionPlan.objects.visible_to(request.capacity), slug=plan)
    drafts = Draft.objects.visible_to(request.capacity).filter(plan=found)
    require(may_open_consultation(request.capacity, drafts.first() or Draft(plan=found)))
    form = ConsultationForm(
        request.POST if request.method == "POST" else None,
        drafts=drafts,
        initial={"draft": drafts.filter(number=number_in(request, "draft") or 0).first()},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            consultation = open_consultation(actor=request.capacity, **form.cleaned_data)
        except REFUSALS as refusal:
            status = refuse(form, refusal)
        else:
            messages.success(request, _("The consultation was set up."))
            return redirect(consultation)
    context = {"plan": found, "form": form, "drafts": drafts}
    return render(request, "consultations/consultation_create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_revise_instants(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Change when a consultation opens or closes."""
    consultation = find_consultation(request, plan, number)
    require(may_open_consultation(request.capacity, consultation.draft))
    form = InstantsForm(
        request.POST if request.method == "POST" else None, consultation=consultation
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            change_instants(consultation, actor=request.capacity, **form.cleaned_data)
        except REFUSALS as refusal:
            status = refuse(form, refusal)
        else:
            messages.success(request, _("The instants were changed."))
            return redirect(consultation)
    context = {"plan": consultation.plan, "consultation": consultation, "form": form}
    template = "consultations/consultation_revise_instants.html"
    return render(request, template, context, status=status)
