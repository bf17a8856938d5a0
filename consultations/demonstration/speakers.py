"""Makes the demonstration's people and delegations, and keeps who can speak for each."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from consultations.demonstration.participants import DELEGATIONS, PEOPLE
from consultations.demonstration.shapes import Comment as CommentTemplate
from consultations.demonstration.shapes import Delegation as DelegationTemplate
from consultations.demonstration.shapes import Group
from consultations.models import Answer, Comment
from delegations.capacities import Capacity, capacity_of
from delegations.models import Delegation, Standing, User
from delegations.models.memberships import Role
from delegations.offices import Office
from delegations.operations import (
    accept_invitation,
    appoint_from_command_line,
    appoint_staff,
    create_delegation,
    invite_to_delegation,
    record_standing,
)

STANDINGS = {
    "state_party": Standing.Status.STATE_PARTY,
    "signatory": Standing.Status.SIGNATORY,
    "state_not_party": Standing.Status.NOT_PARTY,
}


@dataclass
class Speaker:
    """A delegation with the people who speak for it, the focal point first."""

    template: DelegationTemplate
    delegation: Delegation
    people: list[Capacity]
    said: list[tuple[Comment, str]] = field(default_factory=list)
    answered: list[Answer] = field(default_factory=list)

    def suits(self, template: CommentTemplate) -> bool:
        """Whether a comment sounds natural from this delegation."""
        if template.suits and self.template.category not in template.suits:
            return False
        return self.writes(template.language)

    def writes(self, language: str) -> bool:
        """Whether the delegation writes in a language: its own, or English."""
        return language in {"en", self.template.language}

    def prepared(self) -> list[Comment | Answer]:
        """What was written and is not yet submitted."""
        return [*(comment for comment, _key in self.said), *self.answered]


def appoint_offices() -> tuple[Capacity, Capacity]:
    """Appoint the staff of both offices; return one capacity of each."""
    isu = [person for person in PEOPLE if person.role == "isu"]
    presidency = [person for person in PEOPLE if person.role == "presidency"]
    first = appoint_from_command_line(
        email=isu[0].email, name=isu[0].name, office=Office.ISU, reason="Staff"
    )
    actor = _capacity(first, Office.ISU.value)
    for person in isu[1:]:
        appoint_staff(
            actor=actor, email=person.email, name=person.name, office=Office.ISU, reason="Staff"
        )
    appointed = [
        appoint_staff(
            actor=actor,
            email=person.email,
            name=person.name,
            office=Office.PRESIDENCY,
            reason="Staff of the Presidency",
        )
        for person in presidency
    ]
    return _capacity(appointed[0], Office.PRESIDENCY.value), actor


def invite_delegations(isu: Capacity, *, number: int, rng: random.Random) -> list[Speaker]:
    """Create so many delegations, invite their missions, and let their people join."""
    templates = [*DELEGATIONS, *_more(number - len(DELEGATIONS), rng)][:number]
    return [_invite(isu, template) for template in templates]


def people_to_try() -> list[str]:
    """A person of each role, in words."""
    return [f"{person.name} ({person.role.replace('_', ' ')})" for person in PEOPLE]


def _invite(isu: Capacity, template: DelegationTemplate) -> Speaker:
    standing = STANDINGS.get(template.category)
    delegation = create_delegation(
        actor=isu,
        name=template.name,
        category=Delegation.Category.STATE if standing else template.category,
        regional_group=template.group,
        mission_email=template.email,
    )
    if standing:
        record_standing(delegation, actor=isu, status=standing, as_at=date(2020, 6, 18))
    invitation, code = invite_to_delegation(
        delegation, actor=isu, address=template.email, role=Role.FOCAL_POINT
    )
    people = [(p.name, p.email) for p in PEOPLE if p.delegation == template.name]
    people = people or [(f"Delegate of {template.name}", f"delegate.{template.email}")]
    joined = [
        accept_invitation(invitation.token, code=code, email=email, name=name)
        for name, email in people
    ]
    key = f"{Office.DELEGATION.value}:{delegation.pk}"
    return Speaker(template, delegation, [_capacity(m.person, key) for m in joined if m])


def _capacity(person: User, key: str) -> Capacity:
    capacity = capacity_of(person, key)
    if capacity is None:
        raise LookupError(f"{person} does not hold {key}.")
    return capacity


_ONSETS = ("Bel", "Cor", "Dra", "Fal", "Gor", "Hal", "Kes", "Lum", "Mor", "Nav", "Or", "Pel")
_MIDDLES = ("a", "e", "i", "o", "u", "ama", "eno", "iri", "olo", "uza")
_ENDINGS = ("dia", "land", "mark", "nia", "ria", "stan", "thea", "via", "wen", "zia")


def _more(number: int, rng: random.Random) -> list[DelegationTemplate]:
    """So many further invented States, each with a name of its own."""
    names = [o + m + e for o in _ONSETS for m in _MIDDLES for e in _ENDINGS]
    rng.shuffle(names)
    groups = get_args(Group)[:-1]
    return [
        DelegationTemplate(
            name=f"Republic of {name}",
            category="state_party",
            group=groups[turn % len(groups)],
            capital="",
            email=f"mission@{name.lower()}.example",
        )
        for turn, name in enumerate(names[: max(number, 0)])
    ]
