"""Keeping what is typed while it is typed, and giving it back when it cannot be saved."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultations.openings import FIELD, Opening, is_of, opening_in, opening_of
from consultations.operations.typing import forget_typed, keep_for_later, keep_typed
from consultations.queries.typing import BroughtBack, brought_back, words_of
from lap_portal.errors import RuleViolation
from lap_portal.http import PortalRequest


@dataclass(frozen=True, slots=True)
class Opened:
    """A form as it is opened: the token it carries, and what it brings back."""

    token: str
    path: str
    back: BroughtBack

    @property
    def choice(self) -> str:
        """The address of the form that ends where the row to bring back is named."""
        return f"{self.path}{'&' if '?' in self.path else '?'}typed="

    @property
    def initial(self) -> dict[str, Any]:
        """What the fields begin with where something was left unsaved."""
        return self.back.initial


def opened(request: PortalRequest, *, way: str = "") -> Opened:
    """
    Open the form of this page: with what its person left unsaved there, or as it was sent.

    `way` tells apart forms that send to one address, as the part of it after the question mark.
    """
    path = f"{request.path}?{way}" if way else request.path
    if request.method == "POST":
        sent = opening_in(request)
        kept = sent if sent is not None and is_of(sent, request) else None
        kept = kept or _opening(request, path)
        return Opened(kept.token, kept.path, BroughtBack())
    back = brought_back(request.capacity, path, chosen=request.GET.get("typed", ""))
    key = back.typed.form_key if back.typed else ""
    return Opened(_opening(request, path, key=key).token, path, back)


def _opening(request: PortalRequest, path: str, *, key: str = "") -> Opening:
    return Opening(request.user.pk, request.capacity.key, path, key or str(uuid4()))


@login_not_required
@require_POST
def typed_keep(request: PortalRequest) -> HttpResponse:
    """
    Keep what is being typed; answer with a line for the person who types.

    Also when the session has ended: the token says whose words they are. Where somebody else has
    signed in since, whose words they are is not known, and nothing is kept.
    """
    opening = opening_of(request.POST.get(FIELD, ""))
    if opening is None:
        return _line(_("Not saved. Copy your words and open this page again."), 400)
    if request.user.is_authenticated and request.user.pk != opening.person:
        return _line(_("Not saved: somebody else opened this form. Copy your words."), 409)
    try:
        typed = keep_typed(opening, dict(request.POST.lists()))
    except RuleViolation as violation:
        return _line(str(violation), 413)
    line = _("Saved %(time)s") % {"time": date_format(localtime(typed.typed_at), "H:i")}
    if not is_of(opening, request):
        line = _("%(saved)s. Sign in again before you go on.") % {"saved": line}
    return _line(line, 200)


def _line(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


@require_POST
def typed_forget(request: PortalRequest) -> HttpResponse:
    """Forget what was typed in a form and not saved, and open the form afresh."""
    opening = opening_of(request.POST.get(FIELD, ""))
    if opening is None or not is_of(opening, request):
        raise Http404
    forget_typed(opening)
    messages.info(request, _("What you had typed here was deleted."))
    return redirect(opening.path)


@login_not_required
def csrf_failure(request: PortalRequest, reason: str = "") -> HttpResponse:
    """Say that a page was too old to be accepted; keep what it sent, and lead back to it."""
    opening = opening_in(request)
    kept = False
    words: tuple[str, ...] = ()
    if opening is not None:
        if request.user.is_anonymous or opening.person == request.user.pk:
            kept = keep_for_later(opening, dict(request.POST.lists()))
        words = words_of(dict(request.POST.lists())) if request.user.is_authenticated else ()
    context = {"path": opening.path if opening and kept else "", "words": words}
    return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)
