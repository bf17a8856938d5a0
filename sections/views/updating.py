"""The next draft from Word: a revised paper is read, settled, and written into its plan."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.outline import Outline
from lap_portal.acts import REFUSALS, refuse
from lap_portal.decisions import require
from lap_portal.http import PortalRequest
from sections.digest import digest_of_working_text
from sections.forms.importing import PaperForm, carried, carry
from sections.forms.updating import UpdateForm
from sections.models import ActionPlan
from sections.operations.updating import update_plan
from sections.permissions import may_draft
from sections.queries import PlanText, working_text
from sections.queries.update_pages import UpdatePage, update_page
from sections.views.finding import find_plan
from sections.views.importing import read_sent


@require_http_methods(["GET", "HEAD", "POST"])
def plan_update(request: PortalRequest, plan: str) -> HttpResponse:
    """Read a revised paper, show what it changes, write it as settled: one page, three answers."""
    found = find_plan(request, plan)
    require(may_draft(request.capacity, found))
    if "packed" in request.POST:
        return _settle(request, found)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        paper = read_sent(form.cleaned_data["file"], form)
        if paper is not None:
            text = working_text(found)
            page = update_page(found, text, paper, said={})
            if page.proposal.matching.is_of_the_text:
                packed = carry(paper, by=request.capacity.person.pk)
                return _show(request, found, UpdateForm(initial={"packed": packed}), page, text)
            form.add_error("file", _not_of(found))
    return _ask(request, found, form)


def _not_of(plan: ActionPlan) -> str:
    return _(
        "Hardly anything in this file stands in “%(plan)s”. It is the paper of another plan: "
        "import it as a new one, or choose the right file."
    ) % {"plan": plan.title}


def _settle(request: PortalRequest, plan: ActionPlan) -> HttpResponse:
    """Show the paper as it was settled so far, or write it, as the button says."""
    paper = carried(request.POST["packed"], by=request.capacity.person.pk)
    if paper is None:
        messages.error(request, _("The paper did not come back whole. Please send it again."))
        return _ask(request, plan, PaperForm())
    form, text = UpdateForm(request.POST), working_text(plan)
    page = _page(plan, text, paper, form)
    if not form.is_valid() or "act" not in request.POST:
        return _show(request, plan, form, page, text)
    # Where the text has changed meanwhile, writing is refused, whatever else is to be said.
    if form.cleaned_data["based_on"] == digest_of_working_text(text) and not form.check(page):
        return _show(request, plan, form, page, text)
    try:
        update_plan(
            plan,
            actor=request.capacity,
            paper=paper,
            chosen=page.chosen,
            reason=form.cleaned_data["reason"],
            based_on=form.cleaned_data["based_on"],
        )
    except REFUSALS as refusal:
        status = refuse(form, refusal)
        text = working_text(plan)
        return _show(request, plan, form, _page(plan, text, paper, form), text, status=status)
    messages.success(request, _("The paper is now the working text. Nothing is issued by that."))
    return redirect(plan)


def _page(plan: ActionPlan, text: PlanText, paper: Outline, form: UpdateForm) -> UpdatePage:
    return update_page(
        plan,
        text,
        paper,
        said=form.said,
        since_draft=form.began_from == "draft",
        takes_labels=form.takes_labels_said,
    )


def _ask(request: PortalRequest, plan: ActionPlan, form: PaperForm) -> HttpResponse:
    context = {"plan": plan, "form": form, "page": None}
    return render(request, "sections/plan_update.html", context)


def _show(
    request: PortalRequest,
    plan: ActionPlan,
    form: UpdateForm,
    page: UpdatePage,
    text: PlanText,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "plan": plan,
        "form": form,
        "page": page,
        "based_on": digest_of_working_text(text),
    }
    return render(request, "sections/plan_update.html", context, status=status)
