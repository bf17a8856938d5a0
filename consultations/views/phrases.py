"""The vocabulary of a plan's synthesis, for staff: reading it, changing it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms.phrasing import PhraseForm
from consultations.operations.phrasing import add_phrase, revise_phrase
from consultations.permissions import may_read_phrases, may_revise_phrases
from consultations.phrases import Rule
from consultations.queries.phrasing import phrase_line, phrases_of, phrases_page
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.http import PortalRequest
from sections.models import ActionPlan

_STEP = 10


@require_safe
def phrase_list(request: PortalRequest, plan: str) -> HttpResponse:
    """The phrases with their rules, and what was changed of them."""
    found = _find_plan(request, plan)
    page = phrases_page(found, request.capacity)
    return render(request, "consultations/phrase_list.html", {"plan": found, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def phrase_create(request: PortalRequest, plan: str) -> HttpResponse:
    """Add a phrase of the plan's own."""
    found = _find_plan(request, plan)
    require(may_revise_phrases(request.capacity, found))
    last = max(rule.order for rule in phrases_of(found, request.capacity))
    typed = request.POST if request.method == "POST" else None
    form = PhraseForm(typed, order=last + _STEP)
    status = attempt(
        request,
        form,
        lambda: add_phrase(
            found, actor=request.capacity, reason=form.cleaned_data["reason"], rule=form.rule
        ),
    )
    if status is None:
        messages.success(request, _("The phrase was added."))
        return redirect(reverse("consultations:phrase_list", args=[plan]))
    context = {"plan": found, "form": form}
    return render(request, "consultations/phrase_create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def phrase_revise(request: PortalRequest, plan: str, code: str) -> HttpResponse:
    """Change the words or the rule of a phrase, or retire it."""
    found = _find_plan(request, plan)
    rule = _find_rule(request, found, code)
    require(may_revise_phrases(request.capacity, found))
    form = PhraseForm(request.POST if request.method == "POST" else None, rule=rule)
    status = attempt(
        request,
        form,
        lambda: revise_phrase(
            found,
            code,
            actor=request.capacity,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            rule=form.rule,
        ),
    )
    if status is None:
        messages.success(request, _("The phrase was changed."))
        return redirect(reverse("consultations:phrase_list", args=[plan]))
    meanwhile = None
    if status == HTTPStatus.CONFLICT:
        rule = _find_rule(request, found, code)
        meanwhile = phrase_line(rule)
        form.base_on(rule)
    context = {"plan": found, "rule": rule, "form": form, "meanwhile": meanwhile}
    return render(request, "consultations/phrase_revise.html", context, status=status)


def _find_plan(request: PortalRequest, slug: str) -> ActionPlan:
    found = get_object_or_404(ActionPlan.objects.visible_to(request.capacity), slug=slug)
    require(may_read_phrases(request.capacity, found))
    return found


def _find_rule(request: PortalRequest, plan: ActionPlan, code: str) -> Rule:
    rules = phrases_of(plan, request.capacity)
    found = next((rule for rule in rules if rule.code == code), None)
    if found is None:
        raise Http404
    return found
