"""What happens to every request, whoever makes it."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from lap_portal import clock
from lap_portal.errors import RuleViolation

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


class RefusedRules:
    """Show the sentence of a RuleViolation that no form took up, as a 409 page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RuleViolation):
            return None
        context = {"exception": str(exception)}
        return render(request, "409.html", context, status=HTTPStatus.CONFLICT)
