"""Marking comments as read: each person of staff for themselves alone."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from consultations.models import Comment, Reading
from consultations.permissions import may_mark
from delegations.capacities import Capacity, person_of, require_still_held
from delegations.models import User
from lap_portal import clock
from lap_portal.decisions import require


@transaction.atomic
def mark_as_read(comments: Collection[Comment], *, actor: Capacity) -> None:
    """Mark comments as read by the actor; a mark that is there already stays as it is."""
    _require_may_mark(comments, actor)
    note_as_read(comments, person=person_of(actor))


@transaction.atomic
def mark_as_unread(comments: Collection[Comment], *, actor: Capacity) -> None:
    """Take the actor's marks off comments, as far as there are any."""
    _require_may_mark(comments, actor)
    Reading.objects.visible_to(actor).filter(comment__in=comments).delete()


def note_as_read(comments: Collection[Comment], *, person: User) -> None:
    """Mark comments as read in the course of another act, which has asked who may do it."""
    now = clock.now()
    marks = [Reading(comment=comment, person=person, read_at=now) for comment in comments]
    Reading.objects.bulk_create(marks, ignore_conflicts=True)


def _require_may_mark(comments: Collection[Comment], actor: Capacity) -> None:
    for comment in comments:
        require(may_mark(actor, comment))
    require_still_held(actor)
