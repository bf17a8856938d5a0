"""The pages that people read: home, the plan, a section, an element, drafts and comparisons."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lap_portal.http import PortalRequest


@require_safe
@login_not_required
def home(request: PortalRequest) -> HttpResponse:
    """What is open, what is due, and what to do next."""
    return render(request, "consultations/home.html")
