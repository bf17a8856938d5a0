"""What every page knows without its view: in which capacity one acts, and the portal itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return `capacity`, and `portal` with name, addresses and whether it is a demonstration."""
    return {
        "capacity": getattr(request, "capacity", None),
        "portal": {
            "name": _("Lausanne Action Plan"),
            "isu_contact": settings.PORTAL_ISU_CONTACT,
            "submissions_address": settings.PORTAL_SUBMISSIONS_ADDRESS,
            "is_demonstration": settings.DEMONSTRATION,
        },
    }
