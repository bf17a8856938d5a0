"""Deciding how comments are reflected, and letting each delegation see it for its own."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import letters
from consultations.models import Comment, Consultation, Reflection
from consultations.operations.reading_marks import note_as_read
from consultations.permissions import may_reflect, may_share_reflections
from delegations.capacities import Capacity, person_of, require_still_held
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import StaleRevision
from lap_portal.text import clean_text

NOTE_LIMIT = 5_000
REPLY_LIMIT = 5_000


@transaction.atomic
def record_reflection(
    comment: Comment,
    *,
    actor: Capacity,
    outcome: str,
    note: str = "",
    reply: str = "",
    based_on: int | None = None,
) -> Reflection:
    """
    Decide how a comment is taken up; the decision before, if any, is superseded, not overwritten.

    Whoever decides has read it. `based_on` is the pk of the decision on screen (None: there was
    none). If another was recorded meanwhile, nothing is written and StaleRevision is raised.
    """
    locked = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    require(may_reflect(actor, locked))
    require_still_held(actor)
    now = clock.now()
    current = locked.reflections.current().first()
    if (current.pk if current else None) != based_on:
        raise StaleRevision(_("Somebody has decided on this comment while you were reading it."))
    if current is not None:
        current.superseded_at = now
        current.save(update_fields=["superseded_at"])
    reflection = Reflection(
        comment=locked,
        outcome=outcome,
        note=clean_text(note, limit=NOTE_LIMIT),
        reply=clean_text(reply, limit=REPLY_LIMIT),
        decided_by=person_of(actor),
        decided_at=now,
    )
    reflection.full_clean()
    reflection.save()
    note_as_read([locked], person=reflection.decided_by)
    return reflection


@transaction.atomic
def share_reflections(
    consultation: Consultation,
    *,
    actor: Capacity,
    reflections: Iterable[Reflection] | None = None,
) -> int:
    """
    Let each delegation see how its own comments were reflected, and any reply; return how many.

    All decisions in force that were not shared before, or those given. Sharing is not undone.
    """
    require(may_share_reflections(actor, consultation))
    require_still_held(actor)
    waiting = Reflection.objects.current().filter(
        comment__consultation=consultation, shared_at=None
    )
    if reflections is not None:
        waiting = waiting.filter(pk__in=[reflection.pk for reflection in reflections])
    now = clock.now()
    shared = list(waiting.select_related("comment").select_for_update(of=("self",)))
    for reflection in shared:
        reflection.shared_at = now
        reflection.save(update_fields=["shared_at"])
    letters.tell_reflections_shared(consultation, {each.comment.delegation_id for each in shared})
    return len(shared)
