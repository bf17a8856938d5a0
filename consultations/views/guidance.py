"""How to comment, in three languages; and what is visible to whom. Open to everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from lap_portal.http import PortalRequest

LANGUAGES = {"en": "English", "fr": "Français", "es": "Español"}


@login_not_required
@require_safe
def guidance(request: PortalRequest) -> HttpResponse:
    """Lead to the guidance in the reader's language: the one chosen, else the browser's."""
    return redirect("consultations:guidance_read", _language_of(request))


@login_not_required
@require_safe
def guidance_read(request: PortalRequest, language: str) -> HttpResponse:
    """How to comment, in one page."""
    return _text(request, "guidance", language)


@login_not_required
@require_safe
def privacy(request: PortalRequest) -> HttpResponse:
    """Lead to what is visible to whom, in the reader's language."""
    return redirect("consultations:privacy_read", _language_of(request))


@login_not_required
@require_safe
def privacy_read(request: PortalRequest, language: str) -> HttpResponse:
    """What is visible to whom at each step, and what a server's administrator could see."""
    return _text(request, "privacy", language)


def _text(request: PortalRequest, name: str, language: str) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    context = {
        "text_language": language,
        "languages": LANGUAGES,
        "text": f"consultations/_{name}_{language}.html",
    }
    return render(request, f"consultations/{name}_read.html", context)


def _language_of(request: PortalRequest) -> str:
    own = getattr(request.user, "language", "")
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    wished = [own, *(code for code, _weight in accepted)]
    found = (code.partition("-")[0] for code in wished)
    return next((code for code in found if code in LANGUAGES), "en")
