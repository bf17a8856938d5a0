"""What staff keep beside one comment: themes, who looks after it, notes, a working translation."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.forms.marking import DeskNoteForm, TranslationForm
from consultations.models import Comment, Consultation, DeskNote, Theme, WorkingTranslation
from consultations.operations.assigning import give_comments
from consultations.operations.desk_notes import strike_desk_note, write_desk_note
from consultations.operations.theming import put_on, take_off
from consultations.operations.translating import translate_comment
from consultations.permissions import may_mark, may_reflect
from consultations.queries.entries import redline
from consultations.queries.marks import marks_panel
from consultations.views.desk import desk_address, kept_filters
from consultations.views.finding import find_comment, find_consultation
from delegations.models import User
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.http import PortalRequest
from lap_portal.rows import number_of

REFLECT = "reflect"


@require_safe
def comment_marks(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """A comment with everything that staff keep beside it."""
    comment = _find(request, plan, number, pk)
    context = _context(request, comment) | {
        "panel": marks_panel(comment, request.capacity),
        "redline": redline(comment.proposal, comment.place, comment.unit),
        "may_reflect": may_reflect(request.capacity, comment),
    }
    return render(request, "consultations/comment_marks.html", context)


@require_POST
def comment_theme(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Put a theme on a comment, or take it off."""
    comment = _find(request, plan, number, pk)
    key = number_sent(request, "theme")
    if key is None:
        raise RuleViolation(_("Choose a theme."))
    themes = Theme.objects.visible_to(request.capacity).filter(plan=comment.consultation.plan_id)
    theme = get_object_or_404(themes.select_related("plan"), pk=key)
    if request.POST.get("act") == "take_off":
        take_off(theme, [comment], actor=request.capacity)
    else:
        put_on(theme, [comment], actor=request.capacity)
    return redirect(_back(request, comment))


@require_POST
def comment_give(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Give a comment to a person of staff, or take it back."""
    comment = _find(request, plan, number, pk)
    person = None
    if request.POST.get("act") != "take_back":
        key = number_sent(request, "person")
        person = User.objects.filter(pk=key).first() if key is not None else None
        if person is None:
            raise RuleViolation(_("Choose a person."))
    shown = {comment: number_sent(request, "shown")}
    give_comments(shown, actor=request.capacity, person=person)
    return redirect(_back(request, comment))


@require_http_methods(["GET", "HEAD", "POST"])
def desk_note_write(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Write a note beside a comment, for staff alone."""
    comment = _find(request, plan, number, pk)
    form = DeskNoteForm(request.POST if request.method == "POST" else None)
    status = attempt(
        request, form, lambda: write_desk_note(comment, actor=request.capacity, **form.cleaned_data)
    )
    if status is None:
        messages.success(request, _("The note was written."))
        return redirect(_back(request, comment))
    context = _context(request, comment) | {"form": form}
    return render(request, "consultations/desk_note_write.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_note_strike(
    request: PortalRequest, plan: str, number: int, pk: int, note: int
) -> HttpResponse:
    """Strike a note out; it stays, struck out."""
    comment = _find(request, plan, number, pk)
    notes = DeskNote.objects.visible_to(request.capacity).filter(comment=comment)
    found = get_object_or_404(notes.select_related("author", "comment"), pk=note)
    if request.method == "POST":
        strike_desk_note(found, actor=request.capacity)
        messages.success(request, _("The note was struck out."))
        return redirect(_back(request, comment))
    context = _context(request, comment) | {"note": found}
    return render(request, "consultations/desk_note_strike.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def translation_write(
    request: PortalRequest, plan: str, number: int, pk: int, language: str
) -> HttpResponse:
    """Translate a comment, beside the original; what was there before is superseded."""
    comment = _find(request, plan, number, pk)
    if language not in dict(settings.WRITING_LANGUAGES) or language == comment.language:
        raise Http404
    written = get_language_info(language)
    current = _translation(request, comment, language)
    form = TranslationForm(
        request.POST if request.method == "POST" else None,
        comment=comment,
        language=language,
        is_rtl=written["bidi"],
        current=current,
    )
    status = attempt(
        request,
        form,
        lambda: translate_comment(
            comment, actor=request.capacity, language=language, **form.cleaned_data
        ),
    )
    if status is None:
        messages.success(request, _("The translation was kept."))
        return redirect(_back(request, comment))
    is_stale = status == HTTPStatus.CONFLICT
    if is_stale:
        form.base_on(current)
    context = _context(request, comment) | {
        "form": form,
        "redline": redline(comment.proposal, comment.place, comment.unit),
        "into": written,
        "current": current if is_stale else None,
    }
    return render(request, "consultations/translation_write.html", context, status=status)


def number_sent(request: PortalRequest, name: str) -> int | None:
    """A number that a form sent, or None where it sent none."""
    return number_of(request.POST.get(name, ""))


def _translation(
    request: PortalRequest, comment: Comment, language: str
) -> WorkingTranslation | None:
    current = WorkingTranslation.objects.visible_to(request.capacity).filter(superseded_at=None)
    return current.filter(comment=comment, language=language).select_related("made_by").first()


def _find(request: PortalRequest, plan: str, number: int, pk: int) -> Comment:
    consultation = find_consultation(request, plan, number)
    require(may_mark(request.capacity, consultation))
    comment = find_comment(request, consultation, pk)
    comment.consultation = consultation
    return comment


def _context(request: PortalRequest, comment: Comment) -> dict[str, Any]:
    consultation: Consultation = comment.consultation
    return {
        "consultation": consultation,
        "plan": consultation.plan,
        "comment": comment,
        "kept": kept_filters(request),
        "back": _back(request, comment),
        "desk": desk_address(request, consultation, comment.pk),
    }


def _back(request: PortalRequest, comment: Comment) -> str:
    """The page of the comment on which one was, at what staff keep beside it."""
    came = request.GET.get("from") == REFLECT
    name = "comment_reflect" if came else "comment_marks"
    kept = kept_filters(request)
    address = comment.consultation.address(name, comment.pk)
    return f"{address}?{kept}#marks" if kept else f"{address}#marks"
