"""How long the words of a plan may be, and the door they come in by."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lap_portal.errors import RuleViolation
from lap_portal.text import clean_text, has_words

WORDING_LIMIT = 20_000
TITLE_LIMIT = 300


def clean_wording(text: str) -> str:
    """Return words for the text of a plan; RuleViolation where there are none."""
    cleaned = clean_text(text, limit=WORDING_LIMIT)
    if not has_words(cleaned):
        raise RuleViolation(_("A wording needs some words."))
    return cleaned
