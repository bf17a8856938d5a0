"""Who reads which draft: how widely one may circulate, and within what a reader is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from delegations.models import Standing
from delegations.offices import Office

if TYPE_CHECKING:
    from delegations.capacities import Capacity


class Circulation(models.TextChoices):
    """Who may read a draft, from the narrowest to the widest."""

    STAFF = "staff", _("Presidency and ISU")
    COORDINATORS = "coordinators", _("Coordination Committee")
    STATES_PARTIES = "states_parties", _("States Parties")
    DELEGATIONS = "delegations", _("All delegations")
    PUBLIC = "public", _("Public")


def circulations_open_to(reader: Capacity) -> list[str]:
    """The circulations a reader is within: the one place that says who reads which draft."""
    if reader.is_staff:
        return list(Circulation.values)
    open_to: list[str] = [Circulation.PUBLIC]
    if reader.office == Office.PUBLIC:
        return open_to
    open_to.append(Circulation.DELEGATIONS)
    if reader.is_state_party:
        open_to.append(Circulation.STATES_PARTIES)
    if reader.delegation is not None and reader.delegation.coordinates_theme:
        open_to.append(Circulation.COORDINATORS)
    return open_to


def within(circulation: str) -> Q:
    """Which delegations read a draft of a circulation: `circulations_open_to`, asked for all."""
    if circulation == Circulation.STAFF:
        return Q(pk__in=[])
    if circulation == Circulation.COORDINATORS:
        return ~Q(coordinates_theme="")
    if circulation == Circulation.STATES_PARTIES:
        party = Standing.objects.filter(
            delegation=OuterRef("pk"), until=None, status=Standing.Status.STATE_PARTY
        )
        return Q(Exists(party))
    return ~Q(pk__in=[])  # everybody; an empty Q would vanish beside an "or"
