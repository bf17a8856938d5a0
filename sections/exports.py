"""A draft becomes a paper: its words with the masthead of a conference paper."""

from __future__ import annotations

from django.utils import translation
from django.utils.formats import date_format

from documents.writing.paper import FrontRole, Masthead, Paper, front_lines
from sections.models import Draft
from sections.queries.outlines import outline_of
from sections.queries.reading import draft_text

LANGUAGE_LINES = {
    "ar": "بالعربية فقط",
    "zh-hans": "仅有中文",
    "en": "English only",
    "fr": "Français seulement",
    "ru": "Только на русском языке",
    "es": "Español únicamente",
}


def draft_paper(draft: Draft) -> Paper:
    """
    Return an issued draft as a paper, read from its own rows.

    What the title block says itself is not said again. A symbol stands there only once given.
    """
    text = draft_text(draft)
    outline = outline_of(text)
    said = {line.role for line in front_lines(Paper(Masthead(), outline)) if line.is_title_line}
    masthead = Masthead(
        symbol=draft.symbol,
        date_text="" if FrontRole.DATE in said else _written_date(draft),
        language_line="" if FrontRole.LANGUAGE in said else LANGUAGE_LINES[draft.language],
        title=draft.title,
        submitted_by="" if FrontRole.SUBMITTED in said else "Submitted by the President",
    )
    references = tuple(unit.reference for unit in text.units)
    return Paper(masthead, outline, references, digest=draft.digest, issued_at=draft.issued_at)


def draft_file_name(draft: Draft) -> str:
    """Return the name, without ending, under which a draft is downloaded: "lap-draft-2"."""
    return f"{draft.plan.slug}-draft-{draft.number}"


def _written_date(draft: Draft) -> str:
    """Return the draft's date in the draft's language, as in "29 June 2020"."""
    with translation.override(draft.language):
        return date_format(draft.dated, "j F Y")
