"""What a session learns at the moment of signing in, and when sign-in itself changes."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import email_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from delegations.capacities import capacities_of
from delegations.models import User
from delegations.sessions import choose_capacity, note_second_step


@receiver(user_logged_in, dispatch_uid="delegations.enter")
def enter(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Choose the capacity of a person who holds one only; signing in is a POST, so it may."""
    held = capacities_of(user)
    if len(held) == 1:
        choose_capacity(request.session, held[0])
    note_second_step(request.session, user)


@receiver([authenticator_added, authenticator_removed], dispatch_uid="delegations.second_step")
def change_second_step(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note whether a second step was set up or taken away."""
    note_second_step(request.session, user)


@receiver(email_changed, dispatch_uid="delegations.stay")
def stay(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Keep the session in which a person moved to another address; the other ones end."""
    update_session_auth_hash(request, user)
