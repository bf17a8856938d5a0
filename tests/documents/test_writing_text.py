from dataclasses import replace
from pathlib import Path

import pytest

from documents.outline import Emphasis, Footnote, Kind, Unit
from documents.reading import read_paper_here
from documents.writing.paper import Masthead, Paper, front, front_lines
from documents.writing.text import write_text
from documents.writing.word import write_word
from tests.documents.sample_paper import (
    TITLE_LINES,
    make_masthead,
    make_outline,
    make_paper,
    without_lines,
)

REAL_PAPER = Path(__file__).parents[3] / "shared" / "documents" / "elements-lap-2020-06-18.txt"


def read(text):
    return without_lines(read_paper_here(text.encode(), file_name="paper.txt"))


def without_uids(outline):
    return replace(outline, units=tuple(replace(unit, uid="") for unit in outline.units))


def test_a_text_read_back_is_the_same_outline():
    assert read(write_text(make_paper())) == without_uids(make_outline())


@pytest.mark.skipif(not REAL_PAPER.exists(), reason="The real paper is not beside the project.")
@pytest.mark.parametrize("write", [write_text, write_word])
def test_the_real_paper_survives_being_written_and_read(write):
    outline = without_lines(read_paper_here(REAL_PAPER.read_bytes(), file_name="paper.txt"))
    written = write(Paper(Masthead(), outline))

    if isinstance(written, str):
        again = read_paper_here(written.encode(), file_name="paper.txt")
    else:
        again = read_paper_here(written, file_name="paper.docx")

    assert replace(without_lines(again), warnings=()) == replace(outline, warnings=())


def test_labels_numbers_and_bullets_are_printed_as_papers_print_them():
    blocks = write_text(make_paper()).split("\n\n")

    assert "II. What the plan could say" in blocks
    assert "A. Helping each other" in blocks
    assert "4. Questions:" in blocks
    assert "- Meet once a year to compare notes." in blocks
    assert "    - Telling people about it;" in blocks


def test_stars_within_words_are_not_taken_for_italics():
    units = (
        Unit(Kind.HEADING, "I", "Part"),
        Unit(Kind.PARAGRAPH, "I", "Two * three * four, and this.", "1", (Emphasis(24, 28),)),
    )

    again = read(write_text(make_paper(outline=make_outline(units=units, footnotes=()))))

    assert again.units == units


def test_without_a_title_block_the_masthead_stands_first():
    paper = make_paper(outline=make_outline(title_lines=()), masthead=make_masthead())

    first = write_text(paper).split("\n\n")[:3]

    assert first == [
        "IMG/CONF/2031/WP.1",
        "Review Conference of an Imaginary Convention",
        "Distr.: Limited",
    ]


def test_the_lines_of_a_masthead_stand_in_the_order_of_a_conference_paper():
    paper = make_paper(outline=make_outline(title_lines=()), masthead=make_masthead())

    roles = [line.role for line in front_lines(paper)]

    assert roles == [
        "symbol",
        "body",
        "distribution",
        "date",
        "language",
        "meeting",
        "meeting",
        "agenda",
        "agenda_title",
        "title",
        "submitted",
    ]


def test_each_line_of_a_title_block_is_known_for_what_it_is():
    roles = [line.role for line in front_lines(make_paper()) if line.is_title_line]

    assert roles == [
        "body",
        "date",
        "language",
        "meeting",
        "meeting",
        "agenda",
        "agenda_title",
        "title",
        "submitted",
    ]


def test_a_title_block_keeps_its_words_and_stands_where_a_masthead_has_its_lines():
    page = front(make_paper())

    lines = [line for line in (*page.left, *page.right, *page.below) if line.is_title_line]
    assert tuple(line.text for line in lines) == TITLE_LINES
    assert [line.text for line in page.left] == [TITLE_LINES[0]]
    assert [line.text for line in page.right] == list(TITLE_LINES[1:3])


@pytest.mark.parametrize(
    "line",
    [
        "Presented by the Presidency",
        "SUBMITTED BY THE CHAIR",
        "Submitted on behalf of a group",
        "Working paper submitted by two States",
        "Soumis par la Présidence",
        "Présentée par deux États",
        "Presentado por la Presidencia",
        "Представлено Председателем",
        "由主席提交",
    ],
)
def test_who_submitted_a_paper_is_never_its_title(line):
    paper = make_paper(outline=make_outline(title_lines=("A conference", "A plan", line)))
    alone = make_paper(outline=make_outline(title_lines=(line,)))

    assert (paper.title, alone.title) == ("A plan", "")


def test_dates_and_languages_stand_in_the_masthead_wherever_the_block_says_them():
    block = ("A conference", "A plan", "12 March 2031", "Original: English", "2 April 2031")
    masthead = Masthead(language_line="", distribution="Distr.: Limited")

    page = front(make_paper(masthead=masthead, outline=make_outline(title_lines=block)))

    assert [line.text for line in page.right] == ["Distr.: Limited", *block[2:4]]
    assert [(line.role, line.text) for line in page.below] == [
        ("title", "A plan"),
        ("meeting", "2 April 2031"),
    ]


def test_a_reissue_is_noted_once():
    note = "Reissued for technical reasons on 14 March 2031."
    with_both = make_paper(masthead=Masthead(reissue_note=note))
    with_new = make_paper(masthead=Masthead(symbol="IMG/1", reissue_note="Reissued again."))

    assert front(with_both).title_notes == (Footnote("*", note),)
    assert front(with_new).symbol_notes == (Footnote("*", "Reissued again."),)
