"""Aligning the own delegation with what another said, looking again, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations.forms.aligning import AlignForm, EndForm, LineForm
from consultations.models import Association, Comment, Consultation, Submission
from consultations.operations.aligning import align, align_again, end_association, say_own_line
from consultations.permissions import may_align, may_end_association
from consultations.queries.aligning import alignment_of, changed_page, wording_of
from consultations.queries.entries import comment_entry
from consultations.views.finding import find_consultation
from consultations.views.places import find_said
from delegations.capacities import Capacity
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.http import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def comment_align(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Align with one comment of another delegation."""
    consultation = find_consultation(request, plan, number)
    comment = find_said(request, consultation, key)
    if comment.submission is None or _is_own(comment, request.capacity):
        raise Http404
    comment.submission.consultation = consultation
    return _align(request, consultation, comment.submission, comment)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_align(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Align with a whole submission of another delegation."""
    consultation = find_consultation(request, plan, number)
    others = Submission.objects.visible_to(request.capacity).exclude(
        pk__in=Submission.objects.own_of(request.capacity)
    )
    found = others.select_related("delegation")
    submission = get_object_or_404(found, consultation=consultation, form_key=key)
    submission.consultation = consultation
    return _align(request, consultation, submission, None)


def _is_own(comment: Comment, reader: Capacity) -> bool:
    return Comment.objects.own_of(reader).filter(pk=comment.pk).exists()


def _align(
    request: PortalRequest,
    consultation: Consultation,
    submission: Submission,
    comment: Comment | None,
) -> HttpResponse:
    require(may_align(request.capacity, consultation))
    form = AlignForm(
        request.POST if request.method == "POST" else None,
        wording=wording_of(submission, comment),
        button=_("Align your delegation"),
        readers=_read_by(submission.delegation_name),
    )
    status = attempt(
        request,
        form,
        lambda: align(submission, actor=request.capacity, comment=comment, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("Your delegation is aligned with it."))
        return redirect(_home(consultation))
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "submission": submission,
        "entry": comment_entry(comment) if comment else None,
        "form": form,
    }
    name = "comment_align" if comment else "submission_align"
    return render(request, f"consultations/{name}.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def association_review(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Look at what became of the wording, and be aligned with the one that stands, or not."""
    consultation, association = _find(request, plan, number, key)
    require(may_align(request.capacity, consultation))
    page = changed_page(association, request.capacity)
    if not page.alignment.is_changed:
        raise Http404
    comment = page.new.comment if page.new else None
    form = AlignForm(
        request.POST if request.method == "POST" else None,
        wording=wording_of(association.submission, comment),
        button=_("Align with what stands now"),
        readers=_read_by(page.alignment.speaker),
        initial={"line": association.line},
    )

    def act() -> None:
        align_again(association, actor=request.capacity, comment=comment, **form.cleaned_data)

    context = {"page": page, "form": form}
    return _act(request, consultation, form, act, "association_review", context)


@require_http_methods(["GET", "HEAD", "POST"])
def association_end(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Take back that the delegation is aligned, or correct a listing."""
    consultation, association = _find(request, plan, number, key)
    require(may_end_association(request.capacity, association))
    alignment = alignment_of(association, request.capacity)
    form = EndForm(
        request.POST if request.method == "POST" else None,
        button=_("Correct the listing") if alignment.is_listed else _("Take it back"),
    )

    def act() -> None:
        end_association(association, actor=request.capacity, **form.cleaned_data)

    context = {"alignment": alignment, "form": form}
    return _act(request, consultation, form, act, "association_end", context)


@require_http_methods(["GET", "HEAD", "POST"])
def association_line(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Say a line of the delegation's own, such as in its national capacity."""
    consultation, association = _find(request, plan, number, key)
    require(may_align(request.capacity, consultation))
    alignment = alignment_of(association, request.capacity)
    readers = _read_by(alignment.speaker)
    if alignment.is_listed:
        readers = _("Read by everybody who may read that submission, now or later.")
    form = LineForm(
        request.POST if request.method == "POST" else None,
        button=_("Save the line"),
        readers=readers,
        initial={"line": association.line},
    )

    def act() -> None:
        say_own_line(association, actor=request.capacity, **form.cleaned_data)

    context = {"alignment": alignment, "form": form}
    return _act(request, consultation, form, act, "association_line", context)


def _act(
    request: PortalRequest,
    consultation: Consultation,
    form: LineForm | EndForm,
    act: Callable[[], None],
    name: str,
    context: dict[str, object],
) -> HttpResponse:
    status = attempt(request, form, act)
    if status is None:
        messages.success(request, _("Recorded."))
        return redirect(_home(consultation))
    context |= {"plan": consultation.plan, "consultation": consultation}
    return render(request, f"consultations/{name}.html", context, status=status)


def _find(
    request: PortalRequest, plan: str, number: int, key: UUID
) -> tuple[Consultation, Association]:
    """A standing association of the own delegation; 404 for everybody else."""
    consultation = find_consultation(request, plan, number)
    own = Association.objects.own_of(request.capacity).standing()
    found = own.select_related("delegation", "submission__delegation", "comment__submission")
    association = get_object_or_404(found, submission__consultation=consultation, key=key)
    association.submission.consultation = consultation
    return consultation, association


def _home(consultation: Consultation) -> str:
    return f"{consultation.address('workspace')}#aligned"


def _read_by(speaker: str) -> str:
    words = _("Read by the Presidency, the Implementation Support Unit and %(speaker)s.")
    return words % {"speaker": speaker}
