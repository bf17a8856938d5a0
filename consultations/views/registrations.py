"""What offices registered: the list, one contribution, its originals, and taking a comment back."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms.commenting import ReasonForm
from consultations.models import Original
from consultations.operations.registering import withdraw_registered
from consultations.permissions import may_read_contributions, may_withdraw_registered
from consultations.queries.entries import comment_entry
from consultations.queries.registrations import registered_in, registered_page, registrations_page
from consultations.views.finding import find_comment, find_consultation
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.downloads import attachment
from lap_portal.http import PortalRequest


@require_safe
def registration_list(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """What came by other channels: registered, and under way."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": registrations_page(consultation, request.capacity),
        "form_key": uuid4(),
    }
    return render(request, "consultations/registration_list.html", context)


@require_safe
def registration_read(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """One registered contribution, as staff read it."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    seen = registered_in(consultation, request.capacity).select_related("submitted_by")
    submission = get_object_or_404(seen, pk=pk)
    submission.consultation = consultation
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": registered_page(submission, request.capacity),
    }
    return render(request, "consultations/registration_read.html", context)


@require_safe
def original_file(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """A file as it came: for the delegation from which it came, and for staff."""
    consultation = find_consultation(request, plan, number)
    seen = Original.objects.visible_to(request.capacity)
    original = get_object_or_404(seen, submission__consultation=consultation, pk=pk)
    content = bytes(original.content)
    return attachment(original.name, content_type=original.content_type, content=content)


@require_http_methods(["GET", "HEAD", "POST"])
def registered_withdraw(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Withdraw a registered comment on its delegation's word."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    comment = find_comment(request, consultation, pk)
    require(may_withdraw_registered(request.capacity, comment))
    form = ReasonForm(request.POST if request.method == "POST" else None, button=_("Withdraw"))
    status = attempt(
        request,
        form,
        lambda: withdraw_registered(comment, actor=request.capacity, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("It was withdrawn, and the delegation was written to."))
        return redirect(consultation.address("registration_read", comment.submission_id))
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "comment": comment,
        "entry": comment_entry(comment),
        "form": form,
    }
    return render(request, "consultations/registered_withdraw.html", context, status=status)
