"""Finds in which capacity the person of a request acts."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from delegations.capacities import PUBLIC, Capacity, capacities_of, capacity_of

SESSION_KEY = "capacity"


def capacity(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give each request a `capacity`, worked out when first asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.capacity = SimpleLazyObject(lambda: _capacity(request))
        return get_response(request)

    return middleware


def _capacity(request: HttpRequest) -> Capacity:
    if not request.user.is_authenticated:
        return PUBLIC
    chosen = capacity_of(request.user, request.session.get(SESSION_KEY, ""))
    if chosen is not None:
        return chosen
    held = capacities_of(request.user)
    return held[0] if len(held) == 1 else PUBLIC
