"""Sharing how comments were reflected, and reading it: each delegation for its own alone."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms.reflecting import ShareForm
from consultations.operations.reflecting import share_reflections
from consultations.permissions import may_share_reflections
from consultations.queries.reflections import own_reflections, unshared, unshared_by_delegation
from consultations.views.finding import find_consultation
from consultations.views.places import address_of
from lap_portal.acts import REFUSALS, refuse
from lap_portal.decisions import require
from lap_portal.http import PortalRequest


@require_safe
def reflections_read(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """How the comments of the reader's own delegation were reflected."""
    consultation = find_consultation(request, plan, number)
    if request.capacity.delegation is None:
        raise Http404
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "own": own_reflections(consultation, request.capacity),
    }
    return render(request, "consultations/reflections_read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reflections_share(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Say what each delegation will see, and let it see it."""
    consultation = find_consultation(request, plan, number)
    require(may_share_reflections(request.capacity, consultation))
    status = HTTPStatus.OK
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        waiting=unshared(consultation, request.capacity),
    )
    if request.method == "POST" and form.is_valid():
        try:
            count = share_reflections(consultation, actor=request.capacity, **form.cleaned_data)
        except REFUSALS as refusal:
            status = refuse(form, refusal)
        else:
            said = ngettext("%d decision was shared.", "%d decisions were shared.", count) % count
            messages.success(request, said)
            return redirect(address_of("desk", consultation))
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "form": form,
        "groups": unshared_by_delegation(consultation, request.capacity),
    }
    return render(request, "consultations/reflections_share.html", context, status=status)
