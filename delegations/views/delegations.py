"""Pages of delegations: the list, one of them, and what the ISU does with them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from delegations.forms import (
    DelegationFilterForm,
    DelegationForm,
    DelegationRevisionForm,
    ListForm,
    MergeForm,
    StandingForm,
)
from delegations.imports import import_delegations, preview_list, read_list
from delegations.models import Delegation
from delegations.operations import (
    create_delegation,
    merge_delegations,
    record_standing,
    revise_delegation,
)
from delegations.permissions import may_list_delegations, may_manage_delegations
from delegations.queries import delegation_page, delegations_page, merge_page
from delegations.views.acts import answer_act, page_of
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.http import PortalRequest


@require_safe
def delegation_list(request: PortalRequest) -> HttpResponse:
    """Every delegation, found by its name and narrowed down."""
    require(may_list_delegations(request.capacity))
    form = DelegationFilterForm(
        request.GET, may_manage=bool(may_manage_delegations(request.capacity))
    )
    chosen = form.cleaned_data if form.is_valid() else {}
    page = delegations_page(request.capacity, **chosen)
    context = {"page": page, "form": form}
    return render(request, "delegations/delegation_list.html", context)


@require_safe
def delegation_read(request: PortalRequest, delegation: int) -> HttpResponse:
    """One delegation: its facts, members, invitations and history."""
    found = _delegation(request, delegation)
    page = delegation_page(found, request.capacity)
    context = page_of(found, request.capacity) | {"page": page}
    return render(request, "delegations/delegation_read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_create(request: PortalRequest) -> HttpResponse:
    """Add one delegation."""
    require(may_manage_delegations(request.capacity))
    return answer_act(
        request,
        DelegationForm(request.POST or None),
        act=create_delegation,
        done=_("The delegation was added."),
        to=_address,
        template="delegations/delegation_create.html",
        context={},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_revise(request: PortalRequest, delegation: int) -> HttpResponse:
    """Correct what is known of a delegation."""
    found = _managed(request, delegation)
    return answer_act(
        request,
        DelegationRevisionForm(request.POST or None, instance=found),
        act=lambda **given: revise_delegation(found, **given),
        done=_("The delegation was corrected."),
        to=_address,
        template="delegations/delegation_revise.html",
        context=page_of(Delegation.objects.get(pk=found.pk), request.capacity),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_import(request: PortalRequest) -> HttpResponseBase:
    """Add delegations from a list: first shown with what is wrong, then added all or nothing."""
    require(may_manage_delegations(request.capacity))
    form = ListForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "preview": None}
    if request.method == "POST" and form.is_valid():
        try:
            listed = read_list(form.cleaned_data["text"], category=form.cleaned_data["category"])
            if "apply" in request.POST:
                added = len(import_delegations(listed, actor=request.capacity))
                done = ngettext("%d delegation was added.", "%d delegations were added.", added)
                messages.success(request, done % added)
                return redirect("delegations:delegation_list")
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            context |= form.cleaned_data | {"preview": preview_list(listed)}
    return render(request, "delegations/delegation_import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_merge(request: PortalRequest, delegation: int) -> HttpResponse:
    """Merge a delegation that was entered twice into the other entry."""
    found = _managed(request, delegation)
    return answer_act(
        request,
        MergeForm(request.POST or None, duplicate=found),
        act=lambda **given: merge_delegations(found, **given),
        done=_("The two delegations are one."),
        to=_address,
        template="delegations/delegation_merge.html",
        context=page_of(found, request.capacity) | {"page": merge_page(found)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def standing_record(request: PortalRequest, delegation: int) -> HttpResponse:
    """Record how a State stands to the Convention from now on."""
    found = _managed(request, delegation)
    return answer_act(
        request,
        StandingForm(request.POST or None),
        act=lambda **given: record_standing(found, **given),
        done=_("The standing was recorded."),
        to=reverse("delegations:delegation_read", args=[found.pk]),
        template="delegations/standing_record.html",
        context=page_of(found, request.capacity),
    )


def _delegation(request: PortalRequest, delegation: int) -> Delegation:
    return get_object_or_404(
        Delegation.objects.visible_to(request.capacity).select_related("merged_into"),
        pk=delegation,
    )


def _managed(request: PortalRequest, delegation: int) -> Delegation:
    found = _delegation(request, delegation)
    require(may_manage_delegations(request.capacity, found))
    return found


def _address(delegation: Delegation) -> str:
    return reverse("delegations:delegation_read", args=[delegation.pk])
