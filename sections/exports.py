"""A draft becomes a paper: its words with the masthead of a conference paper."""

from __future__ import annotations

from dataclasses import replace

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
DATE_FORMATS = {"zh-hans": "Y年n月j日", "ru": "j E Y г.", "es": r"j \d\e F \d\e Y"}


def draft_paper(draft: Draft) -> Paper:
    """
    Return an issued draft as a paper, read from its own rows.

    What the title block says itself is not said again, but the date in it gives way to the one
    that the draft bears. A symbol stands there only once given.
    """
    text = draft_text(draft)
    outline = outline_of(text)
    block = [line for line in front_lines(Paper(Masthead(), outline)) if line.is_title_line]
    said = {line.role for line in block}
    dated = _written_date(draft)
    masthead = Masthead(
        symbol=draft.symbol,
        advance_line=" – ".join(filter(None, [Masthead().advance_line, draft.designation])),
        date_text="" if FrontRole.DATE in said else dated,
        language_line="" if FrontRole.LANGUAGE in said else LANGUAGE_LINES[draft.language],
        title=draft.title,
        submitted_by="" if FrontRole.SUBMITTED in said else "Submitted by the President",
    )
    return Paper(
        masthead,
        replace(
            outline,
            title_lines=tuple(dated if x.role is FrontRole.DATE else x.text for x in block),
        ),
        references=tuple(unit.reference for unit in text.units),
        digest=draft.digest,
        issued_at=draft.issued_at,
    )


def draft_file_name(draft: Draft) -> str:
    """Return the name, without ending, under which a draft is downloaded: "lap-draft-2"."""
    return f"{draft.plan.slug}-draft-{draft.number}"


def _written_date(draft: Draft) -> str:
    """Return the draft's date as its language writes it, as in "29 June 2020"."""
    with translation.override(draft.language):
        return date_format(draft.dated, DATE_FORMATS.get(draft.language, "j F Y"))
