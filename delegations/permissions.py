"""Who may do what with people, delegations, members and invitations. Each answer has its reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from delegations.models import Delegation, Invitation, Membership, Role, User
from lap_portal.decisions import ALLOWED, Decision, denied


def may_manage_people(actor: Capacity, person: User | None = None) -> Decision:
    """The ISU keeps the accounts of staff and members."""
    if not actor.has_perm("delegations.manage_people"):
        return denied(_("Only the ISU manages people's accounts."))
    if person is not None and person.erased_at is not None:
        return denied(_("This person was erased; nothing about the person can be changed."))
    return ALLOWED


def may_manage_delegations(actor: Capacity, delegation: Delegation | None = None) -> Decision:
    """The ISU adds delegations and keeps what is known of them."""
    if not actor.has_perm("delegations.manage_delegations"):
        return denied(_("Only the ISU manages delegations."))
    if delegation is not None and delegation.merged_into_id is not None:
        return denied(_("This delegation was merged into another and no longer changes."))
    return ALLOWED


def may_list_delegations(reader: Capacity) -> Decision:
    """The Presidency and the ISU see who takes part."""
    if not reader.is_staff:
        return denied(_("The list of delegations is read by the Presidency and the ISU only."))
    return ALLOWED


def may_invite(actor: Capacity, delegation: Delegation, *, role: str = Role.MEMBER) -> Decision:
    """
    The ISU invites to any delegation; focal point and deputy invite colleagues to the own one.

    Who submits is named by the focal point, and the focal point is replaced, not invited.
    """
    if actor.delegation is None:
        return may_manage_delegations(actor, delegation)
    if actor.delegation != delegation or not actor.submits:
        return denied(_("Your delegation's focal point or deputy, or the ISU, invites colleagues."))
    if role == Role.FOCAL_POINT:
        return denied(_("The focal point is replaced, not invited, by the delegation."))
    if role == Role.DEPUTY and actor.role != Role.FOCAL_POINT:
        return denied(_("A deputy invites members; the focal point names the deputies."))
    return ALLOWED


def may_resend_invitation(actor: Capacity, invitation: Invitation) -> Decision:
    """The ISU sends again what nobody answered; a delegation sends another invitation."""
    return may_manage_delegations(actor, invitation.delegation)


def may_revoke_invitation(actor: Capacity, invitation: Invitation) -> Decision:
    """
    Whoever may invite to the delegation takes an invitation back; a deputy, none of a focal point.

    Those of a merged entry lead to the one that stays, so the ISU takes them back too.
    """
    if actor.delegation is None:
        return may_manage_delegations(actor)
    if invitation.role == Role.FOCAL_POINT and actor.role != Role.FOCAL_POINT:
        return denied(_("The invitation of a focal point is taken back by the ISU."))
    return may_invite(actor, invitation.delegation)


def may_change_membership(actor: Capacity, membership: Membership) -> Decision:
    """The ISU ends or changes any membership; a focal point those of the colleagues."""
    if membership.ended_at is not None:
        return denied(_("This membership has already ended."))
    if _is_focal_point_of(actor, membership.delegation):
        if membership.role == Role.FOCAL_POINT:
            return denied(_("Name another focal point first, or write to the ISU."))
        return ALLOWED
    if actor.delegation is not None:
        return denied(_("Your delegation's focal point, or the ISU, keeps the list of members."))
    return may_manage_delegations(actor)


def may_replace_focal_point(actor: Capacity, delegation: Delegation) -> Decision:
    """The ISU names another focal point; the present one hands over."""
    if _is_focal_point_of(actor, delegation):
        return ALLOWED
    if actor.delegation is not None:
        return denied(_("Your delegation's focal point, or the ISU, names the next one."))
    return may_manage_delegations(actor, delegation)


def _is_focal_point_of(actor: Capacity, delegation: Delegation) -> bool:
    return actor.delegation == delegation and actor.role == Role.FOCAL_POINT
