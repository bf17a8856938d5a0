"""What is corrected in an outline before it is stored: kinds, places, sections; never words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from documents.outline import Doubt, Footnote, Kind, Outline, Unit
from lap_portal.errors import RuleViolation
from sections.numbering import Place, cite
from sections.outlines import opened_sections


@dataclass(frozen=True, slots=True)
class Correction:
    """
    What one unit is to be: its kind, the path of its section, and its place among all.

    For a heading, `section` is the path of the section it opens. Places are compared, so that 12.5
    stands between 12 and 13; equal ones keep the order of the paper.
    """

    kind: Kind
    section: str
    order: float


def correct_outline(outline: Outline, corrections: Sequence[Correction]) -> Outline:
    """
    Return the outline with a correction for each of its units applied; no word changes.

    A unit whose section was changed goes to the end of that section; every other one belongs to
    the heading it stands behind. Items keep their lead where it still leads them, and otherwise
    hang under what stands before them. Raises RuleViolation where sections do not nest, or where
    none has the path given.
    """
    ordered = sorted(range(len(corrections)), key=lambda place: corrections[place].order)
    units = [_corrected(outline.units[p], corrections[p]) for p in range(len(corrections))]
    ordered = _with_changed_sections(outline, units, ordered)
    settled = _settled([units[place] for place in ordered])
    now_at = {place: now for now, place in enumerate(ordered)}
    settled = _hung(outline.units, settled, ordered, now_at)
    footnotes = tuple(_footnote(note, now_at) for note in outline.footnotes)
    return replace(outline, units=tuple(settled), footnotes=footnotes)


def numbering_doubts(outline: Outline) -> list[Doubt]:
    """Return a doubt for each paragraph that the portal will number otherwise than the paper."""
    citations = cite(Place(u.kind, u.section, u.lead, u.level) for u in outline.units)
    return [
        Doubt(unit.line, _numbering_message(unit, citation.number))
        for unit, citation in zip(outline.units, citations, strict=True)
        if unit.kind is Kind.PARAGRAPH and unit.number != citation.number
    ]


def all_doubts(outline: Outline) -> list[Doubt]:
    """Return what the reader was unsure of and what will be numbered otherwise, by line."""
    return sorted([*outline.warnings, *numbering_doubts(outline)], key=lambda doubt: doubt.line)


def _numbering_message(unit: Unit, number: str) -> str:
    if unit.number is None:
        return _("This paragraph has no number in the paper; it will be paragraph %(number)s.") % {
            "number": number
        }
    return _("Paragraph %(printed)s of the paper will be paragraph %(number)s.") % {
        "printed": unit.number,
        "number": number,
    }


def _corrected(unit: Unit, correction: Correction) -> Unit:
    kept = unit.kind is correction.kind
    return replace(
        unit,
        kind=correction.kind,
        section=correction.section,
        number=unit.number if kept else None,
        level=unit.level if kept or unit.kind.is_bullet and correction.kind.is_bullet else 0,
    )


def _with_changed_sections(
    outline: Outline, units: Sequence[Unit], ordered: list[int]
) -> list[int]:
    """Return the order in which units stand at the end of the section they were given."""
    paths = {units[p].section for p in ordered if units[p].kind is Kind.HEADING}
    for place in list(ordered):
        unit = units[place]
        if unit.kind is Kind.HEADING or unit.section == outline.units[place].section:
            continue
        if unit.section and unit.section not in paths:
            raise RuleViolation(
                _("“%(words)s” is put into section %(path)s, which no heading opens.")
                % {"words": unit.text[:60], "path": unit.section}
            )
        if _path_at(units, ordered, place) != unit.section:
            ordered = _moved(units, ordered, place)
    return ordered


def _path_at(units: Sequence[Unit], ordered: Sequence[int], place: int) -> str:
    """Return the path of the section in which a unit stands by its order."""
    before = ordered[: ordered.index(place)]
    return next((units[p].section for p in reversed(before) if units[p].kind is Kind.HEADING), "")


def _moved(units: Sequence[Unit], ordered: Sequence[int], place: int) -> list[int]:
    """Return the order with one unit at the end of what stands in its section itself."""
    rest = [p for p in ordered if p != place]
    path, end = "", 0
    for at, other in enumerate(rest):
        if units[other].kind is Kind.HEADING:
            path = units[other].section
        if path == units[place].section:
            end = at + 1
    return [*rest[:end], place, *rest[end:]]


def _settled(units: Sequence[Unit]) -> list[Unit]:
    """Give units the section they stand in, and headings their depth."""
    opened = opened_sections(units)
    path = ""
    settled = []
    for place, unit in enumerate(units):
        if unit.kind is Kind.HEADING:
            path = unit.section
            settled.append(replace(unit, level=opened[place].depth, lead=None))
        else:
            level = unit.level if unit.kind.is_bullet else 0
            settled.append(replace(unit, section=path, level=level))
    return settled


def _hung(
    before: Sequence[Unit], units: Sequence[Unit], ordered: Sequence[int], now_at: dict[int, int]
) -> list[Unit]:
    """Hang each item under its old lead where that still leads it, else under what precedes it."""
    hung: list[Unit] = []
    for now, unit in enumerate(units):
        old = before[ordered[now]]
        lead = None
        if unit.kind.is_bullet:
            lead = now_at[old.lead] if old.lead is not None else None
            if lead is None or not _leads(units, lead, now):
                was_free = old.kind.is_bullet and old.lead is None
                lead = None if was_free else _lead_before(hung)
        hung.append(replace(unit, lead=lead))
    return hung


def _leads(units: Sequence[Unit], lead: int, item: int) -> bool:
    """Whether a unit can lead an item: before it, in its section, and no item itself."""
    unit = units[lead]
    can_lead = unit.kind in {Kind.PARAGRAPH, Kind.LIST_HEADING}
    return can_lead and lead < item and unit.section == units[item].section


def _lead_before(units: Sequence[Unit]) -> int | None:
    """Return what an item after these units hangs under; nothing right after a heading."""
    if not units or units[-1].kind is Kind.HEADING:
        return None
    return units[-1].lead if units[-1].kind.is_bullet else len(units) - 1


def _footnote(note: Footnote, now_at: dict[int, int]) -> Footnote:
    return note if note.unit is None else replace(note, unit=now_at[note.unit])
