"""Pages by which the Presidency reissues a draft, withdraws it, and records that it was adopted."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations.forms.issuing import AdoptForm, ReissueForm, UndoForm, WithdrawForm
from consultations.operations import issuing
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.http import PortalRequest
from sections.models import Draft
from sections.permissions import (
    may_adopt_draft,
    may_reissue,
    may_undo_adoption,
    may_withdraw_draft,
)
from sections.views.finding import find_draft


@require_http_methods(["GET", "HEAD", "POST"])
def draft_reissue(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Say what a new edition keeps and changes, and issue it."""
    draft = find_draft(request, plan, number)
    require(may_reissue(request.capacity, draft))
    form = ReissueForm(_sent(request), draft=draft)
    return _act(
        request,
        draft,
        form,
        lambda: issuing.reissue(draft, actor=request.capacity, **form.cleaned_data),
        told=_("The draft was reissued."),
        template="consultations/draft_reissue.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def draft_withdraw(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Say what withdrawing means, and withdraw a draft issued by mistake."""
    draft = find_draft(request, plan, number)
    require(may_withdraw_draft(request.capacity, draft))
    form = WithdrawForm(_sent(request), button=_("Withdraw the draft"))
    return _act(
        request,
        draft,
        form,
        lambda: issuing.withdraw_issued(draft, actor=request.capacity, **form.cleaned_data),
        told=_("The draft was withdrawn."),
        template="consultations/draft_withdraw.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def draft_adopt(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Record that a draft was adopted, as it stands or as orally amended."""
    draft = find_draft(request, plan, number)
    require(may_adopt_draft(request.capacity, draft))
    form = AdoptForm(_sent(request), button=_("Record the adoption"))
    return _act(
        request,
        draft,
        form,
        lambda: issuing.adopt(draft, actor=request.capacity, **form.cleaned_data),
        told=_("The adoption was recorded."),
        template="consultations/draft_adopt.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_undo(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Take back that a draft was adopted."""
    draft = find_draft(request, plan, number)
    require(may_undo_adoption(request.capacity, draft))
    form = UndoForm(_sent(request), button=_("Take the adoption back"))
    return _act(
        request,
        draft,
        form,
        lambda: issuing.undo_adoption(draft, actor=request.capacity, **form.cleaned_data),
        told=_("The adoption was taken back."),
        template="consultations/adoption_undo.html",
    )


def _sent(request: PortalRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _act(
    request: PortalRequest,
    draft: Draft,
    form: Form,
    act: Callable[[], Draft],
    *,
    told: str,
    template: str,
) -> HttpResponse:
    """Do what a form says about a draft and go to what came of it, or show the form."""
    done: list[Draft] = []
    status = attempt(request, form, lambda: done.append(act()))
    if status is None:
        messages.success(request, told)
        return redirect(done[0])
    context = {"plan": draft.plan, "draft": draft, "form": form}
    return render(request, template, context, status=status)
