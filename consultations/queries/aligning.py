"""The States that the speaker of a group may list as aligned."""

from __future__ import annotations

from django.db.models import QuerySet

from delegations.models import Delegation


def states_beside(speaker: Delegation) -> QuerySet[Delegation]:
    """Every State but the speaker, party or not, by name; nobody must confirm."""
    states = Delegation.objects.filter(category=Delegation.Category.STATE, merged_into=None)
    return states.exclude(pk=speaker.pk).only("pk", "name", "sort_name", "category")
