"""A paper becomes a Word file, laid out as a conference paper of the United Nations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from itertools import count

from documents.outline import Footnote, Kind, Unit
from documents.writing.paper import (
    Front,
    FrontLine,
    Paper,
    front,
    heading_label,
    pieces,
)
from documents.writing.word_layout import masthead_table, row, section, turn
from documents.writing.word_package import package
from documents.writing.word_styles import (
    BULLETS,
    FRONT,
    HEADINGS,
    INDENT,
    PARAGRAPHS,
    Numberings,
    bullet_look,
    kind_style,
    masthead_style,
    style_id,
)
from documents.writing.word_xml import Element, paragraph, run, runs, twips, w

_WHOLE = re.compile(r"[1-9]\d{0,5}")


def write_word(paper: Paper) -> bytes:
    """
    Return the paper as a .docx file; the same paper always gives the same bytes.

    Numbers and letters are Word's own, so they follow when somebody edits. What
    `documents.reading` needs to know the units again is in the names of styles and bookmarks.
    """
    document = _Document(paper)
    body = document.body()
    return package(paper, body=body, notes=document.notes, numbering=document.numberings.part())


class _Document:
    """The body of one file while it is written, and what its other parts must hold."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.is_right_to_left = paper.outline.language == "ar"
        self.numberings = Numberings([])
        self.notes: list[Element] = []
        self.counted = 0
        self.bookmarks = count(1)
        self.names: set[str] = set()
        self.number = 0
        self.paragraph_list = 0
        self.bullet_lists: dict[int | None, int] = {}

    def body(self) -> Element:
        body = w("body", *self._front(front(self.paper)))
        body.extend(self._unit(place) for place in range(len(self.paper.outline.units)))
        body.append(paragraph("LAPMastheadEnd", run("\t\t", w("u", val="single"))))
        if self.is_right_to_left:
            turn(body)
        body.append(section(is_right_to_left=self.is_right_to_left))
        return body

    def _front(self, page: Front) -> list[Element]:
        """Return the table of the masthead and the lines under its rules."""
        rows = []
        if page.corner or page.symbol or page.symbol_notes:
            symbol = [self._symbol(page)]
            rows.append(row(self._cell(page.corner), symbol, height=42.55, rule=4))
        if page.left or page.right:
            rows.append(row(self._cell(page.left), self._cell(page.right), height=85, rule=12))
        tables = [masthead_table(rows, is_right_to_left=self.is_right_to_left)] if rows else []
        lines = [
            self._front_line(line, notes=page.title_notes if place == page.noted_line else ())
            for place, line in enumerate(page.below)
        ]
        return tables + lines

    def _cell(self, lines: Iterable[FrontLine]) -> list[Element]:
        return [self._front_line(line) for line in lines] or [paragraph("LAPMasthead")]

    def _symbol(self, page: Front) -> Element:
        """Return the symbol, its first part large."""
        first, slash, rest = page.symbol.partition("/")
        content = [run(first, w("sz", val=40), w("szCs", val=40))] if first else []
        content += [run(slash + rest)] if rest else []
        return paragraph("LAPMastheadSymbol", *content, *map(self._note, page.symbol_notes))

    def _front_line(self, line: FrontLine, *, notes: Iterable[Footnote] = ()) -> Element:
        """Return a line of the first page; of a title block, in the one style of such blocks."""
        marks = [self._note(note) for note in notes]
        if not line.is_title_line:
            return paragraph(style_id(masthead_style(line.role)), *runs(line.text), *marks)
        look = FRONT[line.role]
        words = list(runs(line.text))
        for word in words:
            _look_like(word, look.run_properties())
        return paragraph("LAPTitleLine", *words, *marks, properties=look.paragraph_properties())

    def _unit(self, place: int) -> Element:
        unit = self.paper.outline.units[place]
        content = self._words(place)
        if unit.kind is Kind.HEADING:
            return self._heading(unit, content)
        if unit.kind is Kind.LIST_HEADING:
            return paragraph("LAPListHeading", *content)
        if unit.kind is Kind.PARAGRAPH:
            return self._paragraph(unit, content)
        return self._bullet(unit, content)

    def _heading(self, unit: Unit, content: list[Element]) -> Element:
        style = f"Heading{min(unit.level, len(HEADINGS) - 1) + 1}"
        label = heading_label(unit.section)
        if label:
            return paragraph(style, run(f"\t{label}\t"), *content)
        indent = w("ind", left=twips(INDENT), right=twips(INDENT), firstLine=0)
        return paragraph(style, *content, properties=[indent])

    def _paragraph(self, unit: Unit, content: list[Element]) -> Element:
        """Return a paragraph with its number; one that is not a plain number is words."""
        if unit.number is None:
            return paragraph("LAPParagraph", *content)
        if not _WHOLE.fullmatch(unit.number):
            return paragraph("LAPParagraph", run(f"{unit.number}.\t"), *content)
        number = int(unit.number)
        if not self.paragraph_list or number != self.number + 1:
            self.paragraph_list = self.numberings.begin(PARAGRAPHS, at=number)
        self.number = number
        return paragraph(
            "LAPParagraph", *content, properties=[_numbered(self.paragraph_list, level=0)]
        )

    def _bullet(self, unit: Unit, content: list[Element]) -> Element:
        """Return a bullet with its letter; the letters of each lead begin at (a)."""
        if unit.lead not in self.bullet_lists:
            self.bullet_lists[unit.lead] = self.numberings.begin(BULLETS)
        level = min(unit.level, 3)
        properties = [_numbered(self.bullet_lists[unit.lead], level=level)]
        if level:
            shifted = bullet_look(level).paragraph_properties()
            properties += [item for item in shifted if item.tag.endswith(("}tabs", "}ind"))]
        return paragraph(style_id(kind_style(unit.kind)), *content, properties=properties)

    def _words(self, place: int) -> list[Element]:
        """Return a unit's words within its bookmarks."""
        content: list[Element] = []
        for piece in pieces(self.paper, place):
            if piece.footnote:
                content.append(self._note(piece.footnote))
            else:
                content += runs(piece.text, is_italic=piece.is_emphasized, change=piece.change)
        names = [f"lap_{self.paper.outline.units[place].uid}", f"ref_{self.paper.reference(place)}"]
        for name in names:
            content = self._marked(name, content)
        return content

    def _marked(self, name: str, content: list[Element]) -> list[Element]:
        """Return content within a bookmark, which Word wants to be unique and of few signs."""
        name = re.sub(r"\W", "_", name)[:40]
        if name.endswith("_") or name in self.names:
            return content
        self.names.add(name)
        number = next(self.bookmarks)
        start = w("bookmarkStart", id=number, name=name)
        return [start, *content, w("bookmarkEnd", id=number)]

    def _note(self, note: Footnote) -> Element:
        """Return the mark of a footnote and keep its words for their own part."""
        number = len(self.notes) + 1
        is_counted = note.mark == str(self.counted + 1)
        self.counted += is_counted
        style = w("rStyle", val="FootnoteReference")
        in_text, at_foot = run("", style), run("", deepcopy(style))
        if is_counted:
            in_text.append(w("footnoteReference", id=number))
            at_foot.append(w("footnoteRef"))
        else:
            in_text.append(w("footnoteReference", customMarkFollows=1, id=number))
            in_text.extend(run(note.mark))
            at_foot.extend(run(note.mark))
        words = paragraph("FootnoteText", at_foot, run("\t"), *runs(note.text))
        self.notes.append(w("footnote", words, id=number))
        return in_text


def _look_like(word: Element, look: list[Element]) -> None:
    properties = word.find(w("rPr").tag)
    if properties is None:
        properties = w("rPr")
        word.insert(0, properties)
    for place, item in enumerate(look):
        properties.insert(place, item)


def _numbered(numbering: int, *, level: int) -> Element:
    return w("numPr", w("ilvl", val=level), w("numId", val=numbering))
