"""Comments inside a delegation: reading one, making it ready, discarding it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.forms.commenting import ProposalForm
from consultations.models import Comment, CommentFile, Note
from consultations.operations.commenting import discard, mark_ready, take_back
from consultations.permissions import (
    may_align,
    may_change,
    may_discard,
    may_read_contributions,
    may_replace,
    may_withdraw,
)
from consultations.queries.entries import comment_entry, redline, with_notes
from consultations.queries.workspace import goes_along, is_of_one_person
from consultations.views.finding import find_consultation
from consultations.views.places import find_own, find_said, find_unit
from lap_portal.decisions import require
from lap_portal.downloads import attachment
from lap_portal.http import PortalRequest


@require_safe
def comment_read(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """One comment, with the words it speaks of, its redline, and what can be done with it."""
    consultation = find_consultation(request, plan, number)
    comment = find_said(request, consultation, key)
    reader = request.capacity
    own = reader.delegation
    is_own = Comment.objects.own_of(reader).filter(pk=comment.pk).exists()
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "entry": with_notes([comment_entry(comment)], _notes(request, comment))[0],
        "comment": comment,
        "is_own": is_own,
        "may_submit": is_own and goes_along(reader, comment),
        "replaced_by": getattr(comment, "replaced_by", None) if is_own else None,
        "tells_changes": is_own or bool(may_read_contributions(reader, consultation)),
        "may_align": not is_own and bool(may_align(reader, consultation)),
        "may_change": may_change(reader, comment),
        "may_discard": may_discard(reader, comment),
        "may_replace": may_replace(reader, comment),
        "may_withdraw": may_withdraw(reader, comment),
        "is_alone": own is not None and is_of_one_person(own),
    }
    return render(request, "consultations/comment_read.html", context)


def _notes(request: PortalRequest, comment: Comment) -> list[Note]:
    notes = Note.objects.visible_to(request.capacity).filter(comment=comment)
    return list(notes.select_related("author"))


@require_safe
@login_not_required
def comment_file(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """The file of a general statement, for whoever may read the comment; saved, never shown."""
    consultation = find_consultation(request, plan, number)
    comment = find_said(request, consultation, key)
    kept = get_object_or_404(CommentFile, comment=comment)
    content = bytes(kept.content)
    return attachment(comment.file_name, content_type=kept.content_type, content=content)


@require_POST
def comment_ready(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Release a comment for submission."""
    consultation = find_consultation(request, plan, number)
    mark_ready(find_own(request, consultation, key), actor=request.capacity)
    messages.success(request, _("The comment is ready to be submitted."))
    return redirect(consultation.address("workspace"))


@require_POST
def comment_take_back(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Return a comment to preparation."""
    consultation = find_consultation(request, plan, number)
    take_back(find_own(request, consultation, key), actor=request.capacity)
    messages.success(request, _("The comment is in preparation again."))
    return redirect(consultation.address("workspace"))


@require_http_methods(["GET", "HEAD", "POST"])
def comment_discard(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Delete for good a comment that was not submitted."""
    consultation = find_consultation(request, plan, number)
    comment = find_own(request, consultation, key)
    require(may_discard(request.capacity, comment))
    if request.method == "POST":
        discard(comment, actor=request.capacity)
        messages.success(request, _("The comment was deleted. Nothing of it is kept."))
        return redirect(consultation.address("workspace"))
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "entry": comment_entry(comment),
    }
    return render(request, "consultations/comment_discard.html", context)


@require_POST
def redline_preview(request: PortalRequest, plan: str, number: int, uid: str) -> HttpResponse:
    """Compare a proposal being typed with the words in force; stores nothing."""
    consultation = find_consultation(request, plan, number)
    unit = find_unit(request, consultation, uid)
    form = ProposalForm(request.POST)
    spans: tuple[Any, ...] = ()
    if form.is_valid():
        place = form.cleaned_data["place"] or Comment.Place.ON
        spans = redline(form.cleaned_data["proposal"], place, unit)
    return render(request, "includes/_redline.html", {"spans": spans})
