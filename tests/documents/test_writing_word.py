import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from documents.outline import Emphasis, Footnote, Kind, Outline, Unit
from documents.reading import read_paper, read_paper_here
from documents.writing.paper import Masthead, Paper
from documents.writing.word import write_word
from tests.documents.sample_paper import (
    TITLE_LINES,
    make_masthead,
    make_outline,
    make_paper,
    without_lines,
)

HOSTILE = '<w:t>&amp;</w:t> ]]> "q" \x07\x1b\ud800 مرحبا بالعالم 缔约国 \U0001f600'


def opened(paper):
    return docx.Document(BytesIO(write_word(paper)))


def part(paper, name):
    with zipfile.ZipFile(BytesIO(write_word(paper))) as package:
        return etree.fromstring(package.read(name))


def test_a_paper_read_back_is_the_same_outline():
    outline = read_paper(write_word(make_paper()), file_name="paper.docx")

    assert without_lines(outline) == make_outline()


def test_a_masthead_that_is_no_title_block_is_not_read_as_one():
    paper = make_paper(outline=make_outline(title_lines=()), masthead=make_masthead())

    outline = read_paper_here(write_word(paper), file_name="paper.docx")

    assert outline.title_lines == ()
    assert without_lines(outline).units == make_outline().units


def test_hostile_words_are_only_words():
    units = (
        Unit(Kind.HEADING, "I", "H " + HOSTILE),
        Unit(Kind.PARAGRAPH, "I", "P " + HOSTILE, "1", emphasis=(Emphasis(2, 5),)),
        Unit(Kind.ACTION, "I", "A\n" + HOSTILE, lead=1),
    )
    outline = Outline(("T " + HOSTILE,), units, (Footnote("1", "N " + HOSTILE, 1, 3),))
    paper = Paper(make_masthead(symbol=HOSTILE), outline, references=(HOSTILE,) * 3)

    read = read_paper_here(write_word(paper), file_name="paper.docx")

    expected = HOSTILE.translate(dict.fromkeys([0x07, 0x1B, 0xD800], "\ufffd"))
    assert [unit.text for unit in read.units] == [
        f"H {expected}",
        f"P {expected}",
        f"A\n{expected}",
    ]
    assert read.footnotes[0].text == f"N {expected}"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=6), st.data())
def test_any_words_give_a_file_that_opens(texts, data):
    kinds = st.sampled_from(list(Kind))
    units = tuple(
        Unit(
            data.draw(kinds),
            data.draw(st.sampled_from(["", "I", "II.A", "III.a", text[:5]])),
            text,
            data.draw(st.sampled_from([None, "1", "7", "5 bis", text[:3]])),
            emphasis=(Emphasis(data.draw(st.integers(0, 5)), data.draw(st.integers(0, 9))),),
            lead=data.draw(st.sampled_from([None, 0])),
            level=data.draw(st.integers(0, 8)),
            uid=data.draw(st.text(max_size=8)),
        )
        for text in texts
    )
    notes = (Footnote(texts[0][:2], texts[0], data.draw(st.sampled_from([None, 0])), 3),)

    document = opened(Paper(Masthead(), Outline(tuple(texts), units, notes), tuple(texts)))

    assert len(document.paragraphs) >= len(texts)


def test_paragraphs_count_through_the_document_and_letters_begin_under_each_lead():
    document = opened(make_paper())

    lists = {}
    for paragraph in document.paragraphs:
        numbering = paragraph._p.pPr.numPr
        if numbering is not None:
            lists.setdefault(paragraph.style.name, []).append(numbering.numId.val)
    assert len(set(lists["LAP Paragraph"])) == 1
    assert len(set(lists["LAP Suggestion"])) == 1
    assert lists["LAP Action"][0] != lists["LAP Consideration"][0]


def test_every_list_that_is_used_is_defined_once():
    numbering = part(make_paper(), "word/numbering.xml")
    body = part(make_paper(), "word/document.xml")

    defined = [num.get(qn("w:numId")) for num in numbering.iter(qn("w:num"))]
    used = {num.get(qn("w:val")) for num in body.iter(qn("w:numId"))}
    names = [element.tag for element in numbering]
    assert len(defined) == len(set(defined))
    assert used <= set(defined)
    assert names == sorted(names)


def test_a_number_out_of_order_is_kept_as_it_is_printed():
    units = (
        Unit(Kind.PARAGRAPH, "", "First.", "3"),
        Unit(Kind.PARAGRAPH, "", "Second.", "4"),
        Unit(Kind.PARAGRAPH, "", "Third.", "9"),
        Unit(Kind.PARAGRAPH, "", "Without."),
    )

    read = read_paper_here(
        write_word(make_paper(outline=make_outline(units=units, footnotes=()))),
        file_name="paper.docx",
    )

    assert [unit.number for unit in read.units] == ["3", "4", "9", None]


def test_every_footnote_that_is_cited_has_its_words():
    notes = part(make_paper(), "word/footnotes.xml")
    body = part(make_paper(), "word/document.xml")

    cited = [note.get(qn("w:id")) for note in body.iter(qn("w:footnoteReference"))]
    kept = [note.get(qn("w:id")) for note in notes if note.get(qn("w:type")) is None]
    assert len(cited) == 3
    assert cited == kept


def test_a_unit_is_marked_by_its_permanent_identifier_and_its_reference():
    references = tuple(f"R{n}" for n in range(len(make_outline().units)))
    body = part(make_paper(references=references), "word/document.xml")

    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert {"lap_h0000001", "lap_a0000001", "ref_R14"} <= set(names)
    assert len(names) == len(set(names))


def test_the_properties_say_what_the_file_is_and_name_no_person():
    properties = opened(make_paper()).core_properties

    assert properties.title == "Draft elements for a plan of work"
    assert properties.identifier == "sha256:0123abcd"
    assert properties.language == "en-GB"
    assert {properties.author, properties.last_modified_by} == {"Presidency"}
    assert properties.created == properties.modified == make_paper().issued_at


def test_the_same_paper_gives_the_same_bytes():
    assert write_word(make_paper()) == write_word(make_paper())


def test_a_file_has_no_thumbnail_and_the_parts_it_names():
    with zipfile.ZipFile(BytesIO(write_word(make_paper()))) as package:
        names = package.namelist()
        moments = {entry.date_time for entry in package.infolist()}

    assert not any("thumbnail" in name for name in names)
    assert {"word/styles.xml", "word/numbering.xml", "word/footnotes.xml"} <= set(names)
    assert moments == {(1980, 1, 1, 0, 0, 0)}


def test_the_symbol_stands_on_every_page_but_the_first():
    document = opened(make_paper(masthead=make_masthead()))
    section = document.sections[0]

    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "IMG/CONF/2031/WP.1"
    assert section.first_page_header.paragraphs[0].text == ""


def test_no_symbol_is_invented():
    texts = [t.text for t in part(make_paper(), "word/document.xml").iter(qn("w:t"))]

    assert not any("/" in text for text in texts)


def test_a_line_of_the_title_block_is_not_printed_twice():
    masthead = Masthead(date_text=TITLE_LINES[1], title=TITLE_LINES[-2])

    words = "".join(
        t.text for t in part(make_paper(masthead=masthead), "word/document.xml").iter(qn("w:t"))
    )

    assert words.count(TITLE_LINES[1]) == 1
    assert words.count(TITLE_LINES[-2]) == 1


def test_an_arabic_paper_runs_from_right_to_left():
    units = (
        Unit(Kind.HEADING, "I", "العمل معا"),
        Unit(Kind.PARAGRAPH, "I", "ستقدم كل دولة تقريرا.", "1"),
    )
    outline = make_outline(language="ar", title_lines=("اجتماع",), units=units, footnotes=())

    body = part(make_paper(outline=outline), "word/document.xml")

    assert all(p.find(f".//{qn('w:bidi')}") is not None for p in body.iter(qn("w:p")))
    read = read_paper_here(write_word(make_paper(outline=outline)), file_name="paper.docx")
    assert without_lines(read) == outline


@pytest.mark.parametrize("name", ["document", "styles", "numbering", "footnotes", "settings"])
def test_properties_stand_in_the_order_of_the_schema(name):
    order = [
        "pStyle",
        "keepNext",
        "keepLines",
        "numPr",
        "pBdr",
        "tabs",
        "bidi",
        "spacing",
        "ind",
        "jc",
        "outlineLvl",
    ]

    for properties in part(make_paper(), f"word/{name}.xml").iter(qn("w:pPr")):
        places = [order.index(item.tag.rpartition("}")[2]) for item in properties]
        assert places == sorted(places)
