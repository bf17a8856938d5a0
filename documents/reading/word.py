"""A Word file becomes lines for the assembler: its body in reading order, labels computed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from documents.outline import Doubt
from documents.reading.labels import BULLETS
from documents.reading.lines import Line, Role, cut
from documents.reading.package import Package
from documents.reading.word_names import MC, W, number
from documents.reading.word_numbering import ComputedLabel, Numbering
from documents.reading.word_runs import ADDED, Content, NoteNumbers, Walker, chosen, note_uid
from documents.reading.word_styles import Styles, numbering_choice, read_styles

LITERAL_BULLET = re.compile(rf"\s*(?P<marker>[{re.escape(''.join(BULLETS - {'+'}))}])\s+(?=\S)")
LITERAL_NOTE = re.compile(r"\s*(?P<marker>\*{1,3}|[†‡]|\d{1,3})[.)/]?\s+(?=\S)")
OWN_NOTE_MARK = re.compile(r"[^\w\s]{1,3}\s+|\w{1,3}\t\s*")
COLUMNS = 4
TWIPS_A_COLUMN = 180
TRACKED_CHANGES = "The file holds tracked changes; they were read as accepted."
REMARKS = {
    "changes": TRACKED_CHANGES,
    "hidden": "The file holds hidden words; they were left out.",
    "formula": "A formula was read as plain letters.",
    "table": "A table was read cell by cell, row after row.",
    "box": "The words of a text box were read after the paragraph that it stands at.",
    "uids": "More than one identifier stands in this paragraph: none was used.",
}
ONCE = ("changes", "hidden")


def read_word(package: Package) -> tuple[list[Line], list[Doubt]]:
    """Return the lines of a Word file, its footnotes last, and what is unsure."""
    reader = WordReader(package)
    body = package.root().find(W + "body")
    if body is not None:
        reader.blocks(body)
    reader.finish()
    reader.add_notes(package)
    return reader.lines, [*package.doubts, *reader.doubts]


@dataclass(slots=True)
class Held:
    """What waits for the next paragraph: words whose paragraph mark was deleted, bookmarks."""

    content: Content | None = None
    uids: set[str] = field(default_factory=set)


class WordReader:
    """Goes through the blocks of a body, and remembers how far the lists have counted."""

    def __init__(self, package: Package) -> None:
        self.styles: Styles = read_styles(package.related("styles"))
        self.numbering = Numbering(package.related("numbering"), self.styles)
        self.numbers = NoteNumbers()
        self.walker = Walker(self.styles, self.numbers)
        self.lines: list[Line] = []
        self.doubts: list[Doubt] = []
        self.said: set[str] = set()
        self.places: dict[str, int] = {}
        self.held = Held()
        self.place = 0

    def blocks(self, parent: etree._Element) -> None:
        """Read paragraphs and tables in order, wherever they are wrapped."""
        for element in parent:
            tag = element.tag
            if tag == W + "p":
                self.paragraph(element)
            elif tag == W + "tbl":
                self.table(element)
            elif tag == W + "bookmarkStart":
                note_uid(element, self.held.uids)
            elif tag == W + "sdt":
                for content in element.iterfind(W + "sdtContent"):
                    self.blocks(content)
            elif tag == MC + "AlternateContent":
                for choice in chosen(element):
                    self.blocks(choice)
            elif tag in ADDED or tag == W + "customXml":
                self.blocks(element)

    def table(self, table: etree._Element) -> None:
        """Read the cells of a table in reading order; deleted rows are gone."""
        before, place = len(self.lines), self.place + 1
        for row in table.iter(W + "tr"):
            if row.find(f"{W}trPr/{W}del") is None and nearest(row, W + "tbl") is table:
                for cell in row.iter(W + "tc"):
                    if nearest(cell, W + "tr") is row:
                        self.blocks(cell)
        if any(line.role is not Role.TITLE for line in self.lines[before:]):
            self.remark("table", place)

    def paragraph(self, paragraph: etree._Element) -> None:
        """Read one paragraph; where its mark was deleted it runs on into the next one."""
        self.place += 1
        properties = paragraph.find(W + "pPr")
        style_id = style_of(properties)
        content = self.held.content or Content()
        is_bold = bool(style_id and self.styles.says(style_id, "bold"))
        self.walker.walk(paragraph, content, is_bold=is_bold)
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            content.remarks.add("changes")
            self.held.content = content
            return
        content.uids |= self.held.uids
        self.held = Held()
        self.add(content, properties, style_id)

    def finish(self) -> None:
        """Read words that still wait for a paragraph."""
        if self.held.content is not None:
            content, self.held = self.held.content, Held()
            self.add(content, None, None)

    def add(
        self, content: Content, properties: etree._Element | None, style_id: str | None
    ) -> None:
        """Add the line of a paragraph, and after it those of its text boxes."""
        label = self.numbering.next_label(numbering_choice(properties), style_id)
        for remark in sorted(content.remarks):
            self.remark(remark, self.place)
        for note in content.notes:
            self.places.setdefault(note.mark, self.place)
        if content.text.strip() and not self.styles.is_masthead(style_id):
            self.lines.append(self.line(content, properties, style_id, label))
        before = len(self.lines)
        place = self.place
        for box in content.boxes:
            self.blocks(box)
        if len(self.lines) > before:
            self.remark("box", place)

    def line(
        self,
        content: Content,
        properties: etree._Element | None,
        style_id: str | None,
        label: ComputedLabel | None,
    ) -> Line:
        """Return a paragraph as a line, with the label that Word computes or the author typed."""
        role, depth = self.styles.role(style_id), self.styles.depth(style_id)
        outline = number(properties, "outlineLvl")
        if role is Role.UNKNOWN and outline is not None and outline < 9:
            role, depth = Role.HEADING, outline
        line = Line(
            place=self.place,
            text=content.text,
            role=role,
            kind=self.styles.kind(style_id),
            depth=depth,
            emphasis=tuple(content.emphasis),
            notes=tuple(content.notes),
            is_bold=content.is_all_bold,
            uid=self.uid(content),
            list_id=label.list_id if label and self.styles.kind(style_id) else "",
        )
        return with_marker(line, label, indent=indent_of(properties))

    def uid(self, content: Content) -> str:
        """Return the one permanent identifier of a paragraph; two are doubted, and none taken."""
        if len(content.uids) > 1:
            self.remark("uids", self.place)
        return next(iter(content.uids)) if len(content.uids) == 1 else ""

    def remark(self, name: str, place: int) -> None:
        """Doubt something, once for the whole file where once is enough."""
        if name not in ONCE or name not in self.said:
            self.said.add(name)
            self.doubts.append(Doubt(place, REMARKS[name]))

    def add_notes(self, package: Package) -> None:
        """Add the footnotes and endnotes that the text cites, in the order of the text."""
        words = {
            (kind, note.get(W + "id", "")): self.note_text(note)
            for kind in ("footnote", "endnote")
            for note in notes_of(package.related(kind + "s"), kind)
        }
        for key, mark in list(self.numbers.marks.items()):
            if words.get(key):
                place = self.places.get(mark, self.place)
                self.lines.append(Line(place, words[key], mark, Role.FOOTNOTE))

    def note_text(self, note: etree._Element) -> str:
        """Return the words of a note."""
        texts = []
        for paragraph in note.iter(W + "p"):
            content = Content()
            self.walker.walk(paragraph, content)
            texts.append(content.text.strip())
        text = "\n".join(filter(None, texts))
        is_counted = note.find(f".//{W}footnoteRef") is not None
        found = None if is_counted else OWN_NOTE_MARK.match(text)
        return text[found.end() :] if found else text


def notes_of(root: etree._Element | None, kind: str) -> list[etree._Element]:
    """Return the notes of a part, without the lines that separate them from the text."""
    found = [] if root is None else root.iterfind(W + kind)
    return [note for note in found if note.get(W + "type", "normal") == "normal"]


def with_marker(line: Line, label: ComputedLabel | None, *, indent: int) -> Line:
    """Return a line with its marker: the computed one, or a bullet that was typed."""
    can_be_item = line.role in (Role.UNKNOWN, Role.BULLET)
    if label is not None and not label.is_bullet:
        depth = label.level * COLUMNS if can_be_item else line.depth
        return cut(line, 0, marker=label.text, depth=depth)
    if label is not None and can_be_item:
        return cut(line, 0, marker=label.text, depth=label.level * COLUMNS, role=Role.BULLET)
    if can_be_item and (found := LITERAL_BULLET.match(line.text)):
        return cut(line, found.end(), marker=found["marker"], depth=indent, role=Role.BULLET)
    if line.role is Role.FOOTNOTE and (found := LITERAL_NOTE.match(line.text)):
        return cut(line, found.end(), marker=found["marker"])
    return line if line.role is not Role.BULLET else cut(line, 0, marker="", depth=indent)


def style_of(properties: etree._Element | None) -> str | None:
    """Return the identifier of a paragraph's style."""
    found = None if properties is None else properties.find(W + "pStyle")
    return None if found is None else found.get(W + "val")


def indent_of(properties: etree._Element | None) -> int:
    """Return how far a paragraph is indented, in columns of a text."""
    found = None if properties is None else properties.find(W + "ind")
    said = "0" if found is None else found.get(W + "left", found.get(W + "start", "0"))
    return int(said) // TWIPS_A_COLUMN if said.isdigit() else 0


def nearest(element: etree._Element, tag: str) -> etree._Element | None:
    """Return the nearest element of a kind around another one."""
    return next(element.iterancestors(tag), None)
