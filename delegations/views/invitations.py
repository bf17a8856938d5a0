"""Invitations: the page behind the link, sending one, taking one back."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from delegations import letters
from delegations.capacities import Capacity
from delegations.forms import InvitationForm, JoinForm, RevocationForm
from delegations.models import Delegation, Invitation, Role
from delegations.operations import accept_invitation, invite_to_delegation, revoke_invitation
from delegations.permissions import may_invite, may_revoke_invitation
from delegations.queries import invited_to
from delegations.views.acts import answer_act, page_of
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.http import PortalRequest

logger = logging.getLogger(__name__)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_open(request: HttpRequest, token: str) -> HttpResponseBase:
    """
    Show to which delegation one is invited, and let whoever types the code join.

    Opening it uses nothing: scanners of mail do that. Unknown, expired and revoked look the same;
    and so does joining with the address of a new, a known and a closed account.
    """
    invitation = invited_to(token)
    if invitation is None:
        context: dict[str, object] = {"invitation": None}
        template = "delegations/invitation_open.html"
        return render(request, template, context, status=HTTPStatus.NOT_FOUND)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accept_invitation(token, **form.cleaned_data)
        except (RuleViolation, ValidationError) as refusal:
            form.add_error(None, getattr(refusal, "messages", str(refusal)))
        else:
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
    return answer_act(
        request,
        InvitationForm(request.POST or None, is_own=is_own, initial=initial),
        act=lambda **given: _invite(found, **given),
        done=_("The invitation was sent."),
        to=reverse("delegations:delegation_read", args=[found.pk]),
        template="delegations/invitation_create.html",
        context=page_of(found, request.capacity) | {"is_own": is_own},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_revoke(request: PortalRequest, delegation: int, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    found = get_object_or_404(
        Invitation.objects.visible_to(request.capacity).select_related("delegation"),
        pk=invitation,
        delegation=delegation,
    )
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


def _invite(delegation: Delegation, *, actor: Capacity, **given: Any) -> None:
    """
    Invite, then send the letter, the only place where the code stands.

    When the letter cannot be sent the invitation is taken back, so none stays open that nobody can
    use; the form returns, and sending it again makes another letter.
    """
    invitation, code = invite_to_delegation(delegation, actor=actor, **given)
    try:
        letters.send_invitation(invitation, code=code, sender=actor)
    except OSError as error:  # what smtplib and the network raise
        logger.exception("The letter of invitation %s could not be sent.", invitation.pk)
        revoke_invitation(invitation, actor=actor, reason=_("The letter could not be sent."))
        raise RuleViolation(
            _(
                "The letter could not be sent: the mail server did not take it. The invitation was "
                "taken back. Please check the address and send a new one, now or in some minutes."
            )
        ) from error
