"""The synthesis as a paper, and the formats in which papers leave the portal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from consultations.models import Consultation, Synthesis
from consultations.queries.synthesis import points_paper, synthesis_outline
from documents.outline import Outline
from documents.writing.paper import Masthead, Paper
from documents.writing.pdf import write_pdf
from documents.writing.text import write_text
from documents.writing.word import write_word
from sections.exports import LANGUAGE_LINES


@dataclass(frozen=True, slots=True)
class Format:
    """A format a paper is written in: the end of the file's name, its type, and the writer."""

    extension: str
    content_type: str
    write: Callable[[Paper], bytes]


def _pdf(paper: Paper) -> bytes:
    return write_pdf(paper).data


def _plain_text(paper: Paper) -> bytes:
    return write_text(paper).encode()


WORD = Format(
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    write_word,
)
PDF = Format("pdf", "application/pdf", _pdf)
PLAIN_TEXT = Format("txt", "text/plain; charset=utf-8", _plain_text)
FORMATS = {each.extension: each for each in (WORD, PDF, PLAIN_TEXT)}


def synthesis_paper(synthesis: Synthesis) -> Paper:
    """An issued synthesis as it goes out: no author, no source, no count."""
    outline = synthesis_outline(synthesis)
    with override(outline.language):
        written = date_format(synthesis.dated, "j F Y")
    masthead = Masthead(
        symbol=synthesis.symbol,
        date_text=written,
        language_line=LANGUAGE_LINES[outline.language],
    )
    return Paper(
        masthead=masthead,
        outline=_submitted(outline),
        digest=synthesis.digest,
        issued_at=synthesis.issued_at,
    )


def unissued_paper(consultation: Consultation) -> Paper:
    """The points as they stand, for staff: a paper that says it was not issued."""
    outline = points_paper(consultation, title=_("Synthesis")).outline
    masthead = Masthead(
        advance_line=_("Advance version, not issued"),
        language_line=LANGUAGE_LINES[outline.language],
    )
    return Paper(masthead=masthead, outline=_submitted(outline))


def _submitted(outline: Outline) -> Outline:
    """Name the President as who submits, under the title: a line of the title block."""
    return replace(outline, title_lines=(*outline.title_lines, "Submitted by the President"))
