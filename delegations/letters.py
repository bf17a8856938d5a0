"""The letters the portal sends about people and delegations, in its own words."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from delegations.capacities import Capacity, person_of
from delegations.models import Delegation, Invitation, Membership, Role, User
from delegations.outbox import ADDRESS_CHANGED, post


def send_invitation(invitation: Invitation, *, code: str, sender: Capacity) -> None:
    """Write the letter with the link and the code to the address an invitation was made for."""
    path = reverse("delegations:invitation_open", args=[invitation.token])
    with translation.override(settings.LANGUAGE_CODE):
        post(
            invitation.address,
            subject=_("Lausanne Action Plan: invitation to the delegation of %s")
            % invitation.delegation.name,
            template="delegations/mail/invitation",
            context={
                "delegation": invitation.delegation.name,
                "inviter": person_of(sender).name,
                "inviter_role": Role(sender.role).label if sender.role else "",
                "is_colleague": sender.delegation is not None,
                "message": invitation.message,
                "link": f"{settings.PORTAL_ADDRESS}{path}",
                "code": code,
                "role": invitation.get_role_display(),
                "submits": invitation.role != Role.MEMBER,
                "expires_at": invitation.expires_at,
            },
            invitation=invitation,
        )


def default_message() -> str:
    """What the letter of an invitation says of the portal, where nobody writes other words."""
    return _(
        "On this portal the Second Review Conference of the Convention prepares the action plan. "
        "Delegations read the drafts there, prepare comments and answers among colleagues, and "
        "submit them officially while a consultation is open."
    )


def write_joined(membership: Membership, *, typed_name: str) -> None:
    """
    Tell who joined, the colleagues, and the address the invitation went to.

    Whoever holds the code types any address, so its owner learns of it; and the others read the
    name that was typed, not the one of an account that may be a stranger's.
    """
    if membership.invitation is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        delegation, joiner = membership.delegation, membership.person.email
        context: dict[str, object] = {
            "delegation": delegation.name,
            "name": typed_name,
            "email": joiner,
            "role": membership.get_role_display(),
            "invited": membership.invitation.address,
            "inviter": membership.invitation.invited_by.name,
        }
        _post_each(
            {joiner},
            subject=_("You have joined: %s") % delegation.name,
            template="delegations/mail/welcome",
            context=context,
        )
        _post_each(
            ({membership.invitation.address} | _addresses_in([delegation])) - {joiner},
            subject=_("A colleague has joined: %s") % delegation.name,
            template="delegations/mail/joined",
            context=context,
        )


def write_roles_changed(changed: list[Membership], *, actor: Capacity) -> None:
    """
    Tell everybody in a delegation whose role in it somebody changed.

    Of another focal point the mission learns too, at its official address: it is the mission's
    word that the ISU follows.
    """
    delegation = changed[0].delegation
    is_led_anew = any(membership.role == Role.FOCAL_POINT for membership in changed)
    mission = {delegation.mission_email.lower()} if is_led_anew else set()
    with translation.override(settings.LANGUAGE_CODE):
        _post_each(
            (_addresses_in([delegation]) | mission) - {""},
            subject=_("Roles have changed: %s") % delegation.name,
            template="delegations/mail/roles_changed",
            delegation=delegation,
            context=_by(actor) | {"delegation": delegation.name, "changed": changed},
        )


def write_merged(gone: Delegation, *, kept: Delegation, actor: Capacity) -> None:
    """Tell everybody who belongs to a delegation now that another entry was merged into it."""
    with translation.override(settings.LANGUAGE_CODE):
        _post_each(
            _addresses_in([kept]),
            subject=_("Two entries were made one: %s") % kept.name,
            template="delegations/mail/merged",
            delegation=kept,
            context=_by(actor) | {"gone": gone.name, "kept": kept.name},
        )


def write_address_changed(person: User, *, old: str, actor: Capacity) -> None:
    """Tell the old address, the new one and the colleagues that somebody moved an account."""
    own = Delegation.objects.filter(memberships__in=person.memberships.filter(ended_at=None))
    with translation.override(settings.LANGUAGE_CODE):
        _post_each(
            {old, person.email} | _addresses_in(own),
            subject=_("The e-mail address of an account has changed"),
            template=ADDRESS_CHANGED,
            context=_by(actor) | {"name": person.name, "old": old, "new": person.email},
        )


def _addresses_in(delegations: Iterable[Delegation]) -> set[str]:
    live = Membership.objects.live().filter(delegation__in=delegations)
    return set(live.values_list("person__email", flat=True))


def _by(actor: Capacity) -> dict[str, object]:
    return {"actor": person_of(actor).name, "acting_for": actor.label}


def _post_each(
    addresses: set[str],
    *,
    subject: str,
    template: str,
    context: dict[str, object],
    delegation: Delegation | None = None,
) -> None:
    """Write a letter to each address by itself: one that cannot be reached stops no other."""
    for address in sorted(addresses):
        post(address, subject=subject, template=template, context=context, delegation=delegation)
