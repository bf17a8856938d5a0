"""What every page knows of the pages of people: which of them the reader may open."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from delegations.capacities import PUBLIC, Capacity
from delegations.permissions import may_list_delegations, may_manage_people


def offices(request: HttpRequest) -> dict[str, Any]:
    """Return the decisions that the head of every page asks for, under their own names."""
    reader: Capacity = getattr(request, "capacity", PUBLIC)
    return {
        "may_list_delegations": may_list_delegations(reader),
        "may_manage_people": may_manage_people(reader),
    }
