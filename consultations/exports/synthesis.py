"""The synthesis as a paper: issued, and as its points stand."""

from __future__ import annotations

from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from consultations.models import Consultation, Synthesis
from consultations.queries.synthesis import points_paper, synthesis_outline
from delegations.capacities import Capacity
from documents.outline import Outline
from documents.writing.paper import Masthead, Paper
from sections.exports import LANGUAGE_LINES


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


def unissued_paper(consultation: Consultation, reader: Capacity) -> Paper:
    """The points as they stand, for staff: a paper that says it was not issued."""
    outline = points_paper(consultation, reader, title=_("Synthesis")).outline
    masthead = Masthead(
        advance_line=_("Advance version, not issued"),
        language_line=LANGUAGE_LINES[outline.language],
    )
    return Paper(masthead=masthead, outline=_submitted(outline))


def _submitted(outline: Outline) -> Outline:
    """Name the President as who submits, under the title: a line of the title block."""
    return replace(outline, title_lines=(*outline.title_lines, "Submitted by the President"))
