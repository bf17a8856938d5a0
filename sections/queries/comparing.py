"""Compares the units of two texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from documents.compare import DraftedUnit, UnitChange, compare_units
from sections.models import Draft
from sections.queries.reading import draft_units
from sections.queries.texts import PlanText, TextUnit


def compare_texts(old: PlanText, new: PlanText) -> list[UnitChange]:
    """Compare two texts unit by unit."""
    return compare_units(drafted_units(old.units), drafted_units(new.units))


@dataclass(frozen=True, slots=True)
class UnitFate:
    """
    What became of one unit since an earlier draft.

    `unit` is as it stands now, or as it stood where `change` says it was deleted; `before` is as it
    stood in that draft, None where it was added since.
    """

    unit: TextUnit
    before: TextUnit | None
    change: UnitChange


def fates_since(draft: Draft, text: PlanText) -> list[UnitFate]:
    """What became of every unit since a draft, in the order of the text now (one query)."""
    old, new = draft_units(draft), text.units
    fates = []
    for change in compare_units(drafted_units(old), drafted_units(new)):
        before = None if change.old_place is None else old[change.old_place]
        now = None if change.new_place is None else new[change.new_place]
        if unit := now or before:
            fates.append(UnitFate(unit, before, change))
    return fates


def drafted_units(units: Iterable[TextUnit]) -> list[DraftedUnit]:
    """The units as the comparison knows them."""
    return [DraftedUnit(u.uid, u.kind, u.reference, u.text, u.section_path) for u in units]
