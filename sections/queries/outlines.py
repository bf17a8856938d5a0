"""Texts as outlines: for papers that go out, and to compare with papers that come in."""

from __future__ import annotations

from documents.outline import Footnote, Outline, Unit
from sections.queries.texts import PlanText


def outline_of(text: PlanText) -> Outline:
    """A text as an outline, whose units carry their uids; numbers are those printed."""
    places = {unit.uid: place for place, unit in enumerate(text.units)}
    units = tuple(
        Unit(
            kind=unit.kind,
            section=unit.section_path,
            text=unit.text,
            number=unit.number or None,
            emphasis=unit.emphases,
            lead=places.get(unit.lead_uid),
            level=unit.level,
            uid=unit.uid,
        )
        for unit in text.units
    )
    footnotes = tuple(
        Footnote(note.mark, note.text, places.get(note.unit_uid), note.offset)
        for note in text.footnotes
    )
    return Outline(text.title_lines, units, footnotes, language=text.language)
