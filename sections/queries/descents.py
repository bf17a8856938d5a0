"""Following an element through a plan: what was split off from it, and what it was merged into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from delegations.capacities import Capacity
from sections.models import ActionPlan, Descent

_WITHIN_A_PLAN = (Descent.Relation.SPLIT, Descent.Relation.MERGE)


@dataclass(frozen=True, slots=True)
class Heir:
    """An element in which another lives on, and the last step that led to it."""

    element: int
    relation: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """The descents within a plan that a reader may know, by the keys of elements."""

    after: dict[int, list[tuple[int, str]]]
    before: dict[int, list[tuple[int, str]]]

    def heirs(self, element: int, *, standing: Collection[int]) -> list[Heir]:
        """
        Where the words of an element are to be looked for in a text, nearest first.

        `standing` are the elements that stand in it. The element itself comes first if it stands,
        with no relation; then what was split off from it; what it was merged into only where it
        stands no more itself.
        """
        found = [Heir(element, "")] if element in standing else []
        seen, waiting = {element}, [element]
        while waiting:
            current = waiting.pop(0)
            for heir, relation in self.after.get(current, []):
                is_kept = relation == Descent.Relation.MERGE and current in standing
                if heir in seen or is_kept:
                    continue
                seen.add(heir)
                waiting.append(heir)
                if heir in standing:
                    found.append(Heir(heir, relation))
        return found

    def forebears(self, element: int) -> list[int]:
        """The elements that an element comes from, nearest first."""
        seen, found = {element}, [element]
        for current in found:
            for forebear, _relation in self.before.get(current, []):
                if forebear not in seen:
                    seen.add(forebear)
                    found.append(forebear)
        return found[1:]


def lineage_of(plan: ActionPlan, reader: Capacity) -> Lineage:
    """The descents within a plan that a reader may know (one query)."""
    rows = (
        Descent.objects.visible_to(reader)
        .filter(ancestor__plan=plan, descendant__plan=plan, relation__in=_WITHIN_A_PLAN)
        .order_by("pk")
        .values_list("ancestor", "descendant", "relation")
    )
    after: dict[int, list[tuple[int, str]]] = defaultdict(list)
    before: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for ancestor, descendant, relation in rows:
        after[ancestor].append((descendant, relation))
        before[descendant].append((ancestor, relation))
    return Lineage(after, before)
