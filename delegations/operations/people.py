"""People's accounts: made, moved to another address, closed, opened again, erased."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from delegations import letters
from delegations.capacities import Capacity, require_still_held
from delegations.models import Delegation, Invitation, Letter, Notice, User
from delegations.notices import forget_notices, schedule
from delegations.offices import Office
from delegations.operations.revoking import lock_invitations, revoke_with
from delegations.outbox import readdress_letters
from delegations.permissions import may_manage_people
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason, one_line
from lap_portal.traces import save_traced, sign

ERASED_NAME = "Erased person"

# What the apps above this one forget of a person who is erased: each is given the person and all
# addresses the person had. They add to it from their `receivers`.
FORGETTING: list[Callable[[User, set[str]], None]] = []


@transaction.atomic
def register_person(*, email: str, name: str) -> User:
    """
    Return the person of an address, with a new account when there is none.

    The account has no password: sign-in is by a code sent to the address, which proves it. It
    holds no capacity, so making one opens nothing. Refused for an account that was closed.
    """
    address = clean_address(email)
    person = User.objects.filter(email=address).first()
    if person is None:
        person = User.objects.create_user(address, name=one_line(name, limit=150))
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    if not person.is_active:
        raise RuleViolation(_("This address cannot be used here. Please write to the ISU."))
    return person


@transaction.atomic
def change_address(person: User, *, actor: Capacity, email: str, reason: str) -> User:
    """Move an account to another address, end its sessions, and tell everybody concerned."""
    locked = lock_account(person, actor=actor)
    address = clean_address(email)
    if address == locked.email:
        raise RuleViolation(_("This is the address already in use."))
    if User.objects.filter(email=address).exists():
        raise RuleViolation(_("Another account has this address."))
    old, locked.email = locked.email, address
    save_traced(locked, by=actor.person, reason=clean_reason(reason))
    EmailAddress.objects.filter(user=locked).delete()
    EmailAddress.objects.filter(email=address, verified=False).delete()
    EmailAddress.objects.create(user=locked, email=address, verified=True, primary=True)
    readdress_letters(old, new=address)
    letters.write_address_changed(locked, old=old, actor=actor)
    return locked


@transaction.atomic
def revise_preferences(person: User, *, language: str, time_zone: str, mail: str) -> User:
    """
    Keep in which language a person writes, where the person lives, and when mail is wished.

    Everybody does this for the own account, and nobody for another's. What waits to be told is
    told as is wished from now on.
    """
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk, is_active=True)
    if time_zone not in available_timezones():
        raise RuleViolation(_("This time zone is not known."))
    if (locked.language, locked.time_zone, locked.mail) == (language, time_zone, mail):
        return locked
    locked.language, locked.time_zone, locked.mail = language, time_zone, mail
    save_traced(locked, by=locked, reason=_("Preferences changed."))
    if locked.mail == User.Mail.NONE:
        forget_notices(locked)
    elif Notice.objects.filter(person=locked).exists():
        schedule(locked)
    return locked


@transaction.atomic
def deactivate_person(person: User, *, actor: Capacity, reason: str) -> User:
    """
    Stop a person from signing in; sessions end, memberships stay on the record.

    What would let the person in again, and what the person sent for the own delegations, is taken
    back. What was sent to missions for the ISU holds, for it was the office that invited: nobody
    there should find the door shut because somebody left the office.
    """
    lock_invitations(_to_delegations_of(person))
    locked = lock_account(person, actor=actor)
    if not locked.is_active:
        raise RuleViolation(_("This account is already closed."))
    keep_isu_staffed(locked)
    locked.is_active = False
    save_traced(locked, by=actor.person, reason=clean_reason(reason))
    for membership in locked.memberships.filter(ended_at=None):
        revoke_with(membership, actor=actor)
    forget_notices(locked)
    return locked


@transaction.atomic
def reactivate_person(person: User, *, actor: Capacity, reason: str) -> User:
    """Let a person whose account was closed sign in again."""
    locked = lock_account(person, actor=actor)
    if locked.is_active:
        raise RuleViolation(_("This account is open."))
    locked.is_active = True
    save_traced(locked, by=actor.person, reason=clean_reason(reason))
    return locked


@transaction.atomic
def erase_person(person: User, *, actor: Capacity, reason: str) -> User:
    """
    Empty a person's row, every earlier state of it and invitations of who the person is.

    The row stays, so acts keep an author; memberships and offices end; sign-in is impossible.
    Invitations are taken back, or hold, as when an account is closed.
    Addresses the person once had are forgotten too, but not those that are also a mission's, or
    by now another person's.
    """
    lock_invitations(_to_delegations_of(person) | Q(address__in=_own_addresses(person)))
    locked = lock_account(person, actor=actor)
    keep_isu_staffed(locked)
    why = clean_reason(reason)
    for membership in locked.memberships.select_for_update(of=("self",)).filter(ended_at=None):
        membership.ended_at = clock.now()
        save_traced(membership, by=actor.person, reason=why)
        revoke_with(membership, actor=actor)
    addresses = _own_addresses(locked)
    forget_notices(locked)
    EmailAddress.objects.filter(user=locked).delete()
    Authenticator.objects.filter(user=locked).delete()
    sign(locked, by=actor.person, reason=why)
    locked.groups.clear()
    locked.user_permissions.clear()
    for forget in FORGETTING:
        forget(locked, addresses)
    _empty(locked)
    save_traced(locked, by=actor.person, reason=why)
    emptied = {name: getattr(locked, name) for name in ("name", "email", "language", "time_zone")}
    User.history.filter(id=locked.pk).update(**emptied)
    _forget_invitations(addresses, person=locked, actor=actor, reason=why)
    Letter.objects.filter(to__in=addresses, sent_at=None, failed_at=None).delete()
    Letter.objects.filter(to__in=addresses).update(to=locked.email, failure="")
    return locked


def clean_address(email: str) -> str:
    """Return an e-mail address in lower case, or refuse it with a sentence."""
    address = one_line(email, limit=254).lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise RuleViolation(_("This is not an e-mail address: %s") % address) from error
    return address


def _own_addresses(person: User) -> set[str]:
    """Every address the person has or had, without those that name a mission or somebody else."""
    addresses = {person.email}
    addresses.update(User.history.filter(id=person.pk).values_list("email", flat=True))
    addresses.update(EmailAddress.objects.filter(user=person).values_list("email", flat=True))
    others = User.objects.filter(email__in=addresses).exclude(pk=person.pk)
    missions = Delegation.objects.filter(mission_email__in=addresses)
    addresses.difference_update(others.values_list("email", flat=True))
    addresses.difference_update(missions.values_list("mission_email", flat=True))
    return addresses


def _to_delegations_of(person: User) -> Q:
    return Q(delegation__in=person.memberships.filter(ended_at=None).values("delegation"))


def _forget_invitations(addresses: set[str], *, person: User, actor: Capacity, reason: str) -> None:
    """Take addresses out of invitations that went to the person rather than to a mission."""
    for invitation in Invitation.objects.filter(address__in=addresses):
        invitation.address = person.email
        save_traced(invitation, by=actor.person, reason=reason)
    Invitation.history.filter(address__in=addresses).update(address=person.email)


def _empty(person: User) -> None:
    person.name = ERASED_NAME
    person.email = f"erased-{person.pk}@erased.invalid"
    person.language = "en"
    person.time_zone = "Europe/Zurich"
    person.is_active = False
    person.is_superuser = False
    person.erased_at = clock.now()
    person.set_unusable_password()


def lock_account(person: User, *, actor: Capacity) -> User:
    """
    The row to change, locked, once it is sure that the actor may.

    The ISU as a whole is locked before it: of two of its people who close each other's account,
    the second finds the own one closed.
    """
    Group.objects.select_for_update().get(name=Office.ISU.value)
    require_still_held(actor)
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    require(may_manage_people(actor, locked))
    return locked


def keep_isu_staffed(person: User) -> None:
    """Refuse to lose the last person of the ISU, which is locked: nobody could appoint the next."""
    isu = User.objects.filter(groups__name=Office.ISU.value, is_active=True)
    if isu.filter(pk=person.pk).exists() and not isu.exclude(pk=person.pk).exists():
        raise RuleViolation(_("This is the last person of the ISU. Appoint another one first."))
