"""The figures for staff as lists to take away: crossed by position, and who spoke where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass

from django.utils.translation import gettext as _

from consultations.deadlines import instant_words
from consultations.models import Consultation
from consultations.queries.figures import FiguresPage, Row
from consultations.queries.speaking import Speaker, SpeakingPage
from documents.writing.spreadsheet import Sheet, Value
from lap_portal import clock


@dataclass(frozen=True, slots=True)
class About:
    """Who may read figures, of what they are, as of when, and how they are counted: in words."""

    readers: str
    plan: str
    consultation: str
    as_of: str
    rule: str


def figures_sheet(page: FiguresPage, consultation: Consultation) -> Sheet:
    """One row for each line of each figure, as on the page."""
    positions = (cell.label for cell in page.all.positions)
    return Sheet(
        name=_("Figures"),
        marking=_marking(),
        notes=_notes(consultation),
        header=(_("Figure"), _("Line"), _("Comments"), _("Without sub-parts"), *positions),
        rows=tuple(_rows(page)),
    )


def speaking_sheet(page: SpeakingPage, consultation: Consultation) -> Sheet:
    """One row for each delegation that spoke, one column for each section, as on the page."""
    facts = (_("Delegation"), _("Category of delegation"), _("Regional group"), _("Comments"))
    counts = (cell.count for cell in page.sums)
    sums: tuple[Value, ...] = (_("All comments"), "", "", page.all.count, *counts)
    return Sheet(
        name=_("Who spoke where"),
        marking=_marking(),
        notes=_notes(consultation),
        header=(*facts, *(place.label for place in page.places)),
        rows=(sums, *(_spoken(speaker) for speaker in page.speakers)),
    )


def about_figures(consultation: Consultation) -> About:
    """What stands above the figures of a consultation as they are now, on pages and in files."""
    return About(
        readers=_("Internal: for the Presidency and the Implementation Support Unit only."),
        plan=consultation.plan.title,
        consultation=_("Consultation %(number)d: %(title)s")
        % {"number": consultation.number, "title": consultation.title},
        as_of=_("As of %s") % instant_words(clock.now(), consultation.zone),
        rule=_(
            "Counted are comments that stand, each once, for the delegation that submitted it. "
            "Replaced and withdrawn comments, alignments, and answers to questions are not "
            "counted. A part includes its sub-parts, which stand after it: do not add both."
        ),
    )


def _marking() -> str:
    return _("INTERNAL: for staff")


def _notes(consultation: Consultation) -> tuple[str, ...]:
    return astuple(about_figures(consultation))


def _rows(page: FiguresPage) -> Iterator[tuple[Value, ...]]:
    yield _row(_("All"), page.all)
    for figure in (page.sections, *page.others):
        yield from (_row(figure.title, row) for row in figure.rows)


def _row(title: str, row: Row) -> tuple[Value, ...]:
    label = _verified(row.label, is_unverified=row.is_unverified)
    return (title, label, row.count, row.own, *(cell.count for cell in row.positions))


def _spoken(speaker: Speaker) -> tuple[Value, ...]:
    delegation = speaker.delegation
    group = str(delegation.get_regional_group_display())
    is_unverified = bool(group) and not delegation.regional_group_source
    return (
        delegation.name,
        str(delegation.get_category_display()),
        _verified(group, is_unverified=is_unverified),
        speaker.all.count,
        *(cell.count for cell in speaker.cells),
    )


def _verified(words: str, *, is_unverified: bool) -> str:
    return _("%s (not verified)") % words if is_unverified else words
