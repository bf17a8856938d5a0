"""What was submitted, for those who may read it; and the own choice of who reads a submission."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms.sharing import SubmissionReadersForm
from consultations.models import Submission
from consultations.models.contributions import narrowest
from consultations.operations.sharing import choose_readers
from consultations.permissions import may_choose_readers, may_read_contributions
from consultations.queries.contributions import contributions_page
from consultations.queries.readers import readers_words
from consultations.views.finding import find_consultation, number_in
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.http import PortalRequest

FILTERS = ("delegation", "section")


@require_safe
@login_not_required
def contributions(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """What was submitted and the reader may read; staff read it on their desk."""
    consultation = find_consultation(request, plan, number)
    if may_read_contributions(request.capacity, consultation):
        return redirect(consultation.address("desk"))
    filters = {name: request.GET.get(name, "") for name in FILTERS}
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": contributions_page(
            consultation, request.capacity, number=request.GET.get("page", ""), **filters
        ),
        "kept": urlencode({name: value for name, value in filters.items() if value}),
    }
    return render(request, "consultations/contributions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_revise_readers(
    request: PortalRequest, plan: str, number: int, submission: int
) -> HttpResponse:
    """Choose anew who reads a submission of the own delegation; `?entry=` as for the receipt."""
    consultation = find_consultation(request, plan, number)
    found = get_object_or_404(
        Submission.objects.own_of(request.capacity).select_related("delegation"),
        consultation=consultation,
        delegation=number_in(request, "entry") or request.capacity.delegation,
        number=submission,
    )
    found.consultation = consultation
    require(may_choose_readers(request.capacity, found))
    form = SubmissionReadersForm(
        request.POST if request.method == "POST" else None, submission=found
    )
    status = attempt(
        request,
        form,
        lambda: choose_readers(found, actor=request.capacity, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("Who may read it was changed."))
        query = f"?entry={found.delegation_id}" if "entry" in request.GET else ""
        return redirect(consultation.address("submission_read", found.number) + query)
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "submission": found,
        "form": form,
        "readers": readers_words(consultation, narrowest(found.readers, found.rule)),
    }
    template = "consultations/submission_revise_readers.html"
    return render(request, template, context, status=status)
