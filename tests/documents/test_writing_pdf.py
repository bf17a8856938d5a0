from io import BytesIO

import pypdf
import pytest

from documents.outline import Emphasis, Footnote, Kind, Outline, Unit
from documents.writing.paper import Masthead, Paper
from documents.writing.pdf import write_pdf
from tests.documents.sample_paper import make_masthead, make_outline, make_paper

MARKUP = '#panic("x") $x^2$ \\ [*b*] `raw` @ref // c /* <a> #{1+1} \x07'
# A character that no font has: the last of those for private use.
NOWHERE = "\U0010fffd"


def read(file):
    return pypdf.PdfReader(BytesIO(file.data))


def words(file):
    return " ".join(" ".join(page.extract_text() for page in read(file).pages).split())


def test_a_pdf_is_tagged_and_says_its_language_and_title():
    reader = read(write_pdf(make_paper()))

    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "en"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert reader.metadata.title == "Draft elements for a plan of work"
    assert reader.metadata.creation_date == make_paper().issued_at


def test_a_paper_claims_the_standards_it_was_checked_against():
    dated = read(write_pdf(make_paper())).trailer["/Root"]["/Metadata"].get_data()
    undated = read(write_pdf(make_paper(issued_at=None))).trailer["/Root"]["/Metadata"].get_data()

    assert b"pdfuaid" in dated
    assert b"pdfaid" in dated
    assert b"pdfuaid" in undated
    assert b"pdfaid" not in undated


def test_all_words_of_the_paper_are_there_with_labels_and_numbers():
    text = words(write_pdf(make_paper()))

    for unit in make_outline().units:
        assert " ".join(unit.text.split()[:4]).rstrip(";") in text
    for piece in (
        "I. Where matters stand",
        "(a) A part",
        "(i) Finding",
        "(c) A part",
        "5. Reports",
    ):
        assert piece in text
    for note in make_outline().footnotes:
        assert note.text in text


def test_headings_are_the_bookmarks_of_the_file():
    first, second, inner = read(write_pdf(make_paper())).outline

    assert [first["/Title"], second["/Title"]] == [
        "I. Where matters stand",
        "II. What the plan could say",
    ]
    assert [item["/Title"] for item in inner] == [
        "A. Helping each other",
        "B. Telling what was done",
    ]


def test_the_symbol_and_the_number_stand_on_the_second_page():
    units = make_outline().units * 6
    paper = make_paper(outline=make_outline(title_lines=(), units=units), masthead=make_masthead())

    second = read(write_pdf(paper)).pages[1].extract_text().split("\n")

    assert second[0].strip() == "IMG/CONF/2031/WP.1"
    assert second[-1].strip() == "2"


def test_references_of_the_portal_are_not_printed():
    references = tuple(f"R{n}" for n in range(len(make_outline().units)))

    text = words(write_pdf(make_paper(references=references)))

    assert "R14" not in text


def test_markup_in_words_is_only_words():
    units = (
        Unit(Kind.HEADING, "I", "H " + MARKUP),
        Unit(Kind.PARAGRAPH, "I", "P " + MARKUP, "1", emphasis=(Emphasis(2, 5),)),
        Unit(Kind.ACTION, "I", "A " + MARKUP, lead=1),
    )
    outline = Outline(("T " + MARKUP,), units, (Footnote("1", "N " + MARKUP, 1, 3),))

    text = words(write_pdf(Paper(Masthead(symbol=MARKUP), outline, (MARKUP,) * 3)))

    assert text.count('#panic("x")') >= 4
    assert text.count("#{1+1}") >= 4


def test_missing_letters_stop_nothing_and_are_named():
    outline = make_outline(units=(Unit(Kind.PARAGRAPH, "", f"A{NOWHERE}B and {NOWHERE}.", "1"),))

    file = write_pdf(make_paper(outline=outline, masthead=Masthead()))

    assert file.missing == NOWHERE
    assert read(file).metadata.title == "Draft elements for a plan of work"


def test_nothing_is_missing_in_latin_greek_and_cyrillic():
    text = "Égalité, façon, año, Ω, Все государства – “quoted” … 5 €"
    outline = make_outline(units=(Unit(Kind.PARAGRAPH, "", text, "1"),), footnotes=())

    file = write_pdf(make_paper(outline=outline))

    assert file.missing == ""
    assert "Все государства" in words(file)


@pytest.mark.parametrize(
    ("language", "text"), [("ar", "ستقدم كل دولة تقريرا."), ("zh", "各缔约国应提交报告。")]
)
def test_a_paper_in_another_script_is_written_with_or_without_its_fonts(language, text):
    outline = make_outline(
        language=language,
        title_lines=(text,),
        units=(Unit(Kind.HEADING, "I", text), Unit(Kind.PARAGRAPH, "I", text, "1")),
        footnotes=(),
    )

    file = write_pdf(make_paper(outline=outline))

    assert read(file).trailer["/Root"]["/Lang"] == language
    assert set(file.missing) <= set(text)


def test_a_heading_that_skips_a_level_breaks_no_standard():
    units = (
        Unit(Kind.HEADING, "I.A.1", "Deep at once", level=2),
        Unit(Kind.HEADING, "II", "Top", level=0),
        Unit(Kind.HEADING, "II.A.1", "Deep again", level=4),
    )

    reader = read(write_pdf(make_paper(outline=make_outline(units=units, footnotes=()))))

    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_a_list_taken_up_again_counts_on():
    units = (
        Unit(Kind.LIST_HEADING, "", "Possible actions may include:"),
        Unit(Kind.ACTION, "", "First thing;", lead=0),
        Unit(Kind.PARAGRAPH, "", "In between;", "1"),
        Unit(Kind.ACTION, "", "Second thing.", lead=0),
    )

    text = words(write_pdf(make_paper(outline=make_outline(units=units, footnotes=()))))

    assert "(a) First thing" in text
    assert "(b) Second thing" in text


def test_an_empty_paper_is_still_a_file():
    file = write_pdf(Paper(Masthead(language_line="", advance_line=""), Outline((), ())))

    assert len(read(file).pages) == 1


def test_the_same_paper_gives_the_same_bytes():
    assert write_pdf(make_paper()) == write_pdf(make_paper())
