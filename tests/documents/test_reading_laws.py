import contextlib
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.outline import Kind, Outline, Unit
from documents.reading import UnreadablePaper, read_paper_here
from documents.reading.exchange import answer_from_json, outline_to_json
from documents.reading.labels import readings, roman, roman_value
from documents.reading.marks import read_marks
from documents.writing.paper import Masthead, Paper
from documents.writing.word import write_word

LEADS = {
    Kind.CONSIDERATION: "General considerations for the chapeau:",
    Kind.ACTION: "Possible actions may include:",
    Kind.PRINCIPLE: "The principles are:",
}
sentences = st.lists(
    st.sampled_from(["The States", "report", "œuvre", "63%", "Article 7", "“yearly”", "(all)"]),
    min_size=1,
    max_size=6,
).map(lambda words: "Note " + " ".join(words) + ";")
titles = st.sampled_from(["Transparency", "Clearance of land", "Risk & education"])
lists = st.tuples(st.sampled_from(list(LEADS)), st.lists(sentences, min_size=1, max_size=3))
parts = st.lists(
    st.tuples(titles, st.booleans(), st.lists(sentences, max_size=2), st.lists(lists, max_size=2)),
    min_size=1,
    max_size=4,
)


@st.composite
def outlines(draw):
    units = []
    number = 0
    for ordinal, (title, has_child, paragraphs, announced) in enumerate(draw(parts), start=1):
        section = roman(ordinal)
        units.append(Unit(Kind.HEADING, section, title))
        if has_child:
            section += ".a"
            units.append(Unit(Kind.HEADING, section, title, level=1))
        for text in paragraphs:
            number += 1
            units.append(Unit(Kind.PARAGRAPH, section, text[:-1] + ".", str(number)))
        for kind, items in announced:
            lead = len(units)
            units.append(Unit(Kind.LIST_HEADING, section, LEADS[kind]))
            units += [Unit(kind, section, item, lead=lead) for item in items]
    return Outline(("A paper",), tuple(units))


def as_text(outline):
    return "\n\n".join([*outline.title_lines, *(printed(unit) for unit in outline.units)])


def printed(unit):
    if unit.kind is Kind.HEADING:
        label = unit.section.rpartition(".")[2]
        return f"({label}) {unit.text}" if unit.level else f"{label}. {unit.text}"
    if unit.kind is Kind.PARAGRAPH:
        return f"{unit.number}. {unit.text}"
    return f"- {unit.text}" if unit.kind.is_bullet else unit.text


def without_lines(outline):
    return [replace(unit, line=0) for unit in outline.units]


@given(outlines())
def test_an_outline_written_as_text_reads_back_the_same(outline):
    back = read_paper_here(as_text(outline).encode(), file_name="a.txt")

    assert without_lines(back) == list(outline.units)
    assert back.title_lines == outline.title_lines
    assert back.warnings == ()


@settings(max_examples=30)
@given(outlines())
def test_an_outline_written_in_word_reads_back_the_same(outline):
    back = read_paper_here(write_word(Paper(Masthead(), outline)), file_name="a.docx")

    assert without_lines(back) == list(outline.units)


@given(outlines())
def test_an_outline_survives_the_way_between_processes(outline):
    assert answer_from_json(outline_to_json(outline)) == outline


@given(st.text(alphabet="ab .:;-*()1I\n#\t", max_size=200))
def test_no_letter_of_any_text_is_lost_or_invented(text):
    try:
        outline = read_paper_here(text.encode() or b" ", file_name="a.md")
    except UnreadablePaper:
        return

    found = "".join([*outline.title_lines, *(u.text for u in outline.units)])
    found += "".join(note.text for note in outline.footnotes)
    found += "".join(u.number or "" for u in outline.units)
    found += "".join(u.section.split(".")[-1] for u in outline.units if u.kind is Kind.HEADING)
    kept, given_letters = Counter(found), Counter(text)
    assert all(kept[letter] >= given_letters[letter] for letter in "ab")


@given(st.text(alphabet="ab *", max_size=60))
def test_marks_change_nothing_but_stars(raw):
    words = read_marks(raw)

    assert words.text.replace("*", "") == raw.replace("*", "")
    assert all(0 <= e.start < e.end <= len(words.text) for e in words.emphasis + words.bold)


@given(st.integers(min_value=1, max_value=3999))
def test_roman_numerals_read_back(value):
    assert roman_value(roman(value)) == value


@given(st.text(max_size=8))
def test_any_label_can_be_asked_for_its_readings(marker):
    assert isinstance(readings(marker), list)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(UnreadablePaper):
        read_paper_here(data, file_name="a.txt")
