"""Pages on what stays inside a delegation: notes, returning, clearing."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultations.forms.submitting import NoteForm
from consultations.models import Consultation, Note
from consultations.operations.inside import (
    clear,
    delete_note,
    return_with_note,
    set_clearing,
    write_note,
)
from consultations.permissions import may_delete_note, may_note, may_review
from consultations.queries.entries import Entry, answer_entry, comment_entry
from consultations.views.finding import find_consultation
from consultations.views.places import (
    find_own,
    find_unit,
    keep_of,
    own_answer,
    tell_saved,
)
from consultations.views.typing import Opened, opened
from delegations.capacities import delegation_of
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.http import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def note_write(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Write a note on the delegation's work as a whole."""
    consultation = find_consultation(request, plan, number)
    require(may_note(request.capacity, delegation_of(request.capacity)))
    opening = opened(request)
    form = _note_form(request, opening)

    def act() -> object:
        return write_note(consultation, actor=request.capacity, **form.cleaned_data)

    return _note(request, consultation, form, act, opening, heading=_("A note on our work"))


@require_http_methods(["GET", "HEAD", "POST"])
def contribution_note(
    request: PortalRequest, plan: str, number: int, what: str, key: str
) -> HttpResponse:
    """Write a note on a comment or an answer of the own delegation."""
    consultation = find_consultation(request, plan, number)
    entry = _find_entry(request, consultation, what, key)
    require(may_note(request.capacity, entry.said))
    opening = opened(request)
    form = _note_form(request, opening)

    def act() -> object:
        said = entry.said
        return write_note(consultation, actor=request.capacity, about=said, **form.cleaned_data)

    return _note(request, consultation, form, act, opening, heading=_("A note"), entry=entry)


@require_http_methods(["GET", "HEAD", "POST"])
def contribution_return(
    request: PortalRequest, plan: str, number: int, what: str, key: str
) -> HttpResponse:
    """Send what is ready back into preparation, with a note."""
    consultation = find_consultation(request, plan, number)
    entry = _find_entry(request, consultation, what, key)
    if request.method != "POST":
        require(may_review(request.capacity, entry.said))
    opening = opened(request)
    form = _note_form(request, opening, button=_("Return it with this note"))

    def act() -> object:
        return return_with_note(entry.said, actor=request.capacity, **form.cleaned_data)

    heading = _("Return into preparation")
    return _note(request, consultation, form, act, opening, heading=heading, entry=entry)


def _note_form(request: PortalRequest, opening: Opened, *, button: str = "") -> NoteForm:
    return NoteForm(
        request.POST if request.method == "POST" else None,
        initial=opening.initial,
        keep=keep_of(request),
        token=opening.token,
        button=button,
    )


@require_POST
def contribution_clear(
    request: PortalRequest, plan: str, number: int, what: str, key: str
) -> HttpResponse:
    """Clear what is ready, so that it may go."""
    consultation = find_consultation(request, plan, number)
    entry = _find_entry(request, consultation, what, key)
    clear(entry.said, actor=request.capacity, stamp=request.POST.get("stamp"))
    messages.success(request, _("It is cleared, and goes with the next submission."))
    return redirect(consultation.address("workspace"))


@require_http_methods(["GET", "HEAD", "POST"])
def note_delete(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Delete a note for good."""
    consultation = find_consultation(request, plan, number)
    notes = Note.objects.visible_to(request.capacity).filter(consultation=consultation)
    found = get_object_or_404(notes.select_related("author"), key=key)
    require(may_delete_note(request.capacity, found))
    if request.method == "POST":
        delete_note(found, actor=request.capacity)
        messages.success(request, _("The note was deleted. Nothing of it is kept."))
        return redirect(consultation.address("workspace"))
    context = {"plan": consultation.plan, "consultation": consultation, "note": found}
    return render(request, "consultations/note_delete.html", context)


@require_POST
def clearing_set(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Say whether what is ready must be cleared before it goes."""
    consultation = find_consultation(request, plan, number)
    procedure = set_clearing(actor=request.capacity, clears=request.POST.get("clears") == "yes")
    messages.success(
        request,
        _("From now on, only what is cleared goes.")
        if procedure.clears
        else _("From now on, what is ready goes."),
    )
    return redirect(consultation.address("workspace"))


def _note(
    request: PortalRequest,
    consultation: Consultation,
    form: NoteForm,
    act: Callable[[], object],
    opening: Opened,
    *,
    heading: str,
    entry: Entry | None = None,
) -> HttpResponse:
    status = attempt(request, form, act)
    if status is None:
        tell_saved(request, _("The note was saved. Your delegation alone reads it."))
        return redirect(consultation.address("workspace"))
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "form": form,
        "opened": opening,
        "heading": heading,
        "entry": entry,
    }
    template = f"consultations/{request.resolver_match.url_name}.html"  # type: ignore[union-attr]
    return render(request, template, context, status=status)


def _find_entry(request: PortalRequest, consultation: Consultation, what: str, key: str) -> Entry:
    """A comment by its key, or an answer by its question, of the reader's own delegation."""
    if what == "comment":
        return comment_entry(find_own(request, consultation, _uuid(key)))
    if what != "answer" or request.capacity.delegation is None:
        raise Http404
    question = find_unit(request, consultation, key)
    answer = own_answer(request.capacity, consultation, question)
    if answer is None:
        raise Http404
    answer.unit = question
    return answer_entry(answer)


def _uuid(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError as error:
        raise Http404 from error
