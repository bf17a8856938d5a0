"""A delegation says what it will do in a consultation, says otherwise, or takes it back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Consultation, Declaration
from consultations.operations.locks import locked_consultation
from consultations.permissions import may_declare
from delegations.capacities import Capacity, delegation_of, person_of, require_still_held
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.traces import save_traced, sign


@transaction.atomic
def declare(consultation: Consultation, *, actor: Capacity, intention: str) -> Declaration:
    """
    Let a delegation say of itself what it will do; return what is now declared.

    Said again it changes nothing, so a double click leaves one trace.
    """
    locked = _locked(consultation, actor)
    declaration = _own(locked, actor) or Declaration(
        consultation=locked, delegation=delegation_of(actor)
    )
    if declaration.pk and declaration.intention == intention:
        return declaration
    declaration.intention = intention
    declaration.declared_by = person_of(actor)
    declaration.declared_at = clock.now()
    save_traced(declaration, by=actor.person, reason=_("Declared"))
    return declaration


@transaction.atomic
def take_back_declaration(consultation: Consultation, *, actor: Capacity) -> None:
    """Let a delegation have declared nothing; the trail keeps that it had."""
    declaration = _own(_locked(consultation, actor), actor)
    if declaration is None:
        raise RuleViolation(_("Your delegation has declared nothing."))
    sign(declaration, by=actor.person, reason=_("Taken back"))
    declaration.delete()


def _locked(consultation: Consultation, actor: Capacity) -> Consultation:
    locked = locked_consultation(consultation)
    require(may_declare(actor, locked))
    require_still_held(actor)
    return locked


def _own(consultation: Consultation, actor: Capacity) -> Declaration | None:
    own = Declaration.objects.filter(delegation=delegation_of(actor))
    return own.filter(consultation=consultation).first()
