"""A paper in our own words that has everything papers have."""

from dataclasses import replace
from datetime import UTC, datetime

from documents.outline import Emphasis, Footnote, Kind, Outline, Unit
from documents.writing.paper import Masthead, Paper

TITLE_LINES = (
    "Review Conference of an Imaginary Convention",
    "12 March 2031",
    "English only",
    "Second Preparatory Meeting for the Review Conference",
    "Geneva, 2 April 2031",
    "Item 4 (b) of the provisional agenda",
    "Preparation of the documents of the Review Conference",
    "Draft elements for a plan of work",
    "Submitted by the President of the Review Conference",
)


def make_outline(**changes):
    units = [
        Unit(
            Kind.PARAGRAPH,
            "",
            "This paper gathers what was said in the spring and asks for views on it, so that the "
            "next draft can rest on more of them.",
            "1",
        ),
        Unit(Kind.HEADING, "I", "Where matters stand", uid="h0000001"),
        Unit(
            Kind.PARAGRAPH,
            "I",
            "The plan should be short, and its actions should be measurable in practice.",
            "2",
            emphasis=(Emphasis(52, 62),),
            uid="p0000001",
        ),
        Unit(Kind.PARAGRAPH, "I", "The following suggestions were made:", "3"),
        Unit(Kind.SUGGESTION, "I", "A part on learning from each other;", lead=3, uid="s0000001"),
        Unit(Kind.SUGGESTION, "I", "One part for each of two tasks:", lead=3),
        Unit(Kind.SUGGESTION, "I", "Finding what lies in the ground;", lead=3, level=1),
        Unit(Kind.SUGGESTION, "I", "Telling people about it;", lead=3, level=1),
        Unit(Kind.SUGGESTION, "I", "A part on the way meetings are held.", lead=3),
        Unit(Kind.HEADING, "II", "What the plan could say"),
        Unit(Kind.HEADING, "II.A", "Helping each other", level=1),
        Unit(Kind.LIST_HEADING, "II.A", "General considerations for the opening may include:"),
        Unit(Kind.CONSIDERATION, "II.A", "Help is worth most where it is asked for.", lead=11),
        Unit(Kind.LIST_HEADING, "II.A", "Possible actions may include:"),
        Unit(Kind.ACTION, "II.A", "Name a person to turn to in each capital;", lead=13),
        Unit(Kind.ACTION, "II.A", "Meet once a year to compare notes.", lead=13, uid="a0000001"),
        Unit(Kind.PARAGRAPH, "II.A", "Questions:", "4"),
        Unit(Kind.QUESTION, "II.A", "What is missing from this list?", lead=16),
        Unit(Kind.QUESTION, "II.A", "Which of the actions would you drop?", lead=16),
        Unit(Kind.HEADING, "II.B", "Telling what was done", level=1),
        Unit(Kind.PARAGRAPH, "II.B", "Reports are read more often when they are short.", "5"),
    ]
    outline = {
        "title_lines": TITLE_LINES,
        "units": tuple(units),
        "footnotes": (
            Footnote("*", "Reissued for technical reasons on 14 March 2031."),
            Footnote("1", "Counted at the end of the year before.", 2, 24),
            Footnote("2", "In any of the six languages.", 20, 48),
        ),
    }
    return Outline(**{**outline, **changes})


def make_paper(**changes):
    paper = {
        "masthead": Masthead(),
        "outline": make_outline(),
        "digest": "sha256:0123abcd",
        "issued_at": datetime(2031, 3, 12, 9, 30, tzinfo=UTC),
    }
    return Paper(**{**paper, **changes})


def make_masthead(**changes):
    masthead = {
        "symbol": "IMG/CONF/2031/WP.1",
        "distribution": "Distr.: Limited",
        "date_text": "12 March 2031",
        "language_line": "Original: English",
        "advance_line": "",
        "body_lines": ("Review Conference of an Imaginary Convention",),
        "meeting_lines": (
            "Second Preparatory Meeting for the Review Conference",
            "Geneva, 2 April 2031",
        ),
        "agenda_item": "Item 4 (b) of the provisional agenda",
        "agenda_title": "Preparation of the documents of the Review Conference",
        "title": "Draft elements for a plan of work",
        "submitted_by": "Submitted by the President of the Review Conference",
    }
    return Masthead(**{**masthead, **changes})


def without_lines(outline):
    """Forget what depends on the file that an outline was read from."""
    return replace(outline, units=tuple(replace(unit, line=0) for unit in outline.units))
