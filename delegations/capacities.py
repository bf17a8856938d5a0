"""In which role a person acts now: the reader and the actor of everything in the portal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from delegations.models import Delegation, Membership, Standing, User
from delegations.models.memberships import Role
from delegations.offices import Office


@dataclass(frozen=True, slots=True)
class Capacity:
    """
    A person acting for an office or a delegation; or the public, with no person.

    One person may hold several and acts in one at a time. A staff capacity has no delegation, so
    it opens no workspace; a delegation's capacity has no permission, so it opens no desk.
    """

    office: Office
    person: User | None = None
    delegation: Delegation | None = None
    role: str = ""
    is_state_party: bool = False
    permissions: frozenset[str] = field(default_factory=frozenset)

    @property
    def key(self) -> str:
        """What a session keeps to know the capacity again."""
        return f"delegation:{self.delegation.pk}" if self.delegation else self.office.value

    @property
    def is_staff(self) -> bool:
        """Whether the person acts for the Presidency or the ISU."""
        return self.office in {Office.PRESIDENCY, Office.ISU}

    @property
    def submits(self) -> bool:
        """Whether the person submits for the delegation."""
        return self.role in {Role.FOCAL_POINT, Role.DEPUTY}

    @property
    def label(self) -> str:
        """The capacity in words, for the header and for each act."""
        if self.delegation is None:
            return str(self.office.label)
        return _("%(delegation)s, %(role)s") % {
            "delegation": self.delegation.name,
            "role": Role(self.role).label,
        }

    def has_perm(self, name: str) -> bool:
        """Whether the office in which the person acts holds a permission, as "app.codename"."""
        return name in self.permissions


# What an identifier looks like; more digits no database holds.
_NUMBER = re.compile(r"[0-9]{1,18}")

PUBLIC = Capacity(Office.PUBLIC)


def capacities_of(person: User) -> list[Capacity]:
    """Every capacity a person holds at present, offices first (two queries)."""
    if not person.is_active:
        return []
    offices = [_staff(person, office) for office in (Office.PRESIDENCY, Office.ISU)]
    return [*filter(None, offices), *(_member(person, m) for m in _memberships(person))]


def capacity_of(person: User, key: str) -> Capacity | None:
    """The capacity a key stands for, or None when the person does not hold it (one query)."""
    if not person.is_active:
        return None
    if key in {Office.PRESIDENCY.value, Office.ISU.value}:
        return _staff(person, Office(key))
    kind, _colon, number = key.partition(":")
    if kind != Office.DELEGATION.value or not _NUMBER.fullmatch(number):
        return None
    membership = _memberships(person).filter(delegation=int(number)).first()
    return _member(person, membership) if membership else None


def members(delegations: Iterable[Delegation] | None = None) -> list[Capacity]:
    """Everybody who speaks for a delegation now, or for one of those given (one query)."""
    found = _live().select_related("person")
    if delegations is not None:
        found = found.filter(delegation__in=delegations)
    return [_member(membership.person, membership) for membership in found]


def staff() -> list[Capacity]:
    """Everybody who acts for the Presidency or the ISU now (three queries)."""
    offices = [office.value for office in (Office.PRESIDENCY, Office.ISU)]
    named: dict[str, set[str]] = {office: set() for office in offices}
    for office, app, codename in Permission.objects.filter(group__name__in=offices).values_list(
        "group__name", "content_type__app_label", "codename"
    ):
        named[office].add(f"{app}.{codename}")
    people = User.objects.filter(is_active=True).order_by("pk")
    return [
        Capacity(Office(office), person=person, permissions=frozenset(named[office]))
        for office in offices
        for person in people.filter(groups__name=office)
    ]


def still_holds(actor: Capacity) -> bool:
    """Whether the capacity is still held, asked anew inside the transaction of an act."""
    if actor.person is None:
        return False
    person = User.objects.get(pk=actor.person.pk)
    held = capacity_of(person, actor.key)
    return held is not None and held.role == actor.role


def require_still_held(actor: Capacity) -> None:
    """Raise PermissionDenied where the capacity was lost since the request began."""
    if not still_holds(actor):
        raise PermissionDenied(_("You no longer hold the capacity in which you acted."))


def person_of(actor: Capacity) -> User:
    """The person who acts; PermissionDenied where nobody is signed in."""
    if actor.person is None:
        raise PermissionDenied(_("Please sign in."))
    return actor.person


def delegation_of(actor: Capacity) -> Delegation:
    """The delegation for which a person acts; PermissionDenied for everybody else."""
    if actor.delegation is None:
        raise PermissionDenied(_("Only a member of a delegation does this."))
    return actor.delegation


def speaking_for(delegation: Delegation) -> Capacity:
    """A delegation as a reader, whoever belongs to it: for what an office does in its stead."""
    party = delegation.standings.filter(until=None, status=Standing.Status.STATE_PARTY)
    return Capacity(Office.DELEGATION, delegation=delegation, is_state_party=party.exists())


def _staff(person: User, office: Office) -> Capacity | None:
    held = Permission.objects.filter(group__name=office.value, group__user=person).values_list(
        "content_type__app_label", "codename"
    )
    names = frozenset(f"{app}.{codename}" for app, codename in held)
    return Capacity(office, person=person, permissions=names) if names else None


def _memberships(person: User) -> QuerySet[Membership]:
    return _live().filter(person=person)


def _live() -> QuerySet[Membership]:
    party = Standing.objects.filter(
        delegation=OuterRef("delegation"), until=None, status=Standing.Status.STATE_PARTY
    )
    return (
        Membership.objects.live()
        .annotate(is_state_party=Exists(party))
        .select_related("delegation")
        .order_by("delegation__sort_name", "pk")
    )


def _member(person: User, membership: Membership) -> Capacity:
    return Capacity(
        Office.DELEGATION,
        person=person,
        delegation=membership.delegation,
        role=membership.role,
        is_state_party=membership.is_state_party,  # type: ignore[attr-defined]  # annotated above
    )
