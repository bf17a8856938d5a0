import re
from collections import Counter
from dataclasses import replace

import pytest

from documents.outline import Kind
from documents.reading import read_paper, read_paper_here
from documents.writing.paper import Masthead, Paper
from documents.writing.word import write_word
from tests.documents.papers import REAL_PAPER, needs_real_papers
from tests.documents.twins import word_twin

pytestmark = needs_real_papers


@pytest.fixture(scope="module")
def outline():
    return read_paper(REAL_PAPER.read_bytes(), file_name=REAL_PAPER.name)


def words(text):
    split = re.sub(r"(?<=\w)\*\*+(?=[A-Z])", " ", text)
    return re.sub(r"\*+(?=\S)|(?<=\S)\*+", "", split).split()


def printed_label(unit):
    if unit.kind is Kind.PARAGRAPH:
        return [f"{unit.number}."]
    if unit.kind is not Kind.HEADING:
        return ["-"] if unit.kind.is_bullet else []
    label = unit.section.rpartition(".")[2]
    if unit.level == 0:
        return [f"{label}."]
    return [f"{label})" if label.isupper() else f"({label})"]


def test_the_paper_has_exactly_its_units(outline):
    counts = Counter(unit.kind.value for unit in outline.units)

    assert counts == {
        "heading": 16,
        "list_heading": 20,
        "paragraph": 30,
        "consideration": 41,
        "action": 52,
        "question": 22,
        "principle": 7,
        "introduction_element": 4,
        "machinery_element": 4,
        "suggestion": 7,
    }
    assert len(outline.units) == 203
    assert len(outline.title_lines) == 10
    assert [u.level for u in outline.units if u.kind is Kind.HEADING].count(0) == 11


def test_every_word_comes_out_in_order_and_none_is_added(outline):
    note = [outline.footnotes[0].mark, *words(outline.footnotes[0].text)]
    expected = words(REAL_PAPER.read_text(encoding="utf-8"))
    at = next(n for n in range(len(expected)) if expected[n : n + len(note)] == note)

    found = [word for line in outline.title_lines for word in words(line)]
    for unit in outline.units:
        found += [*printed_label(unit), *words(unit.text)]

    assert expected.pop() == "-"
    del expected[at : at + len(note)]
    assert found == expected


def test_paragraphs_are_numbered_as_printed(outline):
    numbers = [unit.number for unit in outline.units if unit.kind is Kind.PARAGRAPH]

    assert numbers == [str(n) for n in range(1, 31)]


def test_labels_make_paths(outline):
    paths = [unit.section for unit in outline.units if unit.kind is Kind.HEADING]

    parts, subparts = paths[:2] + paths[4:5] + paths[8:], paths[2:4] + paths[5:8]
    assert " ".join(parts) == "I II III IV V VI VII VIII IX X XI"
    assert " ".join(subparts) == "II.A II.B III.a III.b III.c"
    assert [u.section for u in outline.units[:2]] == ["", ""]


def test_only_the_dash_and_paragraph_24_are_doubted(outline):
    paragraph = next(u for u in outline.units if u.number == "24")
    last_line = len(REAL_PAPER.read_text(encoding="utf-8").split("\n"))

    assert [doubt.line for doubt in outline.warnings] == [paragraph.line, last_line]
    assert "reads as an action" in outline.warnings[0].message


def test_the_list_around_paragraph_24_keeps_its_lead(outline):
    place = next(n for n, u in enumerate(outline.units) if u.number == "24")

    before, after = outline.units[place - 1], outline.units[place + 1]

    assert after.lead == before.lead
    assert outline.units[before.lead].number == "23"
    assert before.kind is after.kind is Kind.ACTION


def test_every_bullet_hangs_under_what_announces_it(outline):
    leads = {outline.units[unit.lead].kind for unit in outline.units if unit.kind.is_bullet}

    assert leads == {Kind.PARAGRAPH, Kind.LIST_HEADING}
    assert {unit.level for unit in outline.units if unit.kind.is_bullet} == {0}


def test_italics_are_kept_and_bold_is_not(outline):
    emphasized = [unit for unit in outline.units if unit.emphasis]

    assert [len(unit.emphasis) for unit in emphasized] == [3, 1]
    assert not any("*" in unit.text for unit in outline.units)


def test_a_word_twin_of_the_paper_gives_the_same_outline(outline):
    twin = read_paper(word_twin(outline), file_name="twin.docx")

    assert twin.title_lines == outline.title_lines
    assert [replace(u, line=0) for u in twin.units] == [replace(u, line=0) for u in outline.units]
    assert [note.text for note in twin.footnotes] == [note.text for note in outline.footnotes]


def test_an_exported_draft_reads_back_equal_with_its_identifiers(outline):
    units = tuple(replace(u, uid=f"a{n:07d}", line=0) for n, u in enumerate(outline.units))
    draft = replace(outline, units=units)

    back = read_paper(write_word(Paper(Masthead(symbol="X/1"), draft)), file_name="draft.docx")

    assert tuple(replace(unit, line=0) for unit in back.units) == units
    assert back.title_lines == draft.title_lines
    assert back.footnotes == draft.footnotes


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_make_no_difference(outline, ending):
    data = REAL_PAPER.read_text(encoding="utf-8").replace("\n", ending).encode()

    assert read_paper_here(data, file_name="a.txt") == outline


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_make_no_difference(outline, encoding):
    data = REAL_PAPER.read_text(encoding="utf-8").encode(encoding)

    assert read_paper_here(data, file_name="a.txt") == outline


def test_markdown_is_read_the_same(outline):
    assert read_paper_here(REAL_PAPER.read_bytes(), file_name="a.md") == outline
