"""The letters the portal sends about people and delegations. Plain text, in its own words."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from delegations.capacities import Capacity, person_of
from delegations.models import Invitation, Membership, Role


def send_invitation(invitation: Invitation, *, code: str, sender: Capacity) -> None:
    """
    Send the link and the code of an invitation to the address it was made for.

    Whatever stops the letter from leaving is raised: without it nobody ever learns the code.
    """
    path = reverse("delegations:invitation_open", args=[invitation.token])
    with translation.override(settings.LANGUAGE_CODE):
        _send(
            to=invitation.address,
            subject=_("Lausanne Action Plan: invitation to the delegation of %s")
            % invitation.delegation.name,
            template="delegations/mail/invitation.txt",
            context={
                "delegation": invitation.delegation.name,
                "inviter": person_of(sender).name,
                "is_colleague": sender.delegation is not None,
                "link": f"{settings.PORTAL_ADDRESS}{path}",
                "portal_address": settings.PORTAL_ADDRESS,
                "code": code,
                "role": invitation.get_role_display(),
                "submits": invitation.role != Role.MEMBER,
                "expires_at": invitation.expires_at,
                "contact": settings.PORTAL_ISU_CONTACT,
            },
        )


def send_joined(membership: Membership) -> None:
    """Tell the address an invitation went to who has joined by it."""
    if membership.invitation is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        _send(
            to=membership.invitation.address,
            subject=_("A colleague has joined: %s") % membership.delegation.name,
            template="delegations/mail/joined.txt",
            context={
                "delegation": membership.delegation.name,
                "name": membership.person.name,
                "email": membership.person.email,
                "role": membership.get_role_display(),
                "contact": settings.PORTAL_ISU_CONTACT,
            },
        )


def _send(*, to: str, subject: str, template: str, context: dict[str, object]) -> None:
    EmailMessage(subject, render_to_string(template, context), to=[to]).send()
