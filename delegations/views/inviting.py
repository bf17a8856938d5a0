"""Many invitations at once: their list, sending a list of them, sending some again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from delegations.forms import InvitationListForm, ResendForm
from delegations.imports import (
    InvitationList,
    missions_without_member,
    read_invitations,
    table_of_file,
    text_of_table,
)
from delegations.letters import default_message
from delegations.operations import resend_invitations, send_invitations
from delegations.operations.invitations import INVITATIONS_AT_MOST
from delegations.permissions import may_manage_delegations
from delegations.queries import STATES, invitations_page, resendable
from delegations.views.acts import answer_act
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.http import PortalRequest


@require_safe
def invitation_list(request: PortalRequest) -> HttpResponse:
    """Every invitation, and how it and its letter stand."""
    require(may_manage_delegations(request.capacity))
    page = invitations_page(request.capacity, state=_state(request))
    return render(request, "delegations/invitation_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def invitations_send(request: PortalRequest) -> HttpResponse:
    """Invite from a list: first shown line by line, then the right lines are sent, or nothing."""
    require(may_manage_delegations(request.capacity))
    initial, lacking = {"message": default_message()}, 0
    if request.method != "POST" and request.GET.get("fill") == "missions":
        initial["text"], lacking = missions_without_member()
    form = InvitationListForm(request.POST or None, request.FILES or None, initial=initial)
    context: dict[str, Any] = {"form": form, "lacking": lacking, "fills": "text" in initial}
    if request.method == "POST" and form.is_valid():
        try:
            given = _as_text(form.cleaned_data)
            found = read_invitations(given["text"], role=given["role"])
            if confirmed := request.POST.get("apply", ""):
                return _send(request, found, given, confirmed=confirmed)
        except StaleRevision as refusal:
            found = read_invitations(given["text"], role=given["role"])
            if _was_sent(found, confirmed):
                return _say_sent_already(request)
            context |= _preview(given, found) | {"refusal": str(refusal)}
        except RuleViolation as refusal:
            form.add_error(None, str(refusal))
        else:
            context |= _preview(given, found)
    return render(request, "delegations/invitations_send.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invitations_resend(request: PortalRequest) -> HttpResponse:
    """Send some invitations again, each with a new code."""
    require(may_manage_delegations(request.capacity))
    named = request.GET.getlist("invitation") + request.POST.getlist("invitation")
    keys = [int(key) for key in named if key.isascii() and key.isdigit() and len(key) <= 18]
    state = _state(request) if "all" in request.GET else ""
    chosen = resendable(request.capacity, keys=keys[:INVITATIONS_AT_MOST], state=state)
    if request.method != "POST" and not chosen.exists():
        messages.info(request, _("Tick the invitations that are to be sent again."))
        return redirect("delegations:invitation_list")
    return answer_act(
        request,
        ResendForm(request.POST or None, invitations=chosen),
        act=lambda invitation, **given: resend_invitations(invitation, **given),
        done=_("The invitations were sent again; the earlier codes no longer work."),
        to="delegations:invitation_list",
        template="delegations/invitations_resend.html",
        context={},
    )


def _state(request: PortalRequest) -> str:
    state = request.GET.get("state", "")
    return state if state in STATES else ""


def _as_text(given: dict[str, Any]) -> dict[str, Any]:
    """What was typed, with the lines of the file, if there is one, in place of the pasted ones."""
    file = given["file"]
    if file is None:
        return given
    rows = table_of_file(file.read(), name=file.name)
    return given | {"file": None, "text": text_of_table(rows)}


def _preview(given: dict[str, Any], found: InvitationList) -> dict[str, Any]:
    """The list as it was understood, and the form with it, to be corrected."""
    return {"form": InvitationListForm(initial=given), "found": found, "given": given}


def _send(
    request: PortalRequest, found: InvitationList, given: dict[str, Any], *, confirmed: str
) -> HttpResponse:
    """Send what was confirmed; StaleRevision where that is no longer what the list says."""
    if _was_sent(found, confirmed):
        return _say_sent_already(request)
    if confirmed != found.digest:
        raise StaleRevision(
            _("Something has changed since the list was checked; nothing was sent. Look again.")
        )
    sent = send_invitations(
        found.wanted, actor=request.capacity, days=given["days"], message=given["message"]
    )
    said = ngettext("%d invitation was sent.", "%d invitations were sent.", len(sent))
    messages.success(request, said % len(sent))
    return redirect("delegations:invitation_list")


def _was_sent(found: InvitationList, confirmed: str) -> bool:
    """Whether exactly what was confirmed has been sent since: the button was pressed twice."""
    return confirmed == found.digest_when_sent and not found.wanted


def _say_sent_already(request: PortalRequest) -> HttpResponse:
    messages.info(request, _("The invitations of this list were sent already."))
    return redirect("delegations:invitation_list")
