"""What is drafted: plan, section, element, revision, action card, question, draft."""

from sections.models.drafts import Draft, DraftFootnote, DraftUnit
from sections.models.elements import (
    ActionCard,
    Descent,
    Element,
    ElementRevision,
    Footnote,
    Question,
)
from sections.models.plans import ActionPlan, Section
from sections.models.presence import Hold, Presence

__all__ = [
    "ActionCard",
    "ActionPlan",
    "Descent",
    "Draft",
    "DraftFootnote",
    "DraftUnit",
    "Element",
    "ElementRevision",
    "Footnote",
    "Hold",
    "Presence",
    "Question",
    "Section",
]
