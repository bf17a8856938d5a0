"""Nothing typed is lost: what a form sent and could not be saved is kept for its author."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.translation import gettext as _

from consultations.openings import Opening, is_of, opening_in
from consultations.operations.typing import forget_typed, keep_for_later
from consultations.queries.typing import own_typed, words_of
from delegations.capacities import capacity_of
from lap_portal.errors import RuleViolation
from lap_portal.http import PortalRequest

logger = logging.getLogger(__name__)

_STATUS: dict[type[Exception], HTTPStatus] = {
    PermissionDenied: HTTPStatus.FORBIDDEN,
    Http404: HTTPStatus.NOT_FOUND,
    RuleViolation: HTTPStatus.CONFLICT,
}


class SignInFirst(LoginRequiredMiddleware):
    """Sends whoever is not signed in to sign in, and keeps for its author what a form sent."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        """Come back, after signing in, to the form with the words in it."""
        sent = cast(PortalRequest, request)
        opening = opening_in(sent)
        if opening is None:
            return super().handle_no_permission(request, view_func)
        if keep_for_later(opening, dict(sent.POST.lists())):
            messages.info(request, _("What you typed is kept. It comes back when you sign in."))
        return redirect_to_login(opening.path)


class KeptTyping:
    """
    Forgets what was typed once a form is saved, and keeps what a refused form sent.

    A form is saved where its answer leads on. Where no form can come back, as after leaving the
    delegation, a page gives the words back to be copied, with the reason. What somebody sends in a
    form that another opened may be the words of either: they go back to the sender, and are kept
    for nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponseBase:
        response = self.get_response(request)
        opening = opening_in(request)
        if opening is None or request.user.is_anonymous:
            return response
        try:
            if is_of(opening, request) and 300 <= response.status_code < 400:
                forget_typed(opening, dict(request.POST.lists()))
            elif opening.person == request.user.pk:
                keep_for_later(opening, dict(request.POST.lists()))
        except DatabaseError:
            logger.warning("What was typed could not be kept: %s", request.path)
        return response

    def process_view(
        self, request: PortalRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Save nothing in another name, or another capacity, than it was written in."""
        opening = opening_in(request)
        if opening is None or is_of(opening, request):
            return None
        return _give_back(request, _whose(request, opening), HTTPStatus.CONFLICT)

    def process_exception(
        self, request: PortalRequest, exception: Exception
    ) -> HttpResponse | None:
        """Give back the words that were sent, or kept, where the page itself is refused."""
        status = next((s for kind, s in _STATUS.items() if isinstance(exception, kind)), None)
        if status is None:
            return None
        if opening_in(request) is not None:
            reason = str(exception) if status != HTTPStatus.NOT_FOUND else ""
            return _give_back(request, reason, status)
        if request.method == "GET" and status == HTTPStatus.FORBIDDEN:
            kept = own_typed(request.capacity, request.get_full_path())
            kept = kept or own_typed(request.capacity, request.path)
            words = tuple(each for row in kept for each in words_of(row.fields))
            return _page(request, str(exception), words, status) if words else None
        return None


def _whose(request: PortalRequest, opening: Opening) -> str:
    if request.user.pk != opening.person:
        return _("Somebody else opened this form here. Nothing was saved; below is what was sent.")
    if capacity_of(request.user, opening.capacity) is None:
        return _("You no longer hold the capacity in which you wrote this.")
    return _(
        "You wrote this in another capacity than you act in now. It is kept: change back to that "
        "capacity and open the form again."
    )


def _give_back(request: PortalRequest, reason: str, status: HTTPStatus) -> HttpResponse:
    return _page(request, reason, words_of(dict(request.POST.lists())), status)


def _page(
    request: PortalRequest, reason: str, words: tuple[str, ...], status: HTTPStatus
) -> HttpResponse:
    return render(request, "given_back.html", {"reason": reason, "words": words}, status=status)
