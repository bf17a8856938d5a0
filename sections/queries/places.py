"""Where a unit stands in a text, as one says it to move it."""

from __future__ import annotations

from documents.outline import Kind
from sections.queries.texts import PlanText, TextUnit


def standing_place(text: PlanText, unit: TextUnit) -> tuple[str, bool]:
    """
    Return the uid of what a unit goes after, "" at the very beginning, and False.

    For a heading that is the one of the section before its own, beside it; or, with True, that of
    the section in which its own is the first.
    """
    before = text.units[: text.units.index(unit)]
    if unit.kind is not Kind.HEADING:
        return (before[-1].uid if before else ""), False
    above = unit.section_uids.removesuffix(f"{unit.section_uid}/")
    headings = [u for u in before if u.kind is Kind.HEADING]
    beside = [u.uid for u in headings if u.section_uids == f"{above}{u.section_uid}/"]
    if beside:
        return beside[-1], False
    return next((u.uid for u in headings if u.section_uids == above), ""), bool(above)
