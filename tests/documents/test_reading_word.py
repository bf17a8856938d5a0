from dataclasses import replace

import pytest

from documents.outline import Emphasis, Kind
from documents.reading import UnreadablePaper, read_paper, read_paper_here
from documents.reading.errors import NO_STRUCTURE
from tests.documents.papers import (
    NAMES,
    REAL_PAPERS,
    needs_real_papers,
    numbering,
    p,
    r,
    rewritten,
    styles,
    word_file,
)

HEADINGS = styles(H1="heading 1", H2="heading 2", Action="LAP Action", Para="LAP Paragraph")
LISTS = numbering(
    {
        1: [("upperRoman", "%1."), ("lowerLetter", "(%2)")],
        2: [("decimal", "%1.")],
        3: [("bullet", "\uf0b7"), ("bullet", "o")],
    },
    {"10": (1, 0), "20": (2, 0), "21": (2, 7), "22": (2, 0), "30": (3, 0)},
)


def read(body, **parts):
    parts = {"styles": HEADINGS, "numbering": LISTS, **parts}
    return read_paper_here(word_file(body, parts=parts), file_name="a.docx")


def texts(outline):
    return [unit.text for unit in outline.units]


def test_labels_that_word_computes_are_known():
    outline = read(
        p("Part", style="H1", list_id="10")
        + p("Sub-part", style="H2", list_id="10", level=1)
        + p("Words.", list_id="20")
        + p("Possible actions:")
        + p("One", list_id="30")
        + p("deeper", list_id="30", level=1)
        + p("Next part", style="H1", list_id="10")
        + p("Its sub-part", style="H2", list_id="10", level=1)
    )

    assert [(u.kind.value, u.section, u.number, u.level) for u in outline.units] == [
        ("heading", "I", None, 0),
        ("heading", "I.a", None, 1),
        ("paragraph", "I.a", "1", 0),
        ("list_heading", "I.a", None, 0),
        ("action", "I.a", None, 0),
        ("action", "I.a", None, 1),
        ("heading", "II", None, 0),
        ("heading", "II.a", None, 1),
    ]


def test_lists_of_one_kind_count_on_and_an_override_restarts():
    outline = read("".join(p("Words.", list_id=n) for n in ("20", "22", "21", "21", "20")))

    assert [unit.number for unit in outline.units] == ["1", "2", "7", "8", "9"]


def test_labels_typed_as_words_are_known_too():
    outline = read(
        p("I.\tPart", style="H1") + p("1.\tWords.") + p("Possible actions:") + p("- One")
    )

    assert [(u.kind, u.section, u.text) for u in outline.units] == [
        (Kind.HEADING, "I", "Part"),
        (Kind.PARAGRAPH, "I", "Words."),
        (Kind.LIST_HEADING, "I", "Possible actions:"),
        (Kind.ACTION, "I", "One"),
    ]


@pytest.mark.parametrize(
    "inside",
    [
        f"<w:ins w:id='1'>{r('kept words')}</w:ins><w:del w:id='2'><w:r><w:delText>gone"
        f"</w:delText></w:r></w:del><w:moveFrom w:id='3'>{r('gone')}</w:moveFrom>",
        f"<w:sdt><w:sdtContent>{r('kept ')}</w:sdtContent></w:sdt><w:hyperlink>{r('words')}"
        "</w:hyperlink>",
        f"<w:smartTag>{r('kept')}</w:smartTag><w:fldSimple w:instr='X'>{r(' words')}</w:fldSimple>",
    ],
)
def test_words_are_found_wherever_word_puts_them(inside):
    outline = read(p("1. ", inside=inside))

    assert texts(outline) == ["kept words"]


def test_tracked_changes_are_doubted_once():
    change = f"<w:ins w:id='1'>{r('words')}</w:ins>"

    outline = read(p("1. ", inside=change) + p("2. ", inside=change))

    assert [doubt.message for doubt in outline.warnings] == [
        "The file holds tracked changes; they were read as accepted."
    ]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    mark = "<w:rPr><w:del w:id='1'/></w:rPr>"

    outline = read(p("1. One ", properties=mark) + p("sentence."))

    assert texts(outline) == ["One sentence."]


def test_breaks_tabs_and_signs_are_kept():
    inside = (
        "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
        "<w:lastRenderedPageBreak/><w:t>e</w:t><w:sym w:char='2022'/></w:r>"
    )

    assert texts(read(p("1. a", inside=inside))) == ["a\tb\nc\u2011de\u2022"]


def test_italics_are_ranges_and_hidden_words_are_left_out():
    inside = (
        r("see ")
        + r("the ", properties="<w:i/>")
        + r("name", properties="<w:i/>")
        + r(" here", properties="<w:i w:val='0'/>")
        + r("secret", properties="<w:vanish/>")
    )

    outline = read(p("1. ", inside=inside))

    assert texts(outline) == ["see the name here"]
    assert outline.units[0].emphasis == (Emphasis(4, 12),)
    assert "hidden" in outline.warnings[0].message


def test_footnotes_know_their_place():
    notes = (
        f"<w:footnotes {NAMES}><w:footnote w:id='0' w:type='separator'>{p('x')}</w:footnote>"
        f"<w:footnote w:id='5'>{p('A note.')}</w:footnote></w:footnotes>"
    )
    inside = "<w:r><w:footnoteReference w:id='5'/></w:r>" + r(" go on.")

    outline = read(p("1. Words", inside=inside), footnotes=notes)

    note = outline.footnotes[0]
    assert texts(outline) == ["Words go on."]
    assert (note.mark, note.text, note.unit, note.offset) == ("1", "A note.", 0, 5)


def test_tables_are_read_in_order_and_doubted():
    row = "<w:tr>{}</w:tr>"
    cells = [f"<w:tc>{p(f'{n}. Cell.')}</w:tc>" for n in range(1, 5)]
    table = f"<w:tbl>{row.format(cells[0] + cells[1])}{row.format(cells[2] + cells[3])}</w:tbl>"

    outline = read(table)

    assert [unit.number for unit in outline.units] == ["1", "2", "3", "4"]
    assert "table" in outline.warnings[0].message


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{p('2. In a box.')}</w:txbxContent>"
    inside = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}"
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert texts(read(p("1. Outside.", inside=inside))) == ["Outside.", "In a box."]


def test_our_own_styles_are_certain():
    outline = read(p("I. Weather", style="H1") + p("1. As follows:") + p("Rain.", style="Action"))

    assert outline.units[-1].kind is Kind.ACTION
    assert outline.warnings == ()


def test_a_bookmark_is_the_identifier_of_its_unit():
    inside = "<w:bookmarkStart w:id='1' w:name='lap_abc12345'/><w:bookmarkEnd w:id='1'/>"

    outline = read(p("1. One.", inside=inside) + p("2. Two."))

    assert [unit.uid for unit in outline.units] == ["abc12345", ""]


def test_an_identifier_that_stands_twice_is_listed_and_not_used():
    inside = "<w:bookmarkStart w:id='1' w:name='lap_abc12345'/><w:bookmarkEnd w:id='1'/>"

    outline = read(p("1. One.", inside=inside) + p("2. Two.", inside=inside))

    assert [unit.uid for unit in outline.units] == ["", ""]
    assert [doubt.line for doubt in outline.warnings] == [1, 2]


def test_the_strict_variant_of_word_is_read_the_same():
    body = p("Part", style="H1", list_id="10") + p("Words.", list_id="20")
    usual = word_file(body, parts={"styles": HEADINGS, "numbering": LISTS})
    names = (
        ("http://schemas.openxmlformats.org/officeDocument/2006/", "officeDocument/"),
        ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "wordprocessingml/main"),
    )

    strict = rewritten(usual, [(old, f"http://purl.oclc.org/ooxml/{new}") for old, new in names])

    assert strict != usual
    assert read_paper(strict, file_name="a.docx") == read_paper(usual, file_name="a.docx")


def with_numbered_paragraph(name):
    """Return a real file with one numbered paragraph before its own, so that it has structure."""
    data = (REAL_PAPERS / "word" / name).read_bytes()
    own = "<w:p><w:r><w:t>1. Begin.</w:t></w:r></w:p>"
    return rewritten(data, [("<w:body>", f"<w:body>{own}")])


@needs_real_papers
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("text-box.docx", ["Datum plane"]),
        ("strict-format.docx", ["Test"]),
        ("mammoth_comments.docx", ["Ouch."]),
        ("mammoth_footnotes.docx", ["Ouch."]),
        ("comments-rich-para.docx", ["Document text", "Some text worthy of note."]),
        ("par-rendered-page-breaks.docx", ["No page breaks"]),
        ("arabic_numbering.docx", ["rFonts hint and rtl"]),
    ],
)
def test_odd_files_without_structure_are_refused_and_their_words_can_be_read(name, expected):
    with pytest.raises(UnreadablePaper) as refusal:
        read_paper_here((REAL_PAPERS / "word" / name).read_bytes(), file_name=name)
    assert refusal.value.template == NO_STRUCTURE

    outline = read_paper_here(with_numbered_paragraph(name), file_name=name)

    assert texts(outline)[: len(expected) + 1] == ["Begin.", *expected]


@needs_real_papers
def test_the_notes_of_a_real_file_are_found():
    outline = read_paper(with_numbered_paragraph("mammoth_footnotes.docx"), file_name="a.docx")

    assert [(note.mark, note.unit, note.offset) for note in outline.footnotes] == [
        ("1", 1, 4),
        ("2", 1, 5),
    ]
    assert all(note.text for note in outline.footnotes)


@needs_real_papers
def test_legal_numbering_is_computed_as_word_prints_it():
    data = (REAL_PAPERS / "word" / "article-section-isLgl.docx").read_bytes()

    outline = read_paper(data, file_name="a.docx")

    assert [unit.section for unit in outline.units] == [
        "I",
        "I.01",
        "I.01.a",
        "II",
        "II.01",
        "II.01.a",
    ]


@needs_real_papers
def test_a_declaration_in_articles_is_read_by_its_articles():
    data = (REAL_PAPERS / "word" / "declaration_racial_discrimination.docx").read_bytes()

    outline = read_paper(data, file_name="a.docx")

    headings = [unit for unit in outline.units if unit.kind is Kind.HEADING]
    assert [unit.text for unit in headings][:11] == [f"Article {n}" for n in range(1, 12)]
    assert [unit.section for unit in headings][:11] == [str(n) for n in range(1, 12)]
    assert outline.title_lines[0].startswith("United Nations Declaration")


@needs_real_papers
def test_a_template_for_comments_is_no_paper():
    name = "iso_comment_template_2012-03.docx"

    with pytest.raises(UnreadablePaper) as refusal:
        read_paper((REAL_PAPERS / name).read_bytes(), file_name=name)

    assert refusal.value.template == NO_STRUCTURE


def test_a_word_file_and_a_text_of_the_same_words_agree():
    text = "A paper\n\nI. Part\n\n1. The following actions:\n\n- One;\n- Two.\n"
    body = p("A paper") + p("Part", style="H1", list_id="10")
    body += p("The following actions:", list_id="20")
    body += p("One;", list_id="30") + p("Two.", list_id="30")

    word, plain = read(body), read_paper_here(text.encode(), file_name="a.txt")

    assert word.title_lines == plain.title_lines
    assert [replace(u, line=0) for u in word.units] == [replace(u, line=0) for u in plain.units]
