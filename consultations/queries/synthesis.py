"""The points of a synthesis as a paper, and an issued synthesis read back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from consultations.models import Consultation, Point, Synthesis
from consultations.queries.phrasing import phrases_of
from delegations.capacities import Capacity
from documents.outline import Kind, Outline, Unit
from documents.writing.paper import heading_label
from sections.models import DraftUnit

BULLETS = (
    Point.Becomes.CONSIDERATION,
    Point.Becomes.PRINCIPLE,
    Point.Becomes.ACTION,
    Point.Becomes.SUGGESTION,
    Point.Becomes.QUESTION,
)


@dataclass(frozen=True, slots=True)
class PointsPaper:
    """A paper made of points; `points` says for each unit which point it states, if any."""

    outline: Outline
    points: tuple[Point | None, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What a page shows as one: a heading, a paragraph, or a whole list of items."""

    label: str
    text: str
    level: int
    is_heading: bool
    items: tuple[str, ...] = ()


def blocks_of(outline: Outline) -> list[Block]:
    """A paper as a page shows it: neighbouring items make one list."""
    blocks: list[Block] = []
    for is_list, units in groupby(outline.units, key=lambda unit: unit.kind.is_bullet):
        if is_list:
            blocks.append(Block("", "", 0, False, tuple(unit.text for unit in units)))
            continue
        blocks += [_block(unit) for unit in units]
    return blocks


def _block(unit: Unit) -> Block:
    is_heading = unit.kind is Kind.HEADING
    label = heading_label(unit.section) if is_heading else unit.number or ""
    return Block(label, unit.text, unit.level, is_heading)


def points_paper(consultation: Consultation, reader: Capacity, *, title: str) -> PointsPaper:
    """
    Lay the standing points out as a paper, in the order of the draft's sections.

    In each section the narrative comes first as numbered paragraphs, then a list per kind, the
    questions last. Sections without a point appear only above one that has. A point whose phrase is
    for staff only is in no paper (three queries).
    """
    headings = list(
        consultation.draft.units.filter(kind=Kind.HEADING).with_wording().order_by("order")
    )
    points = Point.objects.visible_to(reader).standing().filter(consultation=consultation)
    staff = [rule.code for rule in phrases_of(consultation.plan, reader) if rule.is_for_staff]
    points = points.exclude(phrase__in=staff)
    by_section: dict[int | None, list[Point]] = {}
    for point in points.order_by("order", "pk"):
        by_section.setdefault(point.section_id, []).append(point)
    layout = _Layout()
    layout.write_points(by_section.get(None, []), section="")
    for heading in headings:
        if _is_needed(heading, headings, by_section):
            layout.write_heading(heading)
            layout.write_points(by_section.get(heading.pk, []), section=heading.section_path)
    outline = Outline(
        title_lines=(consultation.draft.title, title),
        units=tuple(layout.units),
        language=consultation.draft.language,
    )
    return PointsPaper(outline, tuple(layout.points))


def synthesis_outline(synthesis: Synthesis) -> Outline:
    """
    An issued synthesis as a paper, exactly as it was issued (one query).

    Its first line is the title of the draft consulted on, which was written once; that of the plan
    may have changed since.
    """
    return Outline(
        title_lines=(synthesis.consultation.draft.title, synthesis.title),
        units=tuple(
            Unit(
                kind=Kind(unit.kind),
                section=unit.section_path,
                text=unit.text,
                number=unit.number or None,
                lead=unit.lead,
                level=unit.level,
            )
            for unit in synthesis.units.order_by("order")
        ),
        language=synthesis.language,
    )


def _is_needed(
    heading: DraftUnit, headings: list[DraftUnit], by_section: dict[int | None, list[Point]]
) -> bool:
    return any(
        other.pk in by_section and other.section_uids.startswith(heading.section_uids)
        for other in headings
    )


class _Layout:
    """Gathers the units of the paper, each with its point, numbering paragraphs as it goes."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.points: list[Point | None] = []
        self.paragraphs = 0

    def write_heading(self, heading: DraftUnit) -> None:
        """Write the heading of a section, with the words it has in the draft."""
        self._write(
            Unit(Kind.HEADING, heading.section_path, heading.revision.text, level=heading.level),
            None,
        )

    def write_points(self, points: list[Point], *, section: str) -> None:
        """Write the points of a section: narrative, then a list for each other kind."""
        for point in points:
            if point.becomes == Point.Becomes.NARRATIVE:
                self.paragraphs += 1
                number = str(self.paragraphs)
                self._write(Unit(Kind.PARAGRAPH, section, point.text, number=number), point)
        bullets = [point for point in points if point.becomes in BULLETS]
        bullets.sort(key=lambda point: BULLETS.index(point.becomes))
        for becomes, items in groupby(bullets, key=lambda point: point.becomes):
            lead = len(self.units)
            self._write(Unit(Kind.LIST_HEADING, section, list_headings()[becomes]), None)
            for point in items:
                self._write(Unit(Kind(becomes), section, point.text, lead=lead), point)

    def _write(self, unit: Unit, point: Point | None) -> None:
        self.units.append(unit)
        self.points.append(point)


def list_headings() -> dict[str, str]:
    """The words over each list of a synthesis."""
    return {
        Point.Becomes.CONSIDERATION: _("Considerations for the chapeau:"),
        Point.Becomes.PRINCIPLE: _("Principles put forward:"),
        Point.Becomes.ACTION: _("Actions put forward:"),
        Point.Becomes.SUGGESTION: _("Suggestions made:"),
        Point.Becomes.QUESTION: _("Questions for discussion:"),
    }
