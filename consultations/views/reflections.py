"""Sharing how comments were reflected, and following up: each delegation for its own alone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.exports.following import following_paper
from consultations.forms.reflecting import RemarkForm, ShareForm
from consultations.models import Consultation
from consultations.operations.remarking import add_remark
from consultations.operations.replying import share_chosen
from consultations.permissions import may_remark, may_share_reflections
from consultations.queries.entries import comment_entry
from consultations.queries.following import FollowingUp, following_up, later_drafts
from consultations.queries.reflections import unshared, waiting_by_delegation
from consultations.views.finding import find_consultation, number_in
from consultations.views.places import find_own
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.downloads import paper_file
from lap_portal.http import PortalRequest

_FILES = {"docx", "pdf"}


@require_safe
def reflections_read(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """What became of the own delegation's comments, in the draft that `?draft=` names."""
    consultation = find_consultation(request, plan, number)
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "page": _following_up(request, consultation),
    }
    return render(request, "consultations/reflections_read.html", context)


@require_safe
def reflections_file(
    request: PortalRequest, plan: str, number: int, extension: str
) -> HttpResponse:
    """The same as a file to be sent to capital."""
    consultation = find_consultation(request, plan, number)
    page = _following_up(request, consultation)
    if extension not in _FILES:
        raise Http404
    name = f"{plan}-consultation-{number}-draft-{page.text.number}-internal"
    return paper_file(following_paper(page), name=name, extension=extension)


def _following_up(request: PortalRequest, consultation: Consultation) -> FollowingUp:
    """The page on the later draft asked for, by default the newest; 404 where there is no such."""
    if request.capacity.delegation is None:
        raise Http404
    drafts = later_drafts(consultation, request.capacity)
    draft = drafts[0] if drafts else None
    if "draft" in request.GET:
        wanted = number_in(request, "draft")
        draft = next((each for each in drafts if each.number == wanted), None)
        if draft is None:
            raise Http404
    return following_up(consultation, request.capacity, drafts=drafts, draft=draft)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_remark(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Say who will read a remark on how a comment was reflected, and send it."""
    consultation = find_consultation(request, plan, number)
    comment = find_own(request, consultation, key)
    if request.method != "POST":
        require(may_remark(request.capacity, comment))
    form = RemarkForm(request.POST if request.method == "POST" else None)
    status = attempt(
        request, form, lambda: add_remark(comment, actor=request.capacity, **form.cleaned_data)
    )
    if status is None:
        messages.success(request, _("The remark was sent. The Presidency and the ISU read it."))
        return redirect(f"{consultation.address('reflections_read')}#comment-{comment.form_key}")
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "entry": comment_entry(comment),
        "comment": comment,
        "form": form,
    }
    return render(request, "consultations/comment_remark.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def reflections_share(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Say what each delegation will see, and let it see it."""
    consultation = find_consultation(request, plan, number)
    require(may_share_reflections(request.capacity, consultation))
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        waiting=unshared(consultation, request.capacity),
    )
    status = attempt(
        request,
        form,
        lambda: share_chosen(consultation, actor=request.capacity, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("It was shared, with each delegation its own."))
        return redirect(consultation.address("desk"))
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "form": form,
        "groups": waiting_by_delegation(consultation, request.capacity),
    }
    return render(request, "consultations/reflections_share.html", context, status=status)
