"""One invitation: the page behind its link, sending it, taking it back."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from delegations.forms import InvitationForm, JoinForm, ReturnForm, RevocationForm
from delegations.letters import default_message
from delegations.models import Delegation, Invitation, Role
from delegations.operations import (
    note_returned,
    present_code,
    redeem_claim,
    revoke_invitation,
    send_invitation,
)
from delegations.permissions import may_invite, may_manage_delegations, may_revoke_invitation
from delegations.queries import invited_to
from delegations.sessions import keep_claim
from delegations.views.acts import answer_act, page_of
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.http import PortalRequest


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_open(request: HttpRequest, token: str) -> HttpResponseBase:
    """
    Show to which delegation one is invited, and let whoever types the code join.

    Opening it uses nothing: scanners of mail do that. Unknown, expired and revoked look the same;
    and so does joining with the address of a new, a known and a closed account. A known one joins
    when its owner signs in.
    """
    invitation = invited_to(token)
    if invitation is None:
        context: dict[str, object] = {"invitation": None}
        template = "delegations/invitation_open.html"
        return render(request, template, context, status=HTTPStatus.NOT_FOUND)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim = present_code(token, **form.cleaned_data)
            if request.user.is_authenticated and request.user.email == claim.address:
                redeem_claim(claim, person=request.user)
        except (RuleViolation, ValidationError) as refusal:
            form.add_error(None, getattr(refusal, "messages", str(refusal)))
        else:
            keep_claim(request.session, claim)
            said = _("If this address can be used, sign in with a code sent to it.")
            messages.success(request, said)
            return redirect("account_request_login_code")
    context = {"invitation": invitation, "form": form}
    return render(request, "delegations/invitation_open.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_create(request: PortalRequest, delegation: int) -> HttpResponse:
    """Invite to a delegation."""
    found = get_object_or_404(Delegation.objects.visible_to(request.capacity), pk=delegation)
    require(may_invite(request.capacity, found))
    is_own = request.capacity.delegation == found
    initial = {} if is_own else {"address": found.mission_email, "role": Role.FOCAL_POINT}
    initial["message"] = default_message()
    roles = [role for role in Role if may_invite(request.capacity, found, role=role)]
    return answer_act(
        request,
        InvitationForm(request.POST or None, roles=roles, initial=initial),
        act=lambda **given: send_invitation(found, **given),
        done=_("The invitation was written; its letter leaves at once."),
        to=reverse("delegations:delegation_read", args=[found.pk]),
        template="delegations/invitation_create.html",
        context=page_of(found, request.capacity) | {"is_own": is_own},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_return(request: PortalRequest, delegation: int, invitation: int) -> HttpResponse:
    """Note that the letter of an invitation came back to the sender's mailbox."""
    found = _invitation(request, delegation, invitation)
    require(may_manage_delegations(request.capacity))
    return answer_act(
        request,
        ReturnForm(request.POST or None),
        act=lambda **given: note_returned(found, **given),
        done=_("It was noted that the letter came back."),
        to="delegations:invitation_list",
        template="delegations/invitation_return.html",
        context=page_of(found.delegation, request.capacity) | {"invitation": found},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_revoke(request: PortalRequest, delegation: int, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    found = _invitation(request, delegation, invitation)
    require(may_revoke_invitation(request.capacity, found))
    return answer_act(
        request,
        RevocationForm(request.POST or None),
        act=lambda **given: revoke_invitation(found, **given),
        done=_("The invitation was taken back."),
        to=reverse("delegations:delegation_read", args=[delegation]),
        template="delegations/invitation_revoke.html",
        context=page_of(found.delegation, request.capacity) | {"invitation": found},
    )


def _invitation(request: PortalRequest, delegation: int, invitation: int) -> Invitation:
    visible = Invitation.objects.visible_to(request.capacity).select_related("delegation")
    return get_object_or_404(visible, pk=invitation, delegation=delegation)
