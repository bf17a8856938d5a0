"""How a page with one form carries out one operation, and gives back what was typed if refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from delegations.capacities import Capacity
from delegations.models import Delegation
from delegations.permissions import may_list_delegations
from lap_portal.errors import RuleViolation
from lap_portal.http import PortalRequest


def page_of(delegation: Delegation, reader: Capacity) -> dict[str, Any]:
    """What every page about one delegation knows: it, and whether the list of all leads to it."""
    return {"delegation": delegation, "may_list": may_list_delegations(reader)}


def answer_act(
    request: PortalRequest,
    form: forms.BaseForm,
    *,
    act: Callable[..., Any],
    done: str,
    to: str | Callable[[Any], str],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """
    Show the form; when it is sent and right, act, say so and redirect.

    `act` is called with the form's values and the actor. A rule it finds broken comes back as a
    sentence over the form, with everything typed still in it.
    """
    if request.method == "POST" and form.is_valid():
        try:
            outcome = act(**form.cleaned_data, actor=request.capacity)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, done)
            return redirect(to if isinstance(to, str) else to(outcome))
    return render(request, template, context | {"form": form})
