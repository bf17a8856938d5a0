"""Joining: what the code of an invitation does for whoever types it."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Claim:
    """That a right code was typed with an address, until its owner signs in."""

    invitation: int
    code_digest: str
    address: str
    name: str


def present_code(token: str, *, code: str, email: str, name: str) -> Claim:
    """
    Let whoever types the code of an invitation join: at once where the address is new here.

    Whoever has an account joins by signing in, so nobody becomes a member because another typed
    the address. What is returned is the same in either case, and for a closed account: who types
    must not learn which addresses have accounts.
    """
    invitation = _usable(token)
    _insist_on_code(invitation, code)
    address, typed_name = _clean(email=email, name=name)
    if not User.objects.filter(email=address).exists():
        _join(invitation, address=address, name=typed_name)
    return Claim(invitation.pk, invitation.code_digest, address, typed_name)


def redeem_claim(claim: Claim, *, person: User) -> Membership | None:
    """Make a person who signed in a member, if the address and the code are still the claim's."""
    usable = Invitation.objects.usable_at(clock.now())
    invitation = usable.filter(pk=claim.invitation, code_digest=claim.code_digest).first()
    if invitation is None or person.email != claim.address:
        return None
    return _join(invitation, address=claim.address, name=claim.name)


def accept_invitation(token: str, *, code: str, email: str, name: str) -> Membership | None:
    """
    Make the person of an address a member of the delegation that the invitation names.

    For those whose address is beyond doubt: nobody acts here but the code. Joining twice changes
    nothing, and a closed account gets nothing. Wrong codes are counted outside the transaction, or
    refusing one would forget it.
    """
    invitation = _usable(token)
    _insist_on_code(invitation, code)
    address, typed_name = _clean(email=email, name=name)
    return _join(invitation, address=address, name=typed_name)


def _usable(token: str) -> Invitation:
    invitation = Invitation.objects.usable_at(clock.now()).filter(token=token).first()
    if invitation is None:
        raise RuleViolation(_("This invitation is not valid, or is no longer valid."))
    return invitation


def _clean(*, email: str, name: str) -> tuple[str, str]:
    """Address and name; the name is asked of a known address too, or its account would show."""
    address, typed_name = clean_address(email), one_line(name, limit=150)
    if not typed_name:
        raise RuleViolation(_("Please type your name."))
    return address, typed_name


@transaction.atomic
def _join(invitation: Invitation, *, address: str, name: str) -> Membership | None:
    usable = Invitation.objects.usable_at(clock.now()).locked()
    locked = usable.filter(pk=invitation.pk).first()
    if locked is None or locked.code_digest != invitation.code_digest:
        raise RuleViolation(_("This invitation is not valid, or is no longer valid."))
    delegation = _lock_delegation(locked)
    if User.objects.filter(email=address, is_active=False).exists():
        return None
    left = Membership.objects.filter(person__email=address, ended_at__gte=locked.sent_at)
    if left.filter(delegation=delegation).exists():
        return None  # whoever was asked to leave is invited anew, or not at all
    person = register_person(email=address, name=name)
    present = Membership.objects.filter(delegation=delegation, person=person, ended_at=None)
    if member := present.first():
        return member
    membership = _become_member(person, delegation, locked)
    letters.write_joined(membership, typed_name=name)
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
