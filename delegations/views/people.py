"""The ISU's pages of people: staff accounts and members."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from delegations.forms import (
    AddressForm,
    AppointmentForm,
    DeactivationForm,
    DismissalForm,
    ErasureForm,
    ReactivationForm,
    SearchForm,
)
from delegations.models import User
from delegations.offices import PERMISSIONS, Office
from delegations.operations import (
    appoint_staff,
    change_address,
    deactivate_person,
    dismiss_staff,
    erase_person,
    reactivate_person,
)
from delegations.permissions import may_manage_people
from delegations.queries import gaps_without, people_page, person_page
from delegations.views.acts import answer_act
from lap_portal.decisions import require
from lap_portal.http import PortalRequest


@require_safe
def person_list(request: PortalRequest) -> HttpResponse:
    """Staff and members, found by name or address."""
    require(may_manage_people(request.capacity))
    form = SearchForm(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    page = people_page(search=search, number=request.GET.get("page", "1"))
    context = {"page": page, "form": form, "search": search}
    return render(request, "delegations/person_list.html", context)


@require_safe
def person_read(request: PortalRequest, person: int) -> HttpResponse:
    """One person: offices, memberships, what was changed."""
    require(may_manage_people(request.capacity))
    found = get_object_or_404(User, pk=person)
    return render(request, "delegations/person_read.html", {"page": person_page(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def staff_appoint(request: PortalRequest) -> HttpResponse:
    """Give a person an office."""
    require(may_manage_people(request.capacity))
    return answer_act(
        request,
        AppointmentForm(request.POST or None),
        act=appoint_staff,
        done=_("The person was appointed. Sign-in is by a code sent to the address."),
        to=lambda person: reverse("delegations:person_read", args=[person.pk]),
        template="delegations/staff_appoint.html",
        context={},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def staff_dismiss(request: PortalRequest, person: int, office: str) -> HttpResponse:
    """Take an office from a person."""
    found = _person(request, person)
    if office not in {held.value for held in PERMISSIONS}:
        raise Http404
    return answer_act(
        request,
        DismissalForm(request.POST or None),
        act=lambda **given: dismiss_staff(found, office=Office(office), **given),
        done=_("The person no longer holds the office."),
        to=reverse("delegations:person_read", args=[found.pk]),
        template="delegations/staff_dismiss.html",
        context={"person": found, "office": Office(office)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def person_deactivate(request: PortalRequest, person: int) -> HttpResponse:
    """Stop a person from signing in."""
    found = _person(request, person)
    form = DeactivationForm(request.POST or None)
    return _answer(request, found, form, deactivate_person, "person_deactivate")


@require_http_methods(["GET", "HEAD", "POST"])
def person_reactivate(request: PortalRequest, person: int) -> HttpResponse:
    """Let a person whose account was closed sign in again."""
    found = _person(request, person)
    form = ReactivationForm(request.POST or None)
    return _answer(request, found, form, reactivate_person, "person_reactivate")


@require_http_methods(["GET", "HEAD", "POST"])
def person_change_address(request: PortalRequest, person: int) -> HttpResponse:
    """Move an account to another e-mail address."""
    found = _person(request, person)
    form = AddressForm(request.POST or None)
    return _answer(request, found, form, change_address, "person_change_address")


@require_http_methods(["GET", "HEAD", "POST"])
def person_erase(request: PortalRequest, person: int) -> HttpResponse:
    """Empty a person's row for good."""
    found = _person(request, person)
    form = ErasureForm(request.POST or None)
    return _answer(request, found, form, _erase, "person_erase")


def _erase(person: User, *, is_certain: bool, **given: Any) -> User:
    return erase_person(person, **given)


def _person(request: PortalRequest, person: int) -> User:
    require(may_manage_people(request.capacity))
    found = get_object_or_404(User, pk=person)
    require(may_manage_people(request.capacity, found))
    return found


def _answer(
    request: PortalRequest,
    person: User,
    form: forms.Form,
    operation: Callable[..., User],
    page: str,
) -> HttpResponse:
    return answer_act(
        request,
        form,
        act=lambda **given: operation(person, **given),
        done=_("Done, and kept in the history."),
        to=reverse("delegations:person_read", args=[person.pk]),
        template=f"delegations/{page}.html",
        context={"person": person, "gaps": gaps_without(person, reader=request.capacity)},
    )
