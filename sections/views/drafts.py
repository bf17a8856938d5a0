"""Pages of issued drafts: the list, the files, the circulation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.downloads import paper_file
from lap_portal.http import PortalRequest
from sections.exports import draft_file_name, draft_paper
from sections.forms.drafting import CirculationForm
from sections.operations import widen_circulation
from sections.permissions import (
    may_draft,
    may_import_plan,
    may_issue_draft,
    may_widen_circulation,
)
from sections.queries.drafts import draft_lines
from sections.views.finding import find_draft, find_plan


@login_not_required
@require_safe
def draft_list(request: PortalRequest, plan: str) -> HttpResponse:
    """The drafts of a plan that the reader may read, the newest first."""
    found = find_plan(request, plan)
    context = {
        "plan": found,
        "drafts": draft_lines(found, request.capacity),
        "may_issue": may_issue_draft(request.capacity, found),
        "may_import": may_import_plan(request.capacity),
        "may_revise": may_draft(request.capacity, found),
    }
    return render(request, "sections/draft_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def circulation_widen(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Say who would read the draft, and let them."""
    draft = find_draft(request, plan, number)
    require(may_widen_circulation(request.capacity, draft))
    form = CirculationForm(request.POST or None, draft=draft, button=_("Widen the circulation"))
    status = attempt(
        request, form, lambda: widen_circulation(draft, actor=request.capacity, **form.cleaned_data)
    )
    if status is None:
        messages.success(request, _("More people read this draft now."))
        return redirect("sections:draft_list", plan=plan)
    context = {"plan": draft.plan, "draft": draft, "form": form}
    return render(request, "sections/circulation_widen.html", context, status=status)


@login_not_required
@require_safe
def draft_file(request: PortalRequest, plan: str, number: int, extension: str) -> HttpResponse:
    """The draft as a file."""
    draft = find_draft(request, plan, number)
    return paper_file(draft_paper(draft), name=draft_file_name(draft), extension=extension)
