"""Pages that join the text and what was said about it: rewording an element, issuing a draft."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations.forms.revising import DraftForm, RevisionForm
from consultations.models import Comment
from consultations.operations.revising import issue_next_draft, revise_prompted
from consultations.queries.issuing import issue_preview
from consultations.queries.revising import (
    comments_on_element,
    prompts_of,
    proposals_on_element,
    revised_meanwhile,
)
from consultations.views.finding import number_in
from lap_portal.acts import REFUSALS, attempt, refuse
from lap_portal.decisions import require
from lap_portal.http import PortalRequest
from sections.models import ActionPlan, Element
from sections.permissions import may_issue_draft, may_revise


@require_http_methods(["GET", "HEAD", "POST"])
def element_revise(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Reword an element, naming the comments that prompted it."""
    seen = Element.objects.visible_to(request.capacity).filter(plan__slug=plan)
    element = get_object_or_404(seen.select_related("plan", "current_revision"), uid=uid)
    require(may_revise(request.capacity, element))
    if "take" in request.POST:
        return _editor(request, element, _taking(request, element))
    form = RevisionForm(
        request.POST if request.method == "POST" else None,
        element=element,
        comments=comments_on_element(element, request.capacity),
        taken=_proposed(request, element, number_in(request, "take")),
    )
    status = attempt(
        request,
        form,
        lambda: revise_prompted(element, actor=request.capacity, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("The new wording is in force in the working text."))
        return redirect(reverse("consultations:element_read", args=[plan, uid]))
    return _editor(request, element, form, status)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_issue(request: PortalRequest, plan: str) -> HttpResponse:
    """Show exactly what issuing would freeze, and issue it."""
    found = get_object_or_404(ActionPlan.objects.visible_to(request.capacity), slug=plan)
    require(may_issue_draft(request.capacity, found))
    preview = issue_preview(found, request.capacity)
    form = DraftForm(
        request.POST if request.method == "POST" else None,
        seen=preview.digest,
        going=preview.going.digest,
    )
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            issued = issue_next_draft(found, actor=request.capacity, **form.cleaned_data)
        except REFUSALS as refusal:
            status = refuse(form, refusal)
            form.look_again(seen=preview.digest, going=preview.going.digest)
        else:
            messages.success(request, _("The draft was issued."))
            return redirect(issued)
    context = {
        "plan": found,
        "preview": preview,
        "form": form,
        "is_contradicted": preview.contradicts(form.date_given),
    }
    return render(request, "consultations/draft_issue.html", context, status=status)


def _editor(
    request: PortalRequest,
    element: Element,
    form: RevisionForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    meanwhile = None
    if status == HTTPStatus.CONFLICT:
        element.refresh_from_db()
        meanwhile = revised_meanwhile(element, begun=form.cleaned_data["based_on"])
        form.base_on(element)
    context = {
        "plan": element.plan,
        "element": element,
        "current": element.current_revision,
        "prompts": prompts_of(element, request.capacity),
        "form": form,
        "meanwhile": meanwhile,
    }
    return render(request, "consultations/element_revise.html", context, status=status)


def _proposed(request: PortalRequest, element: Element, pk: int | None) -> Comment | None:
    if pk is None:
        return None
    return get_object_or_404(proposals_on_element(element, request.capacity), pk=pk)


def _taking(request: PortalRequest, element: Element) -> RevisionForm:
    """The form as typed, with the words of the proposal whose button was pressed."""
    proposals = proposals_on_element(element, request.capacity)
    chosen = (each for each in proposals if str(each.pk) == request.POST["take"])
    proposed = next(chosen, None)
    if proposed is None:
        raise Http404
    comments = comments_on_element(element, request.capacity)
    return RevisionForm.taking(proposed, request.POST, element=element, comments=comments)
