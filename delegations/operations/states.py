"""States entered from the facts that the project ships."""

from __future__ import annotations

from django.db import transaction

from delegations.models import Delegation, Standing, User
from delegations.operations.delegations import fill
from lap_portal.traces import save_traced

LOADED = "Loaded from the facts shipped with the portal."


@transaction.atomic
def load_state(fields: dict[str, str], standings: list[Standing], *, by: User | None) -> bool:
    """
    Enter a State and its standings unless it is there already; say whether it was entered.

    For the command that loads the shipped facts, on behalf of whoever runs the machine. What the
    ISU has corrected since is never overwritten; a State entered by hand gets its missing codes.
    """
    present = Delegation.objects.filter(iso3=fields["iso3"]) | Delegation.objects.filter(
        name=fields["name"]
    )
    if state := present.first():
        _complete(state, fields, by=by)
        is_new = False
    else:
        state, is_new = Delegation(category=Delegation.Category.STATE), True
        fill(state, fields)
        save_traced(state, by=by, reason=LOADED)
    if not state.standings.exists():
        for standing in standings:
            standing.delegation = state
            save_traced(standing, by=by, reason=LOADED)
    return is_new


def _complete(state: Delegation, fields: dict[str, str], *, by: User | None) -> None:
    if state.iso3:
        return
    missing = {name: value for name, value in fields.items() if value and not getattr(state, name)}
    fill(state, missing)
    save_traced(state, by=by, reason=LOADED)
