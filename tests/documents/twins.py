"""A Word file with the content of an outline, made with Word's own styles and numbering."""

import io

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from documents.outline import Kind
from tests.documents.papers import NAMES, W, numbering

KINDS = {
    90: [("upperRoman", "%1.")],
    91: [("upperLetter", "%1)")],
    92: [("lowerLetter", "(%1)")],
    93: [("decimal", "%1.")],
    94: [("bullet", "\uf0b7"), ("bullet", "o")],
}
ROMAN, UPPER, LOWER, PARAGRAPHS, BULLETS = 900, 901, 902, 903, 904


def word_twin(outline):
    """Return a .docx that says the same with headings, lists and a text box for its footnote."""
    document = Document()
    add_numbering(document)
    for line in outline.title_lines:
        document.add_paragraph(line)
    for note in outline.footnotes:
        document.add_paragraph(f"{note.mark} {note.text}", style=note_style(document))
    for unit in outline.units:
        add_unit(document, unit)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def note_style(document):
    """Return the style for footnotes that stand in the text."""
    return document.styles.add_style("LAP Footnote", 1)


def add_numbering(document):
    """Put our lists before and after those of the template, where the schema wants them."""
    ours = etree.fromstring(
        numbering(
            KINDS,
            {
                ROMAN: (90, 0),
                UPPER: (91, 0),
                LOWER: (92, 0),
                PARAGRAPHS: (93, 0),
                BULLETS: (94, 0),
            },
        )
    )
    root = document.part.numbering_part.element
    for abstract in reversed(ours.findall(f"{{{W}}}abstractNum")):
        root.insert(0, parse_xml(etree.tostring(abstract)))
    for num in ours.findall(f"{{{W}}}num"):
        root.append(parse_xml(etree.tostring(num)))


def add_unit(document, unit):
    """Add one unit as an author would write it in Word."""
    style = {Kind.HEADING: f"Heading {unit.level + 1}"}.get(unit.kind)
    paragraph = document.add_paragraph(style=style)
    cuts = sorted({0, len(unit.text), *(x for e in unit.emphasis for x in (e.start, e.end))})
    for start, end in zip(cuts, cuts[1:], strict=False):
        run = paragraph.add_run(unit.text[start:end])
        run.italic = any(e.start <= start < e.end for e in unit.emphasis) or None
    list_id = list_of(unit)
    if list_id:
        level = unit.level if unit.kind.is_bullet else 0
        properties = (
            f"<w:numPr {NAMES}><w:ilvl w:val='{level}'/><w:numId w:val='{list_id}'/></w:numPr>"
        )
        paragraph._p.get_or_add_pPr().append(parse_xml(properties))
    assert paragraph._p.tag == qn("w:p")


def list_of(unit):
    """Return the list that numbers a unit; 0 for none."""
    if unit.kind is Kind.HEADING:
        label = unit.section.rpartition(".")[2]
        return ROMAN if unit.level == 0 else (UPPER if label.isupper() else LOWER)
    if unit.kind is Kind.PARAGRAPH:
        return PARAGRAPHS
    return BULLETS if unit.kind.is_bullet else 0
