"""Joining: what the code of an invitation does for whoever types it."""

from __future__ import annotations

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from delegations import letters
from delegations.codes import is_code
from delegations.models import Delegation, Invitation, Membership, Role, User
from delegations.operations.people import clean_address, register_person
from lap_portal import clock
from lap_portal.errors import RuleViolation
from lap_portal.text import one_line
from lap_portal.traces import save_traced

WRONG_CODES_AT_MOST = 10
PAUSE_SECONDS = 60 * 60


def accept_invitation(token: str, *, code: str, email: str, name: str) -> Membership | None:
    """
    Make the person of an address a member of the delegation that the invitation names.

    Nobody acts here but the code. Joining twice changes nothing. A closed account gets nothing,
    which is no refusal: who joins must not learn which addresses have accounts. Wrong codes are
    counted outside the transaction, or refusing one would forget it.
    """
    invitation = Invitation.objects.usable_at(clock.now()).filter(token=token).first()
    if invitation is None:
        raise RuleViolation(_("This invitation is not valid, or is no longer valid."))
    _insist_on_code(invitation, code)
    return _join(invitation, email=email, name=name)


@transaction.atomic
def _join(invitation: Invitation, *, email: str, name: str) -> Membership | None:
    usable = Invitation.objects.usable_at(clock.now()).select_for_update(of=("self",))
    locked = usable.filter(pk=invitation.pk).first()
    if locked is None or locked.code_digest != invitation.code_digest:
        raise RuleViolation(_("This invitation is not valid, or is no longer valid."))
    address, typed_name = clean_address(email), one_line(name, limit=150)
    if not typed_name:  # asked of a known address too, or its account would show
        raise RuleViolation(_("Please type your name."))
    delegation = _lock_delegation(locked)
    if User.objects.filter(email=address, is_active=False).exists():
        return None
    person = register_person(email=address, name=typed_name)
    present = Membership.objects.filter(delegation=delegation, person=person, ended_at=None)
    if member := present.first():
        return member
    membership = _become_member(person, delegation, locked)
    letters.write_joined(membership, typed_name=typed_name)
    return membership


def _lock_delegation(invitation: Invitation) -> Delegation:
    """The delegation that an invitation leads to, or the one which that was merged into."""
    rows = Delegation.objects.select_for_update(of=("self",))
    named = rows.get(pk=invitation.delegation_id)
    return rows.get(pk=named.merged_into_id) if named.merged_into_id else named


def _become_member(person: User, delegation: Delegation, invitation: Invitation) -> Membership:
    membership = Membership(
        person=person,
        delegation=delegation,
        role=_role_of_next(delegation, invitation),
        invitation=invitation,
        joined_at=clock.now(),
    )
    save_traced(membership, by=person, reason=_("Joined by invitation."))
    return membership


def _role_of_next(delegation: Delegation, invitation: Invitation) -> str:
    """The invitation's role for the first who joins by it, while it is free; then member."""
    if invitation.memberships.exists():
        return Role.MEMBER
    taken = delegation.memberships.filter(ended_at=None, role=Role.FOCAL_POINT).exists()
    if invitation.role == Role.FOCAL_POINT and taken:
        return Role.MEMBER
    return invitation.role


def _insist_on_code(invitation: Invitation, code: str) -> None:
    """
    Refuse a wrong code, and any code after too many wrong ones.

    Each attempt takes a place before its code is looked at, and only the right code gives it back,
    so attempts at one moment share no place. Not `cache.incr`: in a database it reads, then
    writes, and forgets how long the count was to be kept.
    """
    places = (f"invitation-code:{invitation.pk}:{n}" for n in range(WRONG_CODES_AT_MOST))
    taken = next((place for place in places if cache.add(place, 1, timeout=PAUSE_SECONDS)), None)
    if taken is None:
        raise RuleViolation(
            _("Too many wrong codes were typed for this invitation. Please try again in an hour.")
        )
    if not is_code(code, token=invitation.token, digest=invitation.code_digest):
        raise RuleViolation(_("This is not the code in the invitation. Please read it again."))
    cache.delete(taken)
