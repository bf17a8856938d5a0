"""Bringing a paper in: it is read, shown for correction, and then stored whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.outline import Outline
from documents.reading import UnreadablePaper, read_paper
from documents.writing.paper import Masthead, Paper
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.http import PortalRequest
from sections.corrections import correct_outline
from sections.forms.fields import ReasonedForm
from sections.forms.importing import OutlineForm, PaperForm, carried, carry
from sections.imports import apply_outline, known_language
from sections.models import ActionPlan
from sections.operations import undo_import
from sections.permissions import may_import_plan
from sections.queries import working_text
from sections.views.finding import find_plan


@require_http_methods(["GET", "HEAD", "POST"])
def plan_import(request: PortalRequest) -> HttpResponse:
    """Read a paper, show what was found for correction, store it: one page, three answers."""
    require(may_import_plan(request.capacity))
    if "packed" in request.POST:
        return _correct(request)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        outline = read_sent(form.cleaned_data["file"], form)
        if outline is not None:
            title = Paper(Masthead(), outline).title[:300]
            named = {"title": title, "slug": slugify(title)[:60].strip("-")}
            return _show(request, _fresh_form(request, outline, named))
    return render(request, "sections/plan_import.html", {"form": form, "outline": None})


@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: PortalRequest, plan: str) -> HttpResponse:
    """Say what would be gone, and take away a plan imported by mistake."""
    require(may_import_plan(request.capacity))
    found = find_plan(request, plan)
    form = ReasonedForm(
        request.POST if request.method == "POST" else None, button=_("Take the plan away")
    )
    status = attempt(
        request, form, lambda: undo_import(found, actor=request.capacity, **form.cleaned_data)
    )
    if status is None:
        messages.success(request, _("The plan was taken away."))
        return redirect("consultations:home")
    context = {"plan": found, "form": form, "units": len(working_text(found).units)}
    return render(request, "sections/import_undo.html", context, status=status)


def _correct(request: PortalRequest) -> HttpResponse:
    """Apply the corrections, and show the result or store it, as the button says."""
    outline = carried(request.POST["packed"], by=request.capacity.person.pk)
    if outline is None:
        messages.error(request, _("The paper did not come back whole. Please send it again."))
        context = {"form": PaperForm(), "outline": None}
        return render(request, "sections/plan_import.html", context)
    form = OutlineForm(request.POST, outline=outline)
    if not form.is_valid():
        return _show(request, form)
    try:
        corrected = correct_outline(outline, form.corrections)
    except RuleViolation as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form)
    named = {"title": form.cleaned_data["title"], "slug": form.cleaned_data["slug"]}
    if "apply" not in request.POST:
        return _show(request, _fresh_form(request, corrected, named))
    made: list[ActionPlan] = []
    status = attempt(request, form, lambda: made.append(_store(request, corrected, named)))
    if status is not None:
        return _show(request, form, status=status)
    messages.success(request, _("The paper is now the working text of a plan."))
    return redirect(made[0])


def _store(request: PortalRequest, outline: Outline, named: dict[str, str]) -> ActionPlan:
    return apply_outline(
        outline,
        actor=request.capacity,
        language=known_language(outline.language),
        reason=_("Imported from a paper."),
        title=named["title"],
        slug=named["slug"],
    )


def read_sent(file: UploadedFile, form: PaperForm) -> Outline | None:
    """Read a file; where it cannot be, its sentence stands on the form."""
    try:
        return read_paper(file.read(), file_name=file.name or "")
    except UnreadablePaper as refusal:
        # Translated by its sentence with the gaps; the values come after.
        form.add_error("file", _(refusal.template).format(**refusal.values))
        return None


def _fresh_form(request: PortalRequest, outline: Outline, named: dict[str, str]) -> OutlineForm:
    outline = replace(outline, units=tuple(replace(unit, uid="") for unit in outline.units))
    packed = carry(outline, by=request.capacity.person.pk)
    return OutlineForm(outline=outline, initial={"packed": packed, **named})


def _show(
    request: PortalRequest, form: OutlineForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "outline": form.outline}
    return render(request, "sections/plan_import.html", context, status=status)
