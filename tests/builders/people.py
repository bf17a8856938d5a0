"""People, delegations and capacities, each named by its own number."""

from __future__ import annotations

from datetime import date
from itertools import count

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from delegations.capacities import Capacity, capacity_of
from delegations.models import Delegation, User
from delegations.offices import Office
from delegations.operations import (
    accept_invitation,
    appoint_from_command_line,
    create_delegation,
    invite_to_delegation,
    record_standing,
    register_person,
)
from delegations.sessions import choose_capacity

_numbers = count(1)


def make_person(name: str = "", *, email: str = "") -> User:
    """A person with an account, who holds no capacity."""
    number = next(_numbers)
    return register_person(
        email=email or f"person{number}@mission.example", name=name or f"Person {number}"
    )


def make_isu(person: User | None = None) -> Capacity:
    """A person of the ISU, with a second step at sign-in."""
    return _make_staff(Office.ISU, person or make_person())


def make_presidency(person: User | None = None) -> Capacity:
    """A person of the Presidency, with a second step at sign-in."""
    return _make_staff(Office.PRESIDENCY, person or make_person())


def make_delegation(
    name: str = "",
    *,
    category: str = Delegation.Category.STATE,
    status: str = "state_party",
    actor: Capacity | None = None,
    **fields: str,
) -> Delegation:
    """A delegation; a State has a standing unless `status` is empty."""
    isu = actor or make_isu()
    delegation = create_delegation(
        actor=isu, name=name or f"Delegation {next(_numbers)}", category=category, **fields
    )
    if status and category == Delegation.Category.STATE:
        record_standing(
            delegation, actor=isu, status=status, as_at=date(2020, 6, 1), source="A test"
        )
    return delegation


def make_member(
    delegation: Delegation | None = None,
    role: str = "focal_point",
    *,
    person: User | None = None,
    actor: Capacity | None = None,
) -> Capacity:
    """A person in a delegation, who joined by an invitation, in the role asked for."""
    isu = actor or make_isu()
    delegation = delegation or make_delegation(actor=isu)
    person = person or make_person()
    invitation, code = invite_to_delegation(
        delegation, actor=isu, address=f"mission{delegation.pk}@mission.example", role=role
    )
    membership = accept_invitation(
        invitation.token, code=code, email=person.email, name=person.name
    )
    assert membership is not None
    assert membership.role == role, "The delegation has a focal point already."
    return capacity(person, f"delegation:{delegation.pk}")


def capacity(person: User, key: str) -> Capacity:
    """The capacity a person holds under a key, as a request would find it."""
    found = capacity_of(person, key)
    assert found is not None
    return found


def sign_in(client: Client, actor: Capacity) -> Client:
    """Sign the person in, acting in that capacity; return the client."""
    assert actor.person is not None
    client.force_login(actor.person)
    session = client.session
    choose_capacity(session, actor)
    session.save()
    return client


def _make_staff(office: Office, person: User) -> Capacity:
    appoint_from_command_line(
        email=person.email, name=person.name, office=office, reason="The test needs one."
    )
    if not person.authenticator_set.exists():
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    return capacity(person, office.value)
