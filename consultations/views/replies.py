"""Replies to delegations on all that they said: written in private, discarded, remarked on."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms.reflecting import RemarkForm
from consultations.forms.replying import ReplyDiscardForm, ReplyForm
from consultations.models import Reply
from consultations.operations.remarking import remark_on_reply
from consultations.operations.replying import discard_reply, write_reply
from consultations.permissions import may_remark_on_reply, may_reply, may_share_reflections
from consultations.queries.replying import addressees, replying_page
from consultations.views.finding import find_consultation
from delegations.models import Delegation
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.http import PortalRequest


@require_safe
def reply_list(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """The delegations that have spoken, and what each will be told or was."""
    consultation = find_consultation(request, plan, number)
    require(may_share_reflections(request.capacity, consultation))
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "addressees": addressees(consultation, request.capacity),
    }
    return render(request, "consultations/reply_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reply_write(request: PortalRequest, plan: str, number: int, delegation: int) -> HttpResponse:
    """Write the reply to one delegation, beside all that it said."""
    consultation = find_consultation(request, plan, number)
    require(may_share_reflections(request.capacity, consultation))
    found = get_object_or_404(Delegation.objects.visible_to(request.capacity), pk=delegation)
    require(may_reply(request.capacity, consultation, found))
    page = replying_page(consultation, found, request.capacity)
    form = ReplyForm(request.POST if request.method == "POST" else None, prepared=page.prepared)
    status = attempt(
        request,
        form,
        lambda: write_reply(consultation, found, actor=request.capacity, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("The reply was kept. Nobody outside has been told of it."))
        return redirect(consultation.address("reply_list"))
    if status == HTTPStatus.CONFLICT:
        form.base_on(page.prepared)
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "page": page,
        "form": form,
        "is_stale": status == HTTPStatus.CONFLICT,
    }
    return render(request, "consultations/reply_write.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def reply_discard(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Show a reply in preparation once more, and delete it."""
    consultation = find_consultation(request, plan, number)
    require(may_share_reflections(request.capacity, consultation))
    seen = Reply.objects.visible_to(request.capacity).filter(sent_at=None)
    reply = get_object_or_404(
        seen.select_related("delegation", "consultation"), pk=pk, consultation=consultation
    )
    form = ReplyDiscardForm(request.POST if request.method == "POST" else None, reply=reply)
    status = attempt(
        request, form, lambda: discard_reply(reply, actor=request.capacity, **form.cleaned_data)
    )
    if status is None:
        messages.success(request, _("The reply was discarded."))
        return redirect(consultation.address("reply_list"))
    if status == HTTPStatus.CONFLICT:
        form.base_on(reply)
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "reply": reply,
        "form": form,
    }
    return render(request, "consultations/reply_discard.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def reply_remark(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Say who will read a remark on the reply to one's delegation, and send it."""
    consultation = find_consultation(request, plan, number)
    own = Reply.objects.sent_to(request.capacity).filter(consultation=consultation)
    reply = get_object_or_404(own, key=key)
    if request.method != "POST":
        require(may_remark_on_reply(request.capacity, reply))
    form = RemarkForm(request.POST if request.method == "POST" else None)
    status = attempt(
        request, form, lambda: remark_on_reply(reply, actor=request.capacity, **form.cleaned_data)
    )
    if status is None:
        messages.success(request, _("The remark was sent. The Presidency and the ISU read it."))
        return redirect(f"{consultation.address('reflections_read')}#reply-{reply.key}")
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "reply": reply,
        "form": form,
    }
    return render(request, "consultations/reply_remark.html", context, status=status)
