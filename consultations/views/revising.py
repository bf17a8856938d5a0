"""Pages that join the text and what was said about it: rewording an element, issuing a draft."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations.forms.revising import DraftForm, RevisionForm
from consultations.operations.revising import issue_next_draft, revise_prompted
from consultations.queries.revising import comments_on_element, issue_preview, prompts_of
from consultations.views.finding import refusal_words
from documents.compare import compare_words
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.http import PortalRequest
from sections.models import ActionPlan, Element
from sections.permissions import may_issue_draft, may_revise


@require_http_methods(["GET", "HEAD", "POST"])
def element_revise(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Reword an element, naming the comments that prompted it."""
    seen = Element.objects.visible_to(request.capacity).filter(plan__slug=plan)
    element = get_object_or_404(seen.select_related("plan", "current_revision"), uid=uid)
    require(may_revise(request.capacity, element))
    comments = comments_on_element(element, request.capacity)
    take = request.GET.get("take", "")
    taken = (
        get_object_or_404(comments.exclude(proposal=""), pk=int(take)) if take.isdecimal() else None
    )
    form = RevisionForm(request.POST or None, element=element, comments=comments, taken=taken)
    spans = None
    if request.method == "POST" and form.is_valid():
        try:
            revise_prompted(element, actor=request.capacity, **form.cleaned_data)
        except StaleRevision as stale:
            element.refresh_from_db()
            current = element.current_revision
            form.add_error(None, str(stale))
            if current is not None:
                form.base_on(current.number)
                spans = compare_words(current.text, form.cleaned_data["text"])
        except (RuleViolation, ValidationError) as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, _("The new wording is in force in the working text."))
            return redirect(reverse("consultations:element_read", args=[plan, uid]))
    context = {
        "plan": element.plan,
        "element": element,
        "current": element.current_revision,
        "prompts": prompts_of(element, request.capacity),
        "form": form,
        "spans": spans,
    }
    return render(request, "consultations/element_revise.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_issue(request: PortalRequest, plan: str) -> HttpResponse:
    """Show exactly what issuing would freeze, and issue it."""
    found = get_object_or_404(ActionPlan.objects.visible_to(request.capacity), slug=plan)
    require(may_issue_draft(request.capacity, found))
    preview = issue_preview(found)
    form = DraftForm(request.POST or None, seen=preview.digest)
    if request.method == "POST" and form.is_valid():
        try:
            issued = issue_next_draft(found, actor=request.capacity, **form.cleaned_data)
        except (RuleViolation, ValidationError) as refusal:
            form.add_error(None, refusal_words(refusal))
            if isinstance(refusal, StaleRevision):
                form.look_again(preview.digest)
        else:
            messages.success(request, _("The draft was issued."))
            return redirect(reverse("consultations:draft_read", args=[found.slug, issued.number]))
    context = {"plan": found, "preview": preview, "form": form}
    return render(request, "consultations/draft_issue.html", context)
