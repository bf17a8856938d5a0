"""Memberships: a role changed, a place ended, the focal point replaced."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from delegations import letters
from delegations.capacities import Capacity, require_still_held
from delegations.models import Delegation, Membership, Role
from delegations.notices import withdraw_letters
from delegations.operations.revoking import lock_invitations, revoke_sent_by, revoke_with
from delegations.permissions import may_change_membership, may_replace_focal_point
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason
from lap_portal.traces import save_traced


@transaction.atomic
def end_membership(membership: Membership, *, actor: Capacity, reason: str) -> Membership:
    """
    End a person's place in a delegation, at once; what the person did keeps its author.

    Invitations to it whose code the person has, or sent to others, no longer work.
    """
    locked = _locked(membership, actor=actor)
    locked.ended_at = clock.now()
    save_traced(locked, by=actor.person, reason=clean_reason(reason))
    revoke_with(locked, actor=actor)
    withdraw_letters(locked.person, delegation=locked.delegation)
    return locked


@transaction.atomic
def change_role(membership: Membership, *, actor: Capacity, role: Role, reason: str) -> Membership:
    """Make a member a deputy, who submits too, or a deputy a member."""
    locked = _locked(membership, actor=actor)
    if Role.FOCAL_POINT in {role, locked.role}:
        raise RuleViolation(_("The focal point is replaced, not renamed."))
    if locked.role == role:
        raise RuleViolation(_("This member already has that role."))
    locked.role = role
    save_traced(locked, by=actor.person, reason=clean_reason(reason))
    if not locked.submits:
        revoke_sent_by(locked, actor=actor, reason=_("Who sent it no longer invites"))
    letters.write_roles_changed([locked], actor=actor)
    return locked


@transaction.atomic
def replace_focal_point(
    delegation: Delegation, *, actor: Capacity, successor: Membership, reason: str
) -> Membership:
    """Name a member the focal point; the one before becomes a member."""
    lock_invitations(Q(delegation=delegation))
    locked = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    require_still_held(actor)
    require(may_replace_focal_point(actor, locked))
    members = Membership.objects.live().select_for_update(of=("self",)).filter(delegation=locked)
    chosen = members.filter(pk=successor.pk).first()
    if chosen is None:
        raise RuleViolation(_("The next focal point has to be a member of the delegation."))
    if chosen.role == Role.FOCAL_POINT:
        raise RuleViolation(_("This person is the focal point already."))
    why = clean_reason(reason)
    changed = [chosen, *locked.memberships.filter(ended_at=None, role=Role.FOCAL_POINT)]
    for former in changed[1:]:
        former.role = Role.MEMBER
        save_traced(former, by=actor.person, reason=why)
        revoke_sent_by(former, actor=actor, reason=_("Who sent it no longer invites"))
    chosen.role = Role.FOCAL_POINT
    save_traced(chosen, by=actor.person, reason=why)
    letters.write_roles_changed(changed, actor=actor)
    return chosen


def _locked(membership: Membership, *, actor: Capacity) -> Membership:
    lock_invitations(Q(delegation=membership.delegation_id))
    rows = Membership.objects.select_for_update(of=("self",)).select_related("delegation")
    locked = rows.get(pk=membership.pk)
    require_still_held(actor)
    require(may_change_membership(actor, locked))
    return locked
