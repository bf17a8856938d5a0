"""How comments were reflected: what staff have not shared yet, by delegation."""

from __future__ import annotations

from django.db.models import QuerySet

from consultations.models import Consultation, Reflection
from delegations.capacities import Capacity
from delegations.models import Delegation


def unshared_by_delegation(
    consultation: Consultation, reader: Capacity
) -> list[tuple[Delegation, list[Reflection]]]:
    """The decisions no delegation has seen, by delegation (one query)."""
    groups: dict[Delegation, list[Reflection]] = {}
    for reflection in unshared(consultation, reader):
        groups.setdefault(reflection.comment.delegation, []).append(reflection)
    return list(groups.items())


def unshared(consultation: Consultation, reader: Capacity) -> QuerySet[Reflection]:
    """The decisions in force that were not shared."""
    return (
        Reflection.objects.visible_to(reader)
        .current()
        .filter(comment__consultation=consultation, shared_at=None)
        .select_related("comment__delegation", "comment__unit")
        .order_by("comment__delegation__sort_name", "comment__number", "pk")
    )
