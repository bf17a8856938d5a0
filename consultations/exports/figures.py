"""The figures for staff as a list to take away: every figure, each crossed by position."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from consultations.deadlines import instant_words
from consultations.models import Consultation
from consultations.queries.figures import FiguresPage, Row
from documents.writing.spreadsheet import Sheet, Value
from lap_portal import clock


def marking() -> str:
    """What a file that never leaves staff bears in its first row and in its properties."""
    return _("INTERNAL: for staff")


def figures_sheet(page: FiguresPage, consultation: Consultation) -> Sheet:
    """One row for each line of each figure, as on the page."""
    return Sheet(
        name=_("Figures"),
        marking=marking(),
        notes=(
            *headed(consultation),
            _("A part includes its sub-parts, which stand below it; do not add both."),
        ),
        header=(
            _("Figure"),
            _("Line"),
            _("Comments"),
            _("Without sub-parts"),
            *(cell.label for cell in page.all.positions),
        ),
        rows=tuple(_rows(page)),
    )


def headed(consultation: Consultation) -> tuple[str, ...]:
    """The notes above a list of figures: of what, as of when, and how it is counted."""
    return (
        _("For the Presidency and the Implementation Support Unit only."),
        consultation.plan.title,
        _("Consultation %(number)d: %(title)s")
        % {"number": consultation.number, "title": consultation.title},
        _("As of %s") % instant_words(clock.now(), consultation.zone),
        counting_rule(),
    )


def counting_rule() -> str:
    """How comments are counted, in a sentence or two."""
    return _(
        "Counted are comments that stand, each once, for the delegation that submitted it. "
        "Replaced and withdrawn comments, alignments, and answers to questions are not counted."
    )


def _rows(page: FiguresPage) -> Iterator[tuple[Value, ...]]:
    yield _row(_("All"), page.all)
    for figure in (page.sections, *page.others):
        yield from (_row(figure.title, row) for row in figure.rows)


def _row(title: str, row: Row) -> tuple[Value, ...]:
    label = _("%s (not verified)") % row.label if row.is_unverified else row.label
    return (title, label, row.count, row.own, *(cell.count for cell in row.positions))
