"""Invitations: sent to one mission or to many at once, sent again, and taken back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from delegations import letters
from delegations.capacities import Capacity, require_still_held
from delegations.codes import digest_of, new_code
from delegations.models import Delegation, Invitation, Membership, Role
from delegations.operations.people import clean_address
from delegations.operations.revoking import stop_letters
from delegations.permissions import (
    may_invite,
    may_manage_delegations,
    may_resend_invitation,
    may_revoke_invitation,
)
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import clean_reason, clean_text
from lap_portal.traces import save_traced

LONGEST_DAYS = 365
MESSAGE_LIMIT = 2_000
INVITATIONS_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """One invitation to be sent: to which delegation, to which address, in which role."""

    delegation: Delegation
    address: str
    role: str


@transaction.atomic
def invite_to_delegation(  # noqa: PLR0913 - each is a field of the invitation
    delegation: Delegation,
    *,
    actor: Capacity,
    address: str,
    role: str,
    days: int = 30,
    message: str = "",
) -> tuple[Invitation, str]:
    """
    Make an invitation for an address without a letter, and return it with its code.

    The code is in what is returned, nowhere else: the portal keeps a digest.
    """
    locked = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    require_still_held(actor)
    wanted = Wanted(locked, address, role)
    return _make(wanted, actor=actor, days=days, message=message)


@transaction.atomic
def send_invitation(  # noqa: PLR0913 - each is a field of the invitation
    delegation: Delegation,
    *,
    actor: Capacity,
    address: str,
    role: str,
    days: int = 30,
    message: str = "",
) -> Invitation:
    """Invite by a letter, the only place where the code stands until the letter has left."""
    invitation, code = invite_to_delegation(
        delegation, actor=actor, address=address, role=role, days=days, message=message
    )
    letters.send_invitation(invitation, code=code, sender=actor)
    return invitation


@transaction.atomic
def send_invitations(
    wanted: Sequence[Wanted], *, actor: Capacity, days: int = 30, message: str = ""
) -> list[Invitation]:
    """
    Send all the invitations of a list, or none.

    Raises StaleRevision when a delegation got its focal point, an open invitation or another entry
    since the list was checked; so the same list is sent once, however often the button is pressed.
    """
    if not 1 <= len(wanted) <= INVITATIONS_AT_MOST:
        raise RuleViolation(_("A list has 1 to %d invitations.") % INVITATIONS_AT_MOST)
    keys = [each.delegation.pk for each in wanted]
    rows = Delegation.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    locked = {row.pk: row for row in rows}
    require_still_held(actor)
    require(may_manage_delegations(actor))
    present = [Wanted(locked[each.delegation.pk], each.address, each.role) for each in wanted]
    _insist_on_free(present)
    sent = []
    for each in present:
        invitation, code = _make(each, actor=actor, days=days, message=message)
        letters.send_invitation(invitation, code=code, sender=actor)
        sent.append(invitation)
    return sent


@transaction.atomic
def resend_invitations(  # noqa: PLR0913 - each is a choice of the person
    invitations: Iterable[Invitation],
    *,
    actor: Capacity,
    as_shown: datetime,
    days: int = 30,
    message: str = "",
) -> list[Invitation]:
    """
    Send invitations again, each with a new code; the earlier code no longer works.

    They hold for `days` from now, or longer if they did; an empty message keeps each its own. Those
    sent since the person saw them are left alone: a second press of the button sends nothing.
    """
    keys = [invitation.pk for invitation in invitations]
    if not 1 <= len(keys) <= INVITATIONS_AT_MOST:
        raise RuleViolation(_("Choose 1 to %d invitations.") % INVITATIONS_AT_MOST)
    _insist_on_days(days)
    words = _clean_message(message)
    require_still_held(actor)
    rows = Invitation.objects.locked().filter(pk__in=keys).exclude(sent_at__gt=as_shown)
    fresh = list(rows.select_related("delegation"))
    for invitation in fresh:
        require(may_resend_invitation(actor, invitation))
        if invitation.revoked_at is not None:
            raise RuleViolation(
                _("The invitation to %s was taken back; nothing was sent.") % invitation.address
            )
    for invitation in fresh:
        _renew(invitation, actor=actor, days=days, message=words)
    return fresh


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: Capacity, reason: str) -> Invitation:
    """
    Take an invitation back: its link and code no longer work; who joined by it stays.

    A letter that has not left yet never does.
    """
    locked = _locked(invitation, actor=actor)
    require(may_revoke_invitation(actor, locked))
    if locked.revoked_at is not None:
        raise RuleViolation(_("This invitation was already taken back."))
    locked.revoked_at = clock.now()
    save_traced(locked, by=actor.person, reason=clean_reason(reason))
    stop_letters(locked)
    return locked


@transaction.atomic
def note_returned(invitation: Invitation, *, actor: Capacity, reason: str) -> Invitation:
    """Note that the letter came back: that reaches the sender's mailbox, not the portal."""
    locked = _locked(invitation, actor=actor)
    require(may_manage_delegations(actor))
    if locked.bounced_at is not None:
        raise RuleViolation(_("It was already noted that this letter came back."))
    if locked.revoked_at is not None:
        raise RuleViolation(_("This invitation was already taken back."))
    locked.bounced_at = clock.now()
    save_traced(locked, by=actor.person, reason=clean_reason(reason))
    return locked


def conflicting(delegations: Iterable[Delegation]) -> tuple[set[int], set[int], set[str]]:
    """
    What stands against inviting to delegations at present.

    The delegations with a focal point; those with an open invitation of one, which nobody used and
    which did not come back; and "delegation address" for each open invitation. Two queries.
    """
    keys = [delegation.pk for delegation in delegations]
    held = Membership.objects.live().filter(delegation__in=keys, role=Role.FOCAL_POINT)
    waiting = Invitation.objects.waiting_at(clock.now()).filter(delegation__in=keys)
    open_now = list(waiting.values_list("delegation", "role", "address"))
    return (
        set(held.values_list("delegation", flat=True)),
        {key for key, role, _address in open_now if role == Role.FOCAL_POINT},
        {f"{key} {address}" for key, _role, address in open_now},
    )


def _insist_on_free(wanted: Sequence[Wanted]) -> None:
    with_focal_point, invited, addresses = conflicting(each.delegation for each in wanted)
    for each in wanted:
        key, leads = each.delegation.pk, each.role == Role.FOCAL_POINT
        if (
            (leads and key in with_focal_point | invited)
            or f"{key} {each.address}" in addresses
            or each.delegation.merged_into_id is not None
        ):
            raise StaleRevision(
                _("Something has changed for %s since the list was checked; nothing was sent.")
                % each.delegation.name
            )


def _make(wanted: Wanted, *, actor: Capacity, days: int, message: str) -> tuple[Invitation, str]:
    require(may_invite(actor, wanted.delegation, role=wanted.role))
    _insist_on_days(days)
    now, token, code = clock.now(), secrets.token_urlsafe(32), new_code()
    invitation = Invitation(
        delegation=wanted.delegation,
        address=clean_address(wanted.address),
        role=wanted.role,
        token=token,
        code_digest=digest_of(token, code),
        invited_by=actor.person,
        message=_clean_message(message),
        sent_at=now,
        expires_at=now + timedelta(days=days),
    )
    save_traced(invitation, by=actor.person, reason=_("Invited."))
    return invitation, code


def _renew(invitation: Invitation, *, actor: Capacity, days: int, message: str) -> None:
    now, code = clock.now(), new_code()
    invitation.code_digest = digest_of(invitation.token, code)
    invitation.sent_at, invitation.bounced_at = now, None
    invitation.expires_at = max(invitation.expires_at, now + timedelta(days=days))
    invitation.message = message or invitation.message
    save_traced(invitation, by=actor.person, reason=_("Sent again, with a new code."))
    stop_letters(invitation)
    letters.send_invitation(invitation, code=code, sender=actor)


def _locked(invitation: Invitation, *, actor: Capacity) -> Invitation:
    require_still_held(actor)
    rows = Invitation.objects.locked().select_related("delegation")
    return rows.get(pk=invitation.pk)


def _insist_on_days(days: int) -> None:
    if not 1 <= days <= LONGEST_DAYS:
        raise RuleViolation(_("An invitation is valid for 1 to %d days.") % LONGEST_DAYS)


def _clean_message(message: str) -> str:
    return clean_text(message, limit=MESSAGE_LIMIT).strip()
