"""One's own preferences."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegations.forms import PreferencesForm
from delegations.operations import revise_preferences
from lap_portal.acts import attempt
from lap_portal.http import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def preferences_revise(request: PortalRequest) -> HttpResponse:
    """Choose the language one writes in, one's time zone, and when the portal sends mail."""
    form = PreferencesForm(request.POST if request.method == "POST" else None, person=request.user)
    status = attempt(request, form, lambda: revise_preferences(request.user, **form.cleaned_data))
    if status is None:
        messages.success(request, _("Your preferences were kept."))
        return redirect("delegations:preferences_revise")
    return render(request, "delegations/preferences_revise.html", {"form": form}, status=status)
