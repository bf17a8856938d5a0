"""Invitations taken back by what happens to people, and locked before that."""

from __future__ import annotations

from django.db.models import Q

from delegations.capacities import Capacity
from delegations.models import Invitation, Letter, Membership
from lap_portal import clock
from lap_portal.traces import save_traced


def lock_invitations(which: Q) -> None:
    """Lock the invitations that an operation comes to after other rows, before these."""
    list(Invitation.objects.locked().filter(which).values_list("pk"))


def revoke_sent_by(membership: Membership, *, actor: Capacity, reason: str) -> None:
    """
    Take back what somebody whose right to invite to a delegation ends has sent for it.

    Or a mission could not part with a person who holds an open invitation of the own making.
    """
    sent = Invitation.objects.usable_at(clock.now()).locked()
    own = sent.filter(delegation=membership.delegation_id, invited_by=membership.person_id)
    for invitation in own:
        invitation.revoked_at = clock.now()
        save_traced(invitation, by=actor.person, reason=reason)
        stop_letters(invitation)


def stop_letters(invitation: Invitation) -> None:
    """Remove the letters that have not left: they bear a code that no longer works."""
    Letter.objects.filter(invitation=invitation, sent_at=None, failed_at=None).delete()
