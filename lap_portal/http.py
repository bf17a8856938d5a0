"""The request as views know it. A type only; nothing is decided here."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


class PortalRequest(HttpRequest):
    """A request of a person who is signed in, stamped on arrival, made in one capacity."""

    user: "_User"
    received_at: datetime
    # A delegations.capacities.Capacity; what all applications share may not import theirs.
    capacity: Any
