"""Delegations: added, kept in order, and merged when one was entered twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from delegations import letters
from delegations.capacities import Capacity, require_still_held
from delegations.models import Delegation, Invitation, Membership, Role, Standing
from delegations.models.delegations import FIELDS
from delegations.operations.revoking import lock_invitations
from delegations.permissions import may_manage_delegations
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason, one_line
from lap_portal.traces import save_traced, update_traced

CODES = ("iso2", "iso3", "m49")


@transaction.atomic
def create_delegation(*, actor: Capacity, name: str, category: str, **fields: str) -> Delegation:
    """Add a delegation. Who speaks for it is decided by invitations, not here."""
    require_still_held(actor)
    require(may_manage_delegations(actor))
    delegation = Delegation()
    fill(delegation, {"name": name, "category": category, **fields})
    save_traced(delegation, by=actor.person, reason=_("Added."))
    return delegation


@transaction.atomic
def revise_delegation(
    delegation: Delegation, *, actor: Capacity, reason: str, **fields: str
) -> Delegation:
    """Correct what is known of a delegation."""
    require_still_held(actor)
    locked = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    require(may_manage_delegations(actor, locked))
    fill(locked, fields)
    save_traced(locked, by=actor.person, reason=clean_reason(reason))
    return locked


@transaction.atomic
def record_standing(
    delegation: Delegation,
    *,
    actor: Capacity,
    status: str,
    as_at: date,
    since: date | None = None,
    source: str = "",
    is_verified: bool = False,
    reason: str = "",
    instrument: str = "CCM",
) -> Standing:
    """Record how a State stands to a convention from now on; the standing before it ends."""
    require_still_held(actor)
    locked = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    require(may_manage_delegations(actor, locked))
    if locked.category != Delegation.Category.STATE:
        raise RuleViolation(_("Only a State has a standing to a convention."))
    why = reason or _("Recorded.")
    for present in locked.standings.filter(instrument=instrument, until=None):
        present.until = since or as_at
        save_traced(present, by=actor.person, reason=why)
    standing = Standing(
        delegation=locked,
        instrument=instrument,
        status=status,
        since=since,
        as_at=as_at,
        source=one_line(source, limit=300),
        is_verified=is_verified,
    )
    save_traced(standing, by=actor.person, reason=why)
    return standing


@transaction.atomic
def merge_delegations(
    duplicate: Delegation, *, into: Delegation, actor: Capacity, reason: str
) -> Delegation:
    """
    Make two entries of one delegation one: members and open invitations move, codes too.

    What the duplicate said stays where it is, as evidence, and so does what was said under entries
    merged into it before: all of them lead to the one that stays. Whoever was its focal point
    becomes a member of the surviving delegation, unless that has no focal point.
    """
    require_still_held(actor)
    if duplicate.pk == into.pk:
        raise RuleViolation(_("A delegation cannot be merged into itself."))
    lock_invitations(Q(delegation=duplicate))
    rows = Delegation.objects.select_for_update(of=("self",)).order_by("pk")
    both = {row.pk: row for row in rows.filter(pk__in=[duplicate.pk, into.pk])}
    gone, kept = both[duplicate.pk], both[into.pk]
    require(may_manage_delegations(actor, gone))
    require(may_manage_delegations(actor, kept))
    why = clean_reason(reason)
    _move_members(gone, kept, actor=actor, reason=why)
    _move_invitations(gone, kept, actor=actor, reason=why)
    _move_merged(gone, kept, actor=actor, reason=why)
    taken = _take_codes(gone, kept)
    gone.merged_into = kept
    save_traced(gone, by=actor.person, reason=why)
    fill(kept, taken)
    save_traced(kept, by=actor.person, reason=why)
    letters.write_merged(gone, kept=kept, actor=actor)
    return kept


def fill(delegation: Delegation, fields: dict[str, str]) -> None:
    """Set fields of a delegation, each on one line, codes and addresses in their case."""
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"A delegation has no field {name} to fill.")
        setattr(delegation, name, one_line(value, limit=300))
    delegation.iso2 = delegation.iso2.upper()
    delegation.iso3 = delegation.iso3.upper()
    delegation.mission_email = delegation.mission_email.lower()


def _move_invitations(gone: Delegation, kept: Delegation, *, actor: Capacity, reason: str) -> None:
    moving = list(Invitation.objects.usable_at(clock.now()).filter(delegation=gone))
    for invitation in moving:
        invitation.delegation = kept
    update_traced(moving, ["delegation"], by=actor.person, reason=reason)


def _move_merged(gone: Delegation, kept: Delegation, *, actor: Capacity, reason: str) -> None:
    """Let the entries merged into the duplicate lead straight to the one that stays."""
    earlier = list(gone.merged.select_for_update(of=("self",)).order_by("pk"))
    for entry in earlier:
        entry.merged_into = kept
    update_traced(earlier, ["merged_into"], by=actor.person, reason=reason)


def _move_members(gone: Delegation, kept: Delegation, *, actor: Capacity, reason: str) -> None:
    present = set(kept.memberships.filter(ended_at=None).values_list("person", flat=True))
    has_focal_point = kept.memberships.filter(ended_at=None, role=Role.FOCAL_POINT).exists()
    moving = Membership.objects.select_for_update(of=("self",)).filter(
        delegation=gone, ended_at=None
    )
    for membership in moving:
        if membership.person_id in present:
            membership.ended_at = clock.now()
        else:
            membership.delegation = kept
            if membership.role == Role.FOCAL_POINT and has_focal_point:
                membership.role = Role.MEMBER
        save_traced(membership, by=actor.person, reason=reason)


def _take_codes(gone: Delegation, kept: Delegation) -> dict[str, Any]:
    """Move the codes that the surviving delegation lacks: a code belongs to one delegation."""
    taken = {
        code: getattr(gone, code)
        for code in CODES
        if getattr(gone, code) and not getattr(kept, code)
    }
    for code in taken:
        setattr(gone, code, "")
    return taken
