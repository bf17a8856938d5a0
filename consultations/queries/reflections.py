"""How comments were reflected: what staff have not shared yet, by delegation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from consultations.models import Consultation, Reflection, Reply
from consultations.queries.replying import waiting_replies
from delegations.capacities import Capacity
from delegations.models import Delegation


@dataclass(slots=True)
class Waiting:
    """What one delegation will be told: decisions on its comments, and the replies to it."""

    delegation: Delegation
    reflections: list[Reflection] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)


def waiting_by_delegation(consultation: Consultation, reader: Capacity) -> list[Waiting]:
    """The decisions and replies that no delegation has seen, by delegation (two queries)."""
    return by_delegation(unshared(consultation, reader), waiting_replies(consultation, reader))


def by_delegation(reflections: Iterable[Reflection], replies: Iterable[Reply]) -> list[Waiting]:
    """Decisions and replies, sorted by the delegations to which they go."""
    groups: dict[Delegation, Waiting] = {}
    for reflection in reflections:
        speaker = reflection.comment.delegation
        groups.setdefault(speaker, Waiting(speaker)).reflections.append(reflection)
    for reply in replies:
        groups.setdefault(reply.delegation, Waiting(reply.delegation)).replies.append(reply)
    return sorted(groups.values(), key=lambda each: each.delegation.sort_name)


def unshared(consultation: Consultation, reader: Capacity) -> QuerySet[Reflection]:
    """The decisions in force that were not shared."""
    return (
        Reflection.objects.visible_to(reader)
        .current()
        .filter(comment__consultation=consultation, shared_at=None)
        .select_related("comment__delegation", "comment__unit")
        .order_by("comment__delegation__sort_name", "comment__number", "pk")
    )
