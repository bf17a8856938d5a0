"""The delegation's workspace, and its official acts with their receipts."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.exports.receipts import receipt_file_name, receipt_paper
from consultations.forms.commenting import ReasonForm
from consultations.forms.submitting import ParticularsForm, SubmissionForm
from consultations.models import Answer, Comment, Consultation, Submission
from consultations.models.contributions import narrowest
from consultations.operations.correcting import withdraw
from consultations.operations.submitting import submit
from consultations.permissions import (
    may_choose_readers,
    may_prepare,
    may_submit,
    may_submit_corrections,
    may_withdraw,
)
from consultations.queries.aligning import aligned_with_submission, alignments_in
from consultations.queries.earlier import still_to_say
from consultations.queries.entries import Entry, answer_entry, comment_entry
from consultations.queries.readers import readers_words
from consultations.queries.receipt import receipt_page
from consultations.queries.workspace import workspace_page
from consultations.views.finding import find_consultation, number_in
from consultations.views.places import (
    find_own,
    find_unit,
    own_answer,
)
from consultations.views.typing import opened
from delegations.capacities import delegation_of
from lap_portal.acts import REFUSALS, refuse
from lap_portal.decisions import denied, require
from lap_portal.downloads import paper_file
from lap_portal.http import PortalRequest

# What comes back where a submission could not be made; what goes is always asked anew.
_KEPT = ("readers", "is_preliminary", "cover_letter", "on_behalf_of")


@require_safe
def workspace(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Everything a delegation prepares and has submitted; nobody else ever sees it."""
    consultation = find_consultation(request, plan, number)
    _require_delegation(request)
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": workspace_page(consultation, request.capacity),
        "earlier": still_to_say(consultation, request.capacity),
        "alignments": alignments_in(consultation, request.capacity),
    }
    return render(request, "consultations/workspace.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_create(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Say exactly what goes and what stays, and submit it."""
    consultation = find_consultation(request, plan, number)
    if request.method != "POST":
        _require_something_may_go(request, consultation)
    opening = opened(request)
    form = SubmissionForm(
        request.POST if request.method == "POST" else None,
        initial={name: opening.initial[name] for name in _KEPT if name in opening.initial},
        consultation=consultation,
        speaker=delegation_of(request.capacity),
    )
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            submission = submit(
                consultation,
                actor=request.capacity,
                received_at=request.received_at,
                listed=form.cleaned_data["listed"],
                offered=form.cleaned_data["offered"] or None,
                particulars=form.particulars(),
            )
        except REFUSALS as refusal:
            status = refuse(form, refusal)
        else:
            return redirect(consultation.address("submission_read", submission.number))
    page = workspace_page(consultation, request.capacity)
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": page,
        "form": form,
        "opened": opening,
        "ticked": form.ticked(entry.stamp for entry in page.going),
    }
    return render(request, "consultations/submission_create.html", context, status=status)


def _require_something_may_go(request: PortalRequest, consultation: Consultation) -> None:
    """Whoever submits sees the page: at any time for corrections, as long as they are received."""
    whole = may_submit(request.capacity, consultation)
    if not whole:
        require(may_submit_corrections(request.capacity, consultation))
        if not workspace_page(consultation, request.capacity).going:
            require(whole)


@require_http_methods(["GET", "HEAD", "POST"])
def no_comments_create(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Say what it means to have no comments, and submit that officially."""
    consultation = find_consultation(request, plan, number)
    if request.method != "POST":
        require(may_submit(request.capacity, consultation))
    form = ParticularsForm(
        request.POST if request.method == "POST" else None,
        consultation=consultation,
        speaker=delegation_of(request.capacity),
    )
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            submission = submit(
                consultation,
                actor=request.capacity,
                received_at=request.received_at,
                particulars=form.particulars(is_no_comments=True),
            )
        except REFUSALS as refusal:
            status = refuse(form, refusal)
        else:
            return redirect(consultation.address("submission_read", submission.number))
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": workspace_page(consultation, request.capacity),
        "form": form,
    }
    return render(request, "consultations/no_comments_create.html", context, status=status)


@require_safe
def submission_read(
    request: PortalRequest, plan: str, number: int, submission: int
) -> HttpResponse:
    """
    The receipt of a submission, for the delegation that made it.

    `?entry=` names another entry of the delegation, since merged into it, whose numbers begin at 1
    too.
    """
    consultation = find_consultation(request, plan, number)
    found = _find_submission(request, consultation, submission)
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": receipt_page(found),
        "aligned": aligned_with_submission(found, request.capacity),
        "readers_words": readers_words(consultation, narrowest(found.readers, found.rule)),
        "may_choose_readers": may_choose_readers(request.capacity, found),
        "may_prepare": may_prepare(request.capacity, consultation),
    }
    return render(request, "consultations/submission_read.html", context)


@require_safe
def receipt_file(
    request: PortalRequest, plan: str, number: int, submission: int, extension: str
) -> HttpResponse:
    """The receipt of a submission as a file, for the delegation that made it."""
    consultation = find_consultation(request, plan, number)
    found = _find_submission(request, consultation, submission)
    paper = receipt_paper(receipt_page(found))
    return paper_file(paper, name=receipt_file_name(found), extension=extension)


def _find_submission(request: PortalRequest, consultation: Consultation, number: int) -> Submission:
    _require_delegation(request)
    found = get_object_or_404(
        Submission.objects.own_of(request.capacity).select_related("delegation"),
        consultation=consultation,
        delegation=number_in(request, "entry") or request.capacity.delegation,
        number=number,
    )
    found.consultation = consultation
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def comment_withdraw(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Withdraw a submitted comment; it stays on the record, with the reason."""
    consultation = find_consultation(request, plan, number)
    comment = find_own(request, consultation, key)
    return _withdraw(request, consultation, comment, comment_entry(comment))


@require_http_methods(["GET", "HEAD", "POST"])
def answer_withdraw(request: PortalRequest, plan: str, number: int, uid: str) -> HttpResponse:
    """Withdraw a submitted answer; it stays on the record, with the reason."""
    consultation = find_consultation(request, plan, number)
    question = find_unit(request, consultation, uid)
    answer = None
    if request.capacity.delegation is not None:
        answer = own_answer(request.capacity, consultation, question)
    if answer is None:
        raise Http404
    answer.unit = question
    return _withdraw(request, consultation, answer, answer_entry(answer))


def _withdraw(
    request: PortalRequest, consultation: Consultation, said: Comment | Answer, entry: Entry
) -> HttpResponse:
    require(may_withdraw(request.capacity, said))
    form = ReasonForm(request.POST if request.method == "POST" else None, button=_("Withdraw"))
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(said, actor=request.capacity, **form.cleaned_data)
        except REFUSALS as refusal:
            status = refuse(form, refusal)
        else:
            messages.success(request, _("It was withdrawn. It stays on the record, as withdrawn."))
            return redirect(consultation.address("workspace"))
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "entry": entry,
        "form": form,
    }
    name = "comment_withdraw" if isinstance(said, Comment) else "answer_withdraw"
    return render(request, f"consultations/{name}.html", context, status=status)


def _require_delegation(request: PortalRequest) -> None:
    if request.capacity.delegation is None:
        require(denied(_("This is the page of a delegation; you act in another capacity.")))
