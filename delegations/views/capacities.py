"""In which capacity one acts: choosing it, securing it, and entering the demonstration."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from delegations.capacities import capacities_of, capacity_of
from delegations.models import User
from delegations.queries import DEMONSTRATION_ENDING, entrances
from delegations.sessions import choose_capacity, has_second_step
from lap_portal.http import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def capacity_choose(request: PortalRequest) -> HttpResponseBase:
    """Choose in which capacity to act; say so when the person holds none."""
    going_to = _safe(request, request.POST.get("next") or request.GET.get("next") or "/")
    if request.method == "POST":
        chosen = capacity_of(request.user, request.POST.get("capacity", ""))
        if chosen is not None:
            choose_capacity(request.session, chosen)
            return redirect(going_to)
        messages.error(request, _("You no longer hold that capacity. Please choose another one."))
        return redirect("delegations:capacity_choose")
    context = {"held": capacities_of(request.user), "next": going_to}
    return render(request, "delegations/capacity_choose.html", context)


@require_safe
def capacity_secure(request: PortalRequest) -> HttpResponse:
    """Say why staff need a second step at sign-in, and where to set it up."""
    context = {"is_secured": has_second_step(request)}
    return render(request, "delegations/capacity_secure.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def demonstration_enter(request: HttpRequest) -> HttpResponseBase:
    """On a demonstration portal, sign in as any of its people with one click."""
    if not settings.DEMONSTRATION:
        raise Http404
    if request.method == "POST":
        people = User.objects.filter(is_active=True, email__endswith=DEMONSTRATION_ENDING)
        person = people.filter(email=request.POST.get("email", "")).first()
        chosen = capacity_of(person, request.POST.get("capacity", "")) if person else None
        if person is None or chosen is None:
            raise Http404
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        choose_capacity(request.session, chosen)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "delegations/demonstration_enter.html", {"groups": entrances()})


def _safe(request: HttpRequest, address: str) -> str:
    """The address if it is one of the portal's own, otherwise the home page."""
    own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if own else settings.LOGIN_REDIRECT_URL
