"""Pages that join the text and what was said about it: weighing proposals, rewording, issuing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.forms.revising import DraftForm, HereForm, RevisionForm
from consultations.operations.revising import issue_next_draft, revise_prompted
from consultations.permissions import may_weigh_proposals
from consultations.queries.issuing import issue_preview
from consultations.queries.proposals import (
    Taken,
    beside_typed,
    comments_on_element,
    proposals_on_element,
    proposals_page,
    taken_together,
    words_in_force,
)
from consultations.queries.revising import (
    arrived_since,
    here_at,
    last_arrival,
    prompts_of,
    revised_meanwhile,
)
from consultations.views.finding import number_in
from lap_portal.acts import REFUSALS, attempt, refuse
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.http import PortalRequest
from lap_portal.rows import number_of
from sections.models import ActionPlan, Element, ElementRevision
from sections.operations.holding import hold_section, note_presence
from sections.permissions import may_issue_draft, may_revise
from sections.queries.holds import holding_of


@require_http_methods(["GET", "HEAD", "POST"])
def element_revise(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Reword an element, naming the comments that prompted it."""
    element = _find(request, plan, uid)
    require(may_revise(request.capacity, element))
    if "take" in request.POST:
        return _editor(request, element, _taking(request, element))
    if "hold" in request.POST:
        return _editor(request, element, _holding(request, element))
    try:
        begun = _begun(request, element)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect("consultations:element_proposals", plan, uid)
    form = RevisionForm(
        request.POST if request.method == "POST" else None,
        element=element,
        comments=comments_on_element(element, request.capacity),
        begun=begun,
    )
    status = attempt(request, form, lambda: _revise(request, element, form))
    if status is None:
        messages.success(request, _("The new wording is in force in the working text."))
        _tell_arrived(request, element, form)
        return redirect(reverse("consultations:element_read", args=[plan, uid]))
    return _editor(request, element, form, status)


@require_safe
def element_proposals(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """All wordings proposed for an element, as redlines against the words in force."""
    element = _find(request, plan, uid)
    require(may_weigh_proposals(request.capacity, element))
    context = {"plan": element.plan, "page": proposals_page(element, request.capacity)}
    return render(request, "consultations/element_proposals.html", context)


@require_POST
def presence_note(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Note that somebody rewords an element; answer who else does, and what came meanwhile."""
    element = _find(request, plan, uid)
    note_presence(element, actor=request.capacity)
    form = HereForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    begun, seen = said.get("based_on") or 0, said.get("seen") or 0
    here = here_at(element, request.capacity, begun=begun, seen=seen)
    return render(request, "consultations/_here.html", {"here": here})


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


def _find(request: PortalRequest, plan: str, uid: str) -> Element:
    seen = Element.objects.visible_to(request.capacity).filter(plan__slug=plan)
    return get_object_or_404(
        seen.select_related("plan", "section__plan", "section__parent", "current_revision"), uid=uid
    )


def _revise(request: PortalRequest, element: Element, form: RevisionForm) -> ElementRevision:
    said = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    return revise_prompted(element, actor=request.capacity, **said)


def _tell_arrived(request: PortalRequest, element: Element, form: RevisionForm) -> None:
    """Say what was proposed while somebody wrote; nothing of it was taken."""
    count = arrived_since(element, request.capacity, seen=form.seen_until)
    if count:
        words = ngettext(
            "%(count)d proposal on these words arrived while you were writing.",
            "%(count)d proposals on these words arrived while you were writing.",
            count,
        )
        messages.info(request, words % {"count": count})


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
    prompts = prompts_of(element, request.capacity, seen=form.seen_until)
    context = {
        "plan": element.plan,
        "element": element,
        "current": element.current_revision,
        "prompts": prompts,
        "arrived": [prompt for prompt in prompts if prompt.is_new],
        "form": form,
        "meanwhile": meanwhile,
        "holding": holding_of(element.section, request.capacity),
    }
    return render(request, "consultations/element_revise.html", context, status=status)


def _begun(request: PortalRequest, element: Element) -> dict[str, Any]:
    """
    With what the form begins: proposals taken together, or an older wording, as the address says.

    RuleViolation where the proposals cannot be taken together.
    """
    if request.method == "POST":
        return {}
    begun: dict[str, Any] = {"seen": last_arrival(element, request.capacity)}
    if "take" in request.GET:
        taken = _taken(request, element, request.GET.getlist("take"))
        begun |= {"text": taken.words, "prompted_by": taken.comments}
    elif (number := number_in(request, "back")) is not None:
        older = get_object_or_404(element.revisions, number=number)
        reason = _("Back to the words of revision %(number)d") % {"number": number}
        begun |= {"text": older.text, "restores": number, "reason": reason}
    return begun


def _taken(request: PortalRequest, element: Element, written: list[str]) -> Taken:
    """The proposals of the comments with these keys; 404 where one is no proposal on this."""
    keys = {number for value in written if (number := number_of(value)) is not None}
    proposals = proposals_on_element(element, request.capacity)
    taken = (
        taken_together(proposals, keys, element=element) if len(keys) == len(set(written)) else None
    )
    if taken is None:
        raise Http404
    return taken


def _taking(request: PortalRequest, element: Element) -> RevisionForm:
    """The form as typed, with the proposal whose button was pressed; why not, if it cannot be."""
    comments = comments_on_element(element, request.capacity)
    try:
        taken = _taken(request, element, [request.POST["take"]])
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return RevisionForm.typed(request.POST, element=element, comments=comments)
    return RevisionForm.typed(
        request.POST,
        element=element,
        comments=comments,
        text=beside_typed(request.POST.get("text", ""), taken.words, now=words_in_force(element)),
        prompted_by=[*request.POST.getlist("prompted_by"), *taken.comments],
    )


def _holding(request: PortalRequest, element: Element) -> RevisionForm:
    """The form as typed, the text of its section held, or why it is not."""
    try:
        over = number_of(request.POST["hold"])
        hold_section(element.section, actor=request.capacity, over=over)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _("You hold this text; the others see it."))
    comments = comments_on_element(element, request.capacity)
    return RevisionForm.typed(request.POST, element=element, comments=comments)
