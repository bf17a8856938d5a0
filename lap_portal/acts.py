"""
How a page does what its form asks, and with which status it answers a refusal.

    status = attempt(request, form, lambda: revise(thing, actor=…, **form.cleaned_data))
    if status is None:
        return redirect(thing)
    return render(request, "…", {"form": form}, status=status)

A page with a flow of its own catches REFUSALS and calls `refuse`.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError

from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.http import PortalRequest

Refusal = RuleViolation | ValidationError | PermissionDenied
REFUSALS = (RuleViolation, ValidationError, PermissionDenied)


def attempt(
    request: PortalRequest, form: forms.Form, act: Callable[[], object]
) -> HTTPStatus | None:
    """
    Do what a form asks, if it was sent and is right in shape; None where that was done.

    Otherwise the page comes back with the form, which keeps everything typed and says what is
    wrong, and with the status returned: 409 where somebody was faster, 403 where the right or the
    moment has gone, else 200.
    """
    if request.method != "POST" or not form.is_valid():
        return HTTPStatus.OK
    try:
        act()
    except REFUSALS as refusal:
        return refuse(form, refusal)
    return None


def refuse(form: forms.Form, refusal: Refusal) -> HTTPStatus:
    """Say on a form why nothing was done; return the status with which its page answers."""
    form.add_error(None, refusal_words(refusal))
    if isinstance(refusal, PermissionDenied):
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.CONFLICT if isinstance(refusal, StaleRevision) else HTTPStatus.OK


def refusal_words(refusal: Refusal) -> list[str]:
    """Return the sentences of a refusal."""
    return refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
