"""Answers of a delegation: one page per question, in the question's shape."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultations.forms.answering import AnswerForm
from consultations.models import Answer, Comment, Consultation
from consultations.operations.answering import save_answer, save_answer_in_place
from consultations.operations.commenting import discard, mark_ready, take_back
from consultations.permissions import may_discard, may_prepare, may_submit
from consultations.queries.answering import question_page
from consultations.queries.entries import answer_entry
from consultations.queries.readers import rule_words
from consultations.queries.tallying import tally_beside_form
from consultations.queries.workspace import is_of_one_person
from consultations.views.finding import find_consultation
from consultations.views.places import find_unit, keep_of, own_answer, tell_saved
from consultations.views.typing import Opened, opened
from delegations.capacities import delegation_of
from lap_portal.acts import REFUSALS, refuse
from lap_portal.decisions import require
from lap_portal.errors import StaleRevision
from lap_portal.http import PortalRequest
from sections.models import DraftUnit
from sections.models.elements import Kind


@require_http_methods(["GET", "HEAD", "POST"])
def answer_write(request: PortalRequest, plan: str, number: int, uid: str) -> HttpResponse:
    """Answer a question; where an answer was submitted, prepare the one that replaces it."""
    consultation, question = _find_question(request, plan, number, uid)
    if request.method != "POST":
        require(may_prepare(request.capacity, consultation))
    delegation = delegation_of(request.capacity)
    answer = own_answer(request.capacity, consultation, question)
    page = question_page(consultation, question, delegation)
    opening = opened(request)
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        question=question,
        marked=page.marked,
        places=page.places,
        answer=answer,
        is_alone=is_of_one_person(delegation),
        **_setting(request, consultation, question, opening),
    )
    status, stored = HTTPStatus.OK, None
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, consultation, question, form)
        except REFUSALS as refusal:
            status = refuse(form, refusal)
            if isinstance(refusal, StaleRevision) and answer is not None:
                stored = answer_entry(answer)
                form.base_on(answer)
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "question": question,
        "answer": answer,
        "page": page,
        "tally": tally_beside_form(consultation, question, request.capacity),
        "form": form,
        "opened": opening,
        "stored": stored,
        "rule": rule_words(consultation.readers),
    }
    return render(request, "consultations/answer_write.html", context, status=status)


def _setting(
    request: PortalRequest, consultation: Consultation, question: DraftUnit, opening: Opened
) -> dict[str, Any]:
    """What the form is given of the page on which it stands."""
    return {
        "initial": opening.initial,
        "back": f"{consultation.draft.get_absolute_url()}#{question.uid}",
        "keep": keep_of(request),
        "token": opening.token,
        "may_submit": bool(may_submit(request.capacity, consultation)),
    }


def _save(
    request: PortalRequest, consultation: Consultation, question: DraftUnit, form: AnswerForm
) -> HttpResponse:
    said = _store(request, consultation, question, form)
    answer = said[0]
    onward = consultation.address("answer_write", question.uid)
    if not answer.is_inside and len(said) == 1:
        tell_saved(request, _("This is what your delegation has submitted; nothing changed."))
        return redirect(onward)
    if "ready" in request.POST:
        for each in said:
            mark_ready(each, actor=request.capacity)
        tell_saved(request, _("The answer was saved and is ready to be submitted."))
    else:
        tell_saved(
            request, _("The answer was saved. Only your delegation sees it until it is submitted.")
        )
    if len(said) > 1:
        messages.success(request, _("What you propose was saved as a comment at its place."))
    if "and_submit" in request.POST:
        onward = consultation.address("submission_create")
    return redirect(onward)


def _store(
    request: PortalRequest, consultation: Consultation, question: DraftUnit, form: AnswerForm
) -> tuple[Answer] | tuple[Answer, Comment]:
    """Save the answer; with it, in one, what it proposes in a place."""
    words, missing = form.words(), form.missing(language=request.user.language)
    if missing is None:
        return (save_answer(consultation, actor=request.capacity, unit=question, **words),)
    return save_answer_in_place(
        consultation,
        actor=request.capacity,
        unit=question,
        missing=missing,
        text=words["text"],
        based_on=words["based_on"],
    )


@require_POST
def answer_ready(request: PortalRequest, plan: str, number: int, uid: str) -> HttpResponse:
    """Release an answer for submission."""
    consultation, question = _find_question(request, plan, number, uid)
    mark_ready(_find_answer(request, consultation, question), actor=request.capacity)
    messages.success(request, _("The answer is ready to be submitted."))
    return redirect(consultation.address("workspace"))


@require_POST
def answer_take_back(request: PortalRequest, plan: str, number: int, uid: str) -> HttpResponse:
    """Return an answer to preparation."""
    consultation, question = _find_question(request, plan, number, uid)
    take_back(_find_answer(request, consultation, question), actor=request.capacity)
    messages.success(request, _("The answer is in preparation again."))
    return redirect(consultation.address("workspace"))


@require_http_methods(["GET", "HEAD", "POST"])
def answer_discard(request: PortalRequest, plan: str, number: int, uid: str) -> HttpResponse:
    """Delete for good an answer that was not submitted."""
    consultation, question = _find_question(request, plan, number, uid)
    answer = _find_answer(request, consultation, question)
    require(may_discard(request.capacity, answer))
    if request.method == "POST":
        discard(answer, actor=request.capacity)
        messages.success(request, _("The answer was deleted. Nothing of it is kept."))
        return redirect(consultation.address("workspace"))
    answer.unit = question
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "entry": answer_entry(answer),
    }
    return render(request, "consultations/answer_discard.html", context)


def _find_question(
    request: PortalRequest, plan: str, number: int, uid: str
) -> tuple[Consultation, DraftUnit]:
    consultation = find_consultation(request, plan, number)
    unit = find_unit(request, consultation, uid)
    if unit.kind != Kind.QUESTION:
        raise Http404
    return consultation, unit


def _find_answer(request: PortalRequest, consultation: Consultation, question: DraftUnit) -> Answer:
    answer = None
    if request.capacity.delegation is not None:
        answer = own_answer(request.capacity, consultation, question)
    if answer is None:
        raise Http404
    return answer
