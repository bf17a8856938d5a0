"""What a session remembers of its person: the capacity chosen, and the second step of sign-in."""

from __future__ import annotations

from dataclasses import asdict

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from delegations.capacities import PUBLIC, Capacity, capacities_of, capacity_of
from delegations.operations import Claim

SESSION_KEY = "capacity"
SECOND_STEP_KEY = "second_step"
CLAIM_KEY = "claim"
SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def find_capacity(request: HttpRequest) -> Capacity | None:
    """
    The capacity of a request; None when its person has to choose one first.

    A capacity lost since it was chosen is never replaced by another one without asking.
    """
    person = request.user
    if not person.is_authenticated:
        return PUBLIC
    if chosen := request.session.get(SESSION_KEY, ""):
        return capacity_of(person, chosen)
    held = capacities_of(person)
    return held[0] if len(held) == 1 else None


def choose_capacity(session: SessionBase, capacity: Capacity) -> None:
    """Let the person of a session act in a capacity from the next request on."""
    session[SESSION_KEY] = capacity.key


def keep_claim(session: SessionBase, claim: Claim) -> None:
    """Remember that the right code of an invitation was typed, until somebody signs in."""
    session[CLAIM_KEY] = asdict(claim)


def take_claim(session: SessionBase) -> Claim | None:
    """The claim that a session remembers, once."""
    kept = session.pop(CLAIM_KEY, None)
    return Claim(**kept) if kept else None


def note_second_step(session: SessionBase, person: AbstractBaseUser) -> None:
    """Remember that the person has a second step, so that pages need not ask again."""
    if get_adapter().is_mfa_enabled(person, SECOND_STEPS):
        session[SECOND_STEP_KEY] = True
    else:
        session.pop(SECOND_STEP_KEY, None)


def has_second_step(request: HttpRequest) -> bool:
    """Whether the person of a request signs in with a second step; asks only when unknown."""
    if request.session.get(SECOND_STEP_KEY):
        return True
    return bool(get_adapter().is_mfa_enabled(request.user, SECOND_STEPS))
