"""Finds in which capacity the person of a request acts, and sends on whoever has to choose."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from delegations.capacities import PUBLIC, Capacity
from delegations.sessions import find_capacity, has_second_step
from lap_portal.zones import read_in

GetResponse = Callable[[HttpRequest], HttpResponseBase]

ADMINISTRATION = "/admin/"
# What one reaches before, or without, having chosen in which capacity one acts.
OPEN = (
    "/accounts/",
    "/capacity/",
    "/demonstration/",
    "/healthz/",
    "/invitations/",
    "/language/",
    "/static/",
    ADMINISTRATION,
)


def capacity(get_response: GetResponse) -> GetResponse:
    """
    Give each request a `capacity`, worked out when first asked for.

    Whoever has none chosen is sent to choose; staff without a second step, to set one up. Nothing
    is written here: choosing is a POST.
    """

    def find(request: HttpRequest) -> HttpResponseBase:
        found = cache(lambda: find_capacity(request))
        request.capacity = SimpleLazyObject(lambda: found() or PUBLIC)  # type: ignore[attr-defined]
        detour = _detour(request, found)
        return get_response(request) if detour is None else _send(request, detour)

    return find


def own_zone(get_response: GetResponse) -> GetResponse:
    """Let pages know in which time zone their reader lives."""

    def find(request: HttpRequest) -> HttpResponseBase:
        person = request.user
        with read_in(ZoneInfo(person.time_zone) if person.is_authenticated else None):
            return get_response(request)

    return find


def _detour(request: HttpRequest, found: Callable[[], Capacity | None]) -> str | None:
    """Where a person has to go first, or None."""
    if not request.user.is_authenticated:
        return None
    is_administration = request.path_info.startswith(ADMINISTRATION)
    if not request.path_info.startswith(OPEN):
        held = found()
        if held is None:
            return _choice(request)
        if held.is_staff and _lacks_second_step(request):
            return reverse("delegations:capacity_secure")
    elif is_administration and request.user.is_superuser and _lacks_second_step(request):
        return reverse("delegations:capacity_secure")
    return None


def _choice(request: HttpRequest) -> str | None:
    """The page of choice; an act without a capacity goes on, as the public's, and is refused."""
    if request.method not in {"GET", "HEAD"} or not request.accepts("text/html"):
        return None
    return (
        f"{reverse('delegations:capacity_choose')}?{urlencode({'next': request.get_full_path()})}"
    )


def _lacks_second_step(request: HttpRequest) -> bool:
    return settings.PORTAL_STAFF_MFA and not has_second_step(request)


def _send(request: HttpRequest, address: str) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(address)
    return redirect(address)
