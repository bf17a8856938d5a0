"""What happens to every request, whoever makes it."""

import logging
import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from lap_portal import clock
from lap_portal.errors import RuleViolation

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class StampedRequest(HttpRequest):
    """A request that knows when it arrived."""

    received_at: datetime


def received_at(get_response: GetResponse) -> GetResponse:
    """Stamp each request on arrival: lateness counts from here, not from when it was read."""

    def stamp(request: HttpRequest) -> HttpResponseBase:
        cast(StampedRequest, request).received_at = clock.now()
        return get_response(request)

    return stamp


def limited_body(get_response: GetResponse) -> GetResponse:
    """Refuse a request larger than the portal ever needs before reading any of it."""

    def refuse(request: HttpRequest) -> HttpResponseBase:
        length = str(request.META.get("CONTENT_LENGTH") or 0)
        if not length.isdecimal() or int(length) > settings.PORTAL_REQUEST_LIMIT:
            megabytes = settings.PORTAL_REQUEST_LIMIT // 1024**2
            return HttpResponse(
                f"This is too large: at most {megabytes} megabytes can be sent at once.\n",
                status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                content_type="text/plain; charset=utf-8",
            )
        return get_response(request)

    return refuse


# Identifiers are numbers of 64 bits: no address of the portal has more digits in a row.
_TOO_LONG = re.compile(r"(?:^|/)\d{19,}(?:/|$)")


def plain_address(get_response: GetResponse) -> GetResponse:
    """Answer 400 to an address with NUL in it, and 404 to a number no database could hold."""

    def check(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("An address holds no NUL.")
        if _TOO_LONG.search(request.path):
            raise Http404
        return get_response(request)

    return check


def kept_private(get_response: GetResponse) -> GetResponse:
    """
    Let nothing in between keep what a person was shown, nor the browser show it again unasked.

    Not `no-store`: with it a browser that goes back has forgotten what was typed into a form.
    Instead, signing out empties what the browser kept.
    """

    def keep(request: HttpRequest) -> HttpResponseBase:
        was_signed_in = request.user.is_authenticated
        response = get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
        elif was_signed_in:
            response["Clear-Site-Data"] = '"cache"'
        return response

    return keep


class RefusedRules:
    """Show the sentence of a RuleViolation that no form took up, as a 409 page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ValueError) and request.path.startswith("/accounts/"):
            logger.warning("Not understood: %s", request.path, exc_info=exception)
            raise BadRequest("The accounts package could not read what was sent.") from exception
        if not isinstance(exception, RuleViolation):
            return None
        context = {"exception": str(exception)}
        return render(request, "409.html", context, status=HTTPStatus.CONFLICT)
