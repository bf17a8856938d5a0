"""Pages by which the Presidency changes the title block of a plan and the labels of sections."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.compare import Span, compare_words
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.http import PortalRequest
from sections import operations
from sections.digest import digest_of_title_block
from sections.forms.plans import LabelForm, LimitForm, TitleBlockForm
from sections.models import ActionPlan
from sections.permissions import may_draft, may_issue_draft, may_revise
from sections.queries.changes import last_change
from sections.views.finding import find_plan, find_section, find_unit


@require_http_methods(["GET", "HEAD", "POST"])
def plan_revise(request: PortalRequest, plan: str) -> HttpResponse:
    """Give a plan another title and title block."""
    found = find_plan(request, plan)
    require(may_draft(request.capacity, found))
    form = TitleBlockForm(
        request.POST or None,
        initial={
            "title": found.title,
            "title_lines": found.title_lines,
            "based_on": digest_of_title_block(found),
        },
        button=_("Save the title block"),
    )
    status = attempt(
        request,
        form,
        lambda: operations.revise_title_block(found, actor=request.capacity, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("The title block was changed in the working text."))
        return redirect(found)
    spans, changes = None, []
    if status is HTTPStatus.CONFLICT:
        found.refresh_from_db()
        form.look_again(based_on=digest_of_title_block(found))
        spans, changes = _from_standing(found, form), [last_change(found)]
    context = {"plan": found, "form": form, "spans": spans, "changes": changes}
    return render(request, "sections/plan_revise.html", context, status=status)


def _from_standing(plan: ActionPlan, form: TitleBlockForm) -> list[Span]:
    """Compare the title and its block as they stand with those typed."""
    typed = form.cleaned_data
    return compare_words(
        f"{plan.title}\n{plan.title_lines}", f"{typed['title']}\n{typed['title_lines']}"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def plan_revise_limit(request: PortalRequest, plan: str) -> HttpResponse:
    """Say how many words a draft of the plan may have."""
    found = find_plan(request, plan)
    require(may_issue_draft(request.capacity, found))
    form = LimitForm(
        request.POST if request.method == "POST" else None,
        initial={"word_limit": found.word_limit},
        button=_("Save the limit"),
    )
    status = attempt(
        request,
        form,
        lambda: operations.limit_words(found, actor=request.capacity, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("The limit was changed."))
        return redirect("sections:draft_list", plan=plan)
    context = {"plan": found, "form": form}
    return render(request, "sections/plan_revise_limit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def section_relabel(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Say what a label changes, and give a section another one."""
    section, heading = find_section(request, plan, uid)
    require(may_revise(request.capacity, heading))
    text, unit = find_unit(heading)
    form = LabelForm(
        request.POST or None,
        initial={"label": section.label, "based_on": section.label},
        button=_("Relabel"),
    )
    status = attempt(
        request,
        form,
        lambda: operations.relabel_section(section, actor=request.capacity, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("The section has another label in the working text."))
        return redirect(f"{heading.plan.get_absolute_url()}#{heading.uid}")
    change = None
    if status is HTTPStatus.CONFLICT:
        change = last_change(section)
        text, unit = find_unit(heading)
        form.look_again(based_on=unit.label)
    context = {
        "plan": heading.plan,
        "unit": unit,
        "units": len(text.below(uid).units),
        "form": form,
        "change": change,
    }
    return render(request, "sections/section_relabel.html", context, status=status)
