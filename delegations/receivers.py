"""What a session learns at the moment of signing in, and when sign-in itself changes."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from delegations.capacities import capacities_of
from delegations.models import User
from delegations.operations import Claim, redeem_claim
from delegations.outbox import readdress_letters
from delegations.sessions import choose_capacity, note_second_step, take_claim
from lap_portal.errors import RuleViolation


@receiver(user_logged_in, dispatch_uid="delegations.enter")
def enter(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """
    Let a person join who typed the code of an invitation before, then choose the only capacity.

    Signing in is a POST, so it may.
    """
    if claim := take_claim(request.session):
        _join(request, user, claim)
    held = capacities_of(user)
    if len(held) == 1:
        choose_capacity(request.session, held[0])
    note_second_step(request.session, user)


@receiver([authenticator_added, authenticator_removed], dispatch_uid="delegations.second_step")
def change_second_step(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note whether a second step was set up or taken away."""
    note_second_step(request.session, user)


@receiver(email_changed, dispatch_uid="delegations.stay")
def stay(
    *,
    request: HttpRequest,
    user: User,
    from_email_address: EmailAddress | None = None,
    **kwargs: Any,
) -> None:
    """Keep the session in which a person moved to another address; others end, mail follows."""
    update_session_auth_hash(request, user)
    if from_email_address is not None:
        readdress_letters(from_email_address.email, new=user.email)


def _join(request: HttpRequest, person: User, claim: Claim) -> None:
    """Join, or sign in without it where the invitation was taken back meanwhile."""
    try:
        membership = redeem_claim(claim, person=person)
    except RuleViolation:
        membership = None
    if membership is not None:
        joined = _("You belong to the delegation of %s.") % membership.delegation.name
        messages.success(request, joined)
    elif person.email == claim.address:
        messages.warning(request, _("The invitation is no longer valid; you have not joined."))
