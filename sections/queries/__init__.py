"""What pages and papers show of plans: frozen dataclasses, in a constant number of queries."""

from sections.queries.comparing import UnitFate, compare_texts, fates_since
from sections.queries.descents import Heir, Lineage, lineage_of
from sections.queries.outlines import outline_of
from sections.queries.reading import (
    draft_text,
    draft_units,
    working_text,
    working_units,
)
from sections.queries.texts import Card, ContentsLine, Note, Piece, PlanText, TextUnit

__all__ = [
    "Card",
    "ContentsLine",
    "Heir",
    "Lineage",
    "Note",
    "Piece",
    "PlanText",
    "TextUnit",
    "UnitFate",
    "compare_texts",
    "draft_text",
    "draft_units",
    "fates_since",
    "lineage_of",
    "outline_of",
    "working_text",
    "working_units",
]
