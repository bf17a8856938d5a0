"""The people of the Presidency and the ISU: appointed and dismissed."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from delegations.capacities import Capacity, require_still_held
from delegations.models import User
from delegations.notices import withdraw_letters
from delegations.offices import PERMISSIONS, Office
from delegations.operations.people import keep_isu_staffed, lock_account, register_person
from delegations.permissions import may_manage_people
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason
from lap_portal.traces import sign


@transaction.atomic
def appoint_staff(*, actor: Capacity, email: str, name: str, office: Office, reason: str) -> User:
    """Give a person an office, with a new account when the address has none."""
    require_still_held(actor)
    require(may_manage_people(actor))
    return _appoint(email=email, name=name, office=office, by=actor.person, reason=reason)


@transaction.atomic
def appoint_from_command_line(*, email: str, name: str, office: Office, reason: str) -> User:
    """
    Give a person an office on behalf of whoever runs the machine.

    For the command that begins a deployment: until somebody is of the ISU, nobody can appoint.
    """
    return _appoint(email=email, name=name, office=office, by=None, reason=reason)


@transaction.atomic
def dismiss_staff(person: User, *, actor: Capacity, office: Office, reason: str) -> User:
    """Take an office from a person; account, other capacities and what was sent for it stay."""
    locked = lock_account(person, actor=actor)
    group = Group.objects.get(name=office.value)
    if not locked.groups.filter(pk=group.pk).exists():
        raise RuleViolation(_("This person does not hold that office."))
    if office is Office.ISU:
        keep_isu_staffed(locked)
    sign(locked, by=actor.person, reason=clean_reason(reason))
    locked.groups.remove(group)
    withdraw_letters(locked, delegation=None)
    return locked


def _appoint(*, email: str, name: str, office: Office, by: User | None, reason: str) -> User:
    if office not in PERMISSIONS:
        raise RuleViolation(_("Staff are of the Presidency or of the ISU."))
    person = register_person(email=email, name=name)
    group, _made = Group.objects.get_or_create(name=office.value)
    if person.groups.filter(pk=group.pk).exists():
        raise RuleViolation(_("This person already holds that office."))
    sign(person, by=by, reason=clean_reason(reason))
    person.groups.add(group)
    return person
