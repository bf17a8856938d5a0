"""A draft becomes a paper: its words with the masthead of a conference paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils import translation
from django.utils.formats import date_format

from documents.outline import Kind, Unit
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
REISSUE_LINES = {
    "ar": "أعيد إصدارها لأسباب فنية في %s.",
    "zh-hans": "由于技术原因于%s重新印发。",
    "en": "Reissued for technical reasons on %s.",
    "fr": "Nouveau tirage pour raisons techniques (%s).",
    "ru": "Переиздано по техническим причинам %s.",
    "es": "Publicado nuevamente por razones técnicas el %s.",
}
DATE_FORMATS = {"zh-hans": "Y年n月j日", "ru": "j E Y г.", "es": r"j \d\e F \d\e Y"}


def draft_paper(draft: Draft) -> Paper:
    """
    Return an issued draft as a paper, read from its own rows.

    What the title block says itself is not said again, but the date in it gives way to the one
    that the draft bears. A symbol stands there only once given. A draft that was withdrawn or
    adopted says so in its corner and at a star, and oral amendments stand at its end.
    """
    text = draft_text(draft)
    outline = outline_of(text)
    block = [line for line in front_lines(Paper(Masthead(), outline)) if line.is_title_line]
    said = {line.role for line in block}
    dated = _written_date(draft)
    masthead = Masthead(
        symbol=draft.symbol,
        advance_line=" – ".join(_corner(draft)),
        date_text="" if FrontRole.DATE in said else dated,
        language_line="" if FrontRole.LANGUAGE in said else LANGUAGE_LINES[draft.language],
        title=draft.title,
        submitted_by="" if FrontRole.SUBMITTED in said else "Submitted by the President",
        reissue_note=" ".join(_star_notes(draft)),
    )
    outline = replace(outline, units=(*outline.units, *_amendments(draft)))
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


def _star_notes(draft: Draft) -> Iterator[str]:
    """What the note at the star of a paper says: that it was reissued, withdrawn or adopted."""
    if draft.reissues_id is not None:
        yield REISSUE_LINES[draft.language] % _written_date(draft)
    if draft.withdrawn_at is not None:
        day = _written(draft, draft.withdrawn_at.date())
        yield f"Withdrawn on {day}: {' '.join(draft.withdrawal_reason.split())}"
    yield from (f"{words}." for words in _adoption(draft))


def _corner(draft: Draft) -> Iterator[str]:
    """What stands above everything: that it is no final version, its name, what became of it."""
    yield Masthead().advance_line
    if draft.designation:
        yield draft.designation
    if draft.withdrawn_at is not None:
        yield f"Withdrawn on {_written(draft, draft.withdrawn_at.date())}"
    yield from _adoption(draft)


def _adoption(draft: Draft) -> Iterator[str]:
    if draft.adopted_on is not None:
        amended = ", as orally amended" if draft.oral_amendments else ""
        yield f"Adopted on {_written(draft, draft.adopted_on)}{amended}"


def _amendments(draft: Draft) -> Iterator[Unit]:
    """The oral amendments with which a draft was adopted, below its text."""
    if draft.oral_amendments:
        yield Unit(Kind.HEADING, "", "Oral amendments")
    for line in filter(str.strip, draft.oral_amendments.splitlines()):
        yield Unit(Kind.PARAGRAPH, "", line)


def _written_date(draft: Draft) -> str:
    return _written(draft, draft.dated)


def _written(draft: Draft, day: date) -> str:
    """Return a date as the language of a draft writes it, as in "29 June 2020"."""
    with translation.override(draft.language):
        return date_format(day, DATE_FORMATS.get(draft.language, "j F Y"))
