"""Invitations taken back by what happens to people, and locked before that."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from delegations.models import Invitation, Letter, Membership
from lap_portal import clock
from lap_portal.traces import save_traced


def lock_invitations(which: Q) -> None:
    """Lock the invitations that an operation comes to after other rows, before these."""
    list(Invitation.objects.locked().filter(which).values_list("pk"))


def revoke_with(membership: Membership, *, actor: Capacity) -> None:
    """
    Take back the invitations to a delegation that are a person's whose place in it ends.

    Those that the person sent; and those by which the person joined or which went to the person,
    whose code would let the person in again, under another address.
    """
    revoke_sent_by(membership, actor=actor, reason=_("Who sent it no longer belongs"))
    person, delegation = membership.person, membership.delegation_id
    joined = Membership.objects.filter(person=person, delegation=delegation)
    known = Q(pk__in=joined.values("invitation")) | Q(address=person.email)
    _revoke(
        known & Q(delegation=delegation),
        actor=actor,
        reason=_("Who has its code no longer belongs"),
    )


def revoke_sent_by(membership: Membership, *, actor: Capacity, reason: str) -> None:
    """
    Take back what somebody whose right to invite to a delegation ends has sent for it.

    Or a mission could not part with a person who holds an open invitation of the own making.
    """
    own = Q(delegation=membership.delegation_id, invited_by=membership.person_id)
    _revoke(own, actor=actor, reason=reason)


def stop_letters(invitation: Invitation) -> None:
    """Remove the letters that have not left: they bear a code that no longer works."""
    Letter.objects.filter(invitation=invitation, sent_at=None, failed_at=None).delete()


def _revoke(which: Q, *, actor: Capacity, reason: str) -> None:
    for invitation in Invitation.objects.usable_at(clock.now()).locked().filter(which):
        invitation.revoked_at = clock.now()
        save_traced(invitation, by=actor.person, reason=reason)
        stop_letters(invitation)
