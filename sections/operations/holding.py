"""Holding the text of a section, taking it over, giving it back; saying that one is here."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from delegations.capacities import Capacity, person_of
from delegations.models import User
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.traces import save_traced, sign
from sections.models import Element, Hold, Presence, Section
from sections.operations.places import lock_plan
from sections.permissions import may_hold, may_revise


@transaction.atomic
def hold_section(section: Section, *, actor: Capacity, over: int | None = None) -> Hold:
    """
    Hold the text of a section, or take it over from who holds it.

    `over` is the key of the person who was seen to hold it, None for nobody. If that is no longer
    so, StaleRevision is raised and whoever was faster keeps it.
    """
    require(may_hold(actor, section))
    lock_plan(section.plan, actor=actor)
    held = Hold.objects.filter(section=section).select_related("person").first()
    in_force = Hold.objects.in_force().filter(section=section).exists()
    holder = held.person if held and in_force else None
    _check_seen(holder, over)
    hold = held or Hold(section=section)
    hold.person = person_of(actor)
    hold.taken_at = clock.now()
    reason = _("Took over the text") if holder else _("Took the text in hand")
    save_traced(hold, by=actor.person, reason=reason)
    return hold


def _check_seen(holder: User | None, over: int | None) -> None:
    if over == (holder.pk if holder else None):
        return
    if holder is None:
        raise StaleRevision(_("Nobody holds this text any more. Look again."))
    raise StaleRevision(_("%(person)s holds this text now. Look again.") % {"person": holder.name})


@transaction.atomic
def release_section(section: Section, *, actor: Capacity) -> None:
    """Give a section back that one holds; RuleViolation where another took it over since."""
    require(may_hold(actor, section))
    lock_plan(section.plan, actor=actor)
    hold = Hold.objects.filter(section=section, person=person_of(actor)).first()
    if hold is None:
        raise RuleViolation(_("You do not hold this text."))
    sign(hold, by=actor.person, reason=_("Gave the text back"))
    hold.delete()


@transaction.atomic
def note_presence(element: Element, *, actor: Capacity) -> None:
    """Say that a person has an element open for rewording; forget all who have left."""
    require(may_revise(actor, element))
    Presence.objects.outdated().delete()
    Presence.objects.update_or_create(
        element=element, person=person_of(actor), defaults={"seen_at": clock.now()}
    )
