"""Deciding on several comments at once, where the reason is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Comment, Consultation, Reflection
from consultations.operations.reflecting import record_reflection
from consultations.permissions import may_share_reflections
from delegations.capacities import Capacity, require_still_held
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision


@dataclass(frozen=True, slots=True)
class Together:
    """What was decided, and the comments left as they are because somebody was faster."""

    recorded: tuple[Reflection, ...]
    left: tuple[Comment, ...]


@transaction.atomic
def record_reflections(
    consultation: Consultation,
    *,
    actor: Capacity,
    chosen: Mapping[int, int],
    outcome: str,
    note: str = "",
    reply: str = "",
) -> Together:
    """
    Record one and the same decision on several comments of a consultation.

    `chosen` holds, by the key of each comment, that of the decision on screen (0: there was none).
    Those decided on meanwhile are left, and returned; those withdrawn or replaced meanwhile
    are decided on nevertheless, as they could be one by one.
    """
    require(may_share_reflections(actor, consultation))
    require_still_held(actor)
    seen = Comment.objects.visible_to(actor).filter(consultation=consultation, pk__in=chosen)
    comments = list(seen.select_related("delegation").order_by("pk"))
    if not comments or len(comments) != len(chosen):
        raise RuleViolation(_("Choose comments that were submitted in this consultation."))
    recorded, left = [], []
    for comment in comments:
        try:
            decision = record_reflection(
                comment,
                actor=actor,
                outcome=outcome,
                note=note,
                reply=reply,
                based_on=chosen[comment.pk] or None,
            )
        except StaleRevision:
            left.append(comment)
        else:
            recorded.append(decision)
    if not recorded:
        raise StaleRevision(_("Somebody decided on all of these meanwhile; nothing was recorded."))
    return Together(tuple(recorded), tuple(left))
