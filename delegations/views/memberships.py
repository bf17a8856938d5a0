"""Memberships: ended, given another role, and the focal point replaced."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegations.forms import EndForm, RoleForm, SuccessorForm
from delegations.models import Delegation, Membership
from delegations.operations import change_role, end_membership, replace_focal_point
from delegations.permissions import may_change_membership, may_replace_focal_point
from delegations.queries import gaps_without
from delegations.views.acts import answer_act, page_of
from lap_portal.decisions import require
from lap_portal.http import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: PortalRequest, delegation: int, membership: int) -> HttpResponse:
    """End a person's place in a delegation."""
    found = _membership(request, delegation, membership)
    require(may_change_membership(request.capacity, found))
    gaps = gaps_without(found.person, reader=request.capacity, only=found)
    return answer_act(
        request,
        EndForm(request.POST or None),
        act=lambda **given: end_membership(found, **given),
        done=_("The membership has ended."),
        to=reverse("delegations:delegation_read", args=[delegation]),
        template="delegations/membership_end.html",
        context=page_of(found.delegation, request.capacity) | {"membership": found, "gaps": gaps},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def membership_change_role(
    request: PortalRequest, delegation: int, membership: int
) -> HttpResponse:
    """Make a member a deputy, or a deputy a member."""
    found = _membership(request, delegation, membership)
    require(may_change_membership(request.capacity, found))
    return answer_act(
        request,
        RoleForm(request.POST or None, initial={"role": found.role}),
        act=lambda **given: change_role(found, **given),
        done=_("The role was changed."),
        to=reverse("delegations:delegation_read", args=[delegation]),
        template="delegations/membership_change_role.html",
        context=page_of(found.delegation, request.capacity) | {"membership": found},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def focal_point_replace(request: PortalRequest, delegation: int) -> HttpResponse:
    """Name another member the focal point."""
    found = get_object_or_404(Delegation.objects.visible_to(request.capacity), pk=delegation)
    require(may_replace_focal_point(request.capacity, found))
    is_own = request.capacity.delegation == found
    return answer_act(
        request,
        SuccessorForm(request.POST or None, delegation=found),
        act=lambda **given: replace_focal_point(found, **given),
        done=_("The new focal point was named."),
        to=reverse("delegations:delegation_read", args=[found.pk]),
        template="delegations/focal_point_replace.html",
        context=page_of(found, request.capacity) | {"is_own": is_own},
    )


def _membership(request: PortalRequest, delegation: int, membership: int) -> Membership:
    visible = Membership.objects.visible_to(request.capacity)
    return get_object_or_404(
        visible.select_related("person", "delegation"), pk=membership, delegation=delegation
    )
