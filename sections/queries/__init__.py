"""What pages and papers show of plans: frozen dataclasses, in a constant number of queries."""

from sections.queries.comparing import (
    DraftComparison,
    UnitFate,
    compare_drafts,
    compare_texts,
    fates_since,
)
from sections.queries.history import Act, ElementHistory, Relative, Wording, element_history
from sections.queries.outlines import draft_outline, outline_of, working_outline
from sections.queries.reading import draft_text, draft_units, working_text
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
    "Act",
    "Card",
    "ContentsLine",
    "DraftComparison",
    "ElementHistory",
    "Note",
    "Piece",
    "PlanText",
    "Relative",
    "TextSection",
    "TextUnit",
    "UnitFate",
    "Wording",
    "compare_drafts",
    "compare_texts",
    "draft_outline",
    "draft_text",
    "draft_units",
    "element_history",
    "fates_since",
    "outline_of",
    "working_outline",
    "working_text",
]
