"""The desk: what was submitted, in the order of the text, narrowed, counted, found, printed."""

from consultations.queries.desk.counting import Facet, Option
from consultations.queries.desk.filters import FRONT, NAMES, Filters
from consultations.queries.desk.pages import (
    DeskEntry,
    DeskGroup,
    DeskPage,
    answers_page,
    desk_page,
    neighbours,
)
from consultations.queries.desk.printing import PrintedSection, printed_section
from consultations.queries.desk.record import headings_of, points_resting_on, standing_comments

__all__ = [
    "FRONT",
    "NAMES",
    "DeskEntry",
    "DeskGroup",
    "DeskPage",
    "Facet",
    "Filters",
    "Option",
    "PrintedSection",
    "answers_page",
    "desk_page",
    "headings_of",
    "neighbours",
    "points_resting_on",
    "printed_section",
    "standing_comments",
]
