"""What pages and papers show of plans: frozen dataclasses, in a constant number of queries."""

from sections.queries.comparing import DraftComparison, compare_drafts, compare_texts
from sections.queries.reading import draft_text, working_text
from sections.queries.texts import (
    Card,
    ContentsLine,
    Note,
    Piece,
    PlanText,
    TextSection,
    TextUnit,
)

__all__ = [
    "Card",
    "ContentsLine",
    "DraftComparison",
    "Note",
    "Piece",
    "PlanText",
    "TextSection",
    "TextUnit",
    "compare_drafts",
    "compare_texts",
    "draft_text",
    "working_text",
]
