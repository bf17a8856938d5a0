"""A consultation: opening it, reading what it is, changing its rule, its words and its instants."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.calendar import CONTENT_TYPE, deadline_event
from consultations.forms.consulting import (
    CloseForm,
    ConsultationForm,
    ExtensionForm,
    GuidanceForm,
    InstantsForm,
    ReadersForm,
)
from consultations.models import Consultation
from consultations.operations.closing import NOTICE, close_early
from consultations.operations.consulting import (
    change_instants,
    change_readers,
    grant_extension,
    open_consultation,
    revise_guidance,
)
from consultations.permissions import may_open_consultation
from consultations.queries.consulting import consultation_page, letter_changes
from consultations.queries.readers import rule_words
from consultations.views.finding import find_consultation, number_in
from delegations.models import Delegation
from lap_portal import clock
from lap_portal.acts import REFUSALS, attempt, refuse
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
        "rule": rule_words(consultation.readers),
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
        _sent(request),
        drafts=drafts,
        initial={"draft": drafts.filter(number=number_in(request, "draft") or 0).first()},
    )
    status = HTTPStatus.OK
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
    consultation = _find_to_change(request, plan, number)
    form = InstantsForm(_sent(request), consultation=consultation)
    return _change(
        request,
        consultation,
        form,
        lambda: change_instants(consultation, actor=request.capacity, **form.cleaned_data),
        told=_("The instants were changed."),
        template="consultations/consultation_revise_instants.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_close(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Say what closing early means, and close early with notice."""
    consultation = _find_to_change(request, plan, number)
    form = CloseForm(_sent(request), consultation=consultation)
    return _change(
        request,
        consultation,
        form,
        lambda: close_early(consultation, actor=request.capacity, **form.cleaned_data),
        told=_("It closes earlier, and everybody for whom it does was told."),
        template="consultations/consultation_close.html",
        soonest=clock.now() + NOTICE,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_revise_readers(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Change who reads contributions."""
    consultation = _find_to_change(request, plan, number)
    form = ReadersForm(_sent(request), consultation=consultation)
    return _change(
        request,
        consultation,
        form,
        lambda: change_readers(consultation, actor=request.capacity, **form.cleaned_data),
        told=_("Who reads contributions was changed."),
        template="consultations/consultation_revise_readers.html",
        rule=rule_words(consultation.readers),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_revise_guidance(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Change the guidance and the covering letter."""
    consultation = _find_to_change(request, plan, number)
    form = GuidanceForm(_sent(request), consultation=consultation)
    return _change(
        request,
        consultation,
        form,
        lambda: revise_guidance(consultation, actor=request.capacity, **form.cleaned_data),
        told=_("The words were changed."),
        template="consultations/consultation_revise_guidance.html",
        changes=letter_changes(consultation),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def extension_grant(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Give one delegation more time, and see who has it; `?delegation=` chooses one."""
    consultation = _find_to_change(request, plan, number)
    form = ExtensionForm(
        _sent(request),
        consultation=consultation,
        delegations=Delegation.objects.visible_to(request.capacity).active(),
        initial={"delegation": number_in(request, "delegation")},
    )
    return _change(
        request,
        consultation,
        form,
        lambda: grant_extension(consultation, actor=request.capacity, **form.cleaned_data),
        told=_("The delegation has until then, and was told."),
        template="consultations/extension_grant.html",
        onward=consultation.address("extension_grant"),
        extensions=consultation.extensions.select_related("delegation", "granted_by"),
    )


def _find_to_change(request: PortalRequest, plan: str, number: int) -> Consultation:
    consultation = find_consultation(request, plan, number)
    require(may_open_consultation(request.capacity, consultation.draft))
    return consultation


def _sent(request: PortalRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _change(
    request: PortalRequest,
    consultation: Consultation,
    form: Form,
    act: Callable[[], object],
    *,
    told: str,
    template: str,
    onward: str = "",
    **shown: object,
) -> HttpResponse:
    """Do what a form changes about a consultation and go on, or show the form, and more."""
    status = attempt(request, form, act)
    if status is None:
        messages.success(request, told)
        return redirect(onward or consultation)
    context = {"plan": consultation.plan, "consultation": consultation, "form": form} | shown
    return render(request, template, context, status=status)
