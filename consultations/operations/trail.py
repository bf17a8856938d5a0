"""What the acts of a delegation share: its lock, and writing what nobody follows yet."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from delegations.models import Delegation


def delegation_of(actor: Capacity) -> Delegation:
    """The delegation for which a person acts; PermissionDenied for everybody else."""
    if actor.delegation is None:
        raise PermissionDenied(_("Only a member of a delegation does this."))
    return actor.delegation


def locked_delegation(actor: Capacity) -> Delegation:
    """The actor's delegation, locked: two official acts of one delegation follow one another."""
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=delegation_of(actor).pk)


def save_untraced(row: models.Model) -> None:
    """Save a tracked row without a trace: nobody follows what is still being written."""
    row.skip_history_when_saving = True  # type: ignore[attr-defined]
    try:
        row.save()
    finally:
        del row.skip_history_when_saving  # type: ignore[attr-defined]
