"""Closing a consultation earlier than was said, with notice to all who take part."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import letters
from consultations.models import Consultation
from consultations.operations.consulting import to_change
from delegations.capacities import Capacity
from lap_portal import clock
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason
from lap_portal.traces import save_traced

NOTICE = timedelta(hours=48)


@transaction.atomic
def close_early(
    consultation: Consultation, *, actor: Capacity, closes_at: datetime, reason: str
) -> Consultation:
    """
    Let an open consultation close earlier than was said, NOTICE from now at the soonest.

    Everybody for whom it closes earlier is told when, and the reason. Who was given more time keeps
    it. People give instants to the minute, so the running minute counts as notice.
    """
    locked = to_change(consultation, actor)
    why = clean_reason(reason)
    now = clock.now()
    if not locked.opens_at <= now < locked.closes_at:
        raise RuleViolation(_("Only a consultation that is open is closed early."))
    if closes_at >= locked.closes_at:
        raise RuleViolation(_("This is not earlier than it closes now."))
    if closes_at < now.replace(second=0, microsecond=0) + NOTICE:
        raise RuleViolation(_("Give delegations at least 48 hours’ notice."))
    before = copy(locked)
    locked.closes_at = closes_at
    save_traced(locked, by=actor.person, reason=why, fields=["closes_at"])
    letters.tell_closing_early(locked, before=before, reason=why)
    return locked
