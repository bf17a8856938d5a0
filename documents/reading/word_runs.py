"""The words of one Word paragraph, tracked changes accepted, with what they carry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from documents.outline import Emphasis
from documents.reading import errors
from documents.reading.errors import UnreadablePaper
from documents.reading.labels import roman
from documents.reading.lines import NoteMark
from documents.reading.word_names import MC, OFF, W, switch, value
from documents.reading.word_styles import Styles

UID = re.compile(r"lap_([a-z][a-z0-9]{7})$")
COMMAND = re.compile(r"\s*DDE(?:AUTO)?\b", re.IGNORECASE)
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WRAPPERS = {W + n for n in ("hyperlink", "smartTag", "fldSimple", "customXml", "dir", "bdo")}
WRAPPERS |= {W + n for n in ("sdtContent", "rubyBase")}
ADDED = {W + "ins", W + "moveTo"}
TAKEN_OUT = {W + "del", W + "moveFrom"}
NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}


@dataclass(slots=True)
class Content:
    """What was found in a paragraph: its words, and everything that is not words."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    emphasis: list[Emphasis] = field(default_factory=list)
    notes: list[NoteMark] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    uids: set[str] = field(default_factory=set)
    instructions: list[str] = field(default_factory=list)
    is_all_bold: bool = True
    remarks: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        """The words."""
        return "".join(self.parts)

    def write(self, text: str, *, is_italic: bool, is_bold: bool) -> None:
        """Add words in one style."""
        if is_italic and text:
            self.emphasis.append(Emphasis(self.length, self.length + len(text)))
        if text.strip():
            self.is_all_bold = self.is_all_bold and is_bold
        self.parts.append(text)
        self.length += len(text)


class NoteNumbers:
    """Gives footnotes the marks they are printed with, in the order of the text."""

    def __init__(self) -> None:
        self.marks: dict[tuple[str, str], str] = {}
        self.counts = {"footnote": 0, "endnote": 0}

    def mark(self, kind: str, note_id: str, *, custom: str = "") -> str:
        """Return the mark of a note."""
        if (kind, note_id) not in self.marks:
            if not custom:
                self.counts[kind] += 1
            count = self.counts[kind]
            counted = str(count) if kind == "footnote" else roman(count).lower()
            self.marks[kind, note_id] = custom or counted
        return self.marks[kind, note_id]


class Walker:
    """Goes through the elements of a paragraph in order."""

    def __init__(self, styles: Styles, numbers: NoteNumbers) -> None:
        self.styles = styles
        self.numbers = numbers

    def walk(self, parent: etree._Element, content: Content, *, is_bold: bool = False) -> None:
        """Add what stands within an element to the content."""
        for element in parent:
            tag = element.tag
            if tag == W + "r":
                self.run(element, content, is_bold=is_bold)
            elif tag == W + "bookmarkStart":
                note_uid(element, content.uids)
            elif tag in TAKEN_OUT:
                content.remarks.add("changes")
            elif tag.startswith(MATH):
                content.write("".join(element.itertext(MATH + "t")), is_italic=False, is_bold=False)
                content.remarks.add("formula")
            else:
                self.inner(element, content, is_bold=is_bold)
        if COMMAND.match("".join(content.instructions)):
            raise UnreadablePaper(errors.COMMAND_FIELD)

    def inner(self, element: etree._Element, content: Content, *, is_bold: bool) -> None:
        """Go into an element that only wraps others."""
        if element.tag in ADDED:
            content.remarks.add("changes")
        if element.tag == W + "fldSimple":
            content.instructions.append(element.get(W + "instr", ""))
        if element.tag in WRAPPERS or element.tag in ADDED:
            self.walk(element, content, is_bold=is_bold)
        elif element.tag == W + "sdt":
            for part in element.iterfind(W + "sdtContent"):
                self.walk(part, content, is_bold=is_bold)
        elif element.tag == MC + "AlternateContent":
            for part in chosen(element):
                self.walk(part, content, is_bold=is_bold)

    def run(self, run: etree._Element, content: Content, *, is_bold: bool) -> None:
        """Add a run of words in one style."""
        if self.has(run, "hidden", "vanish"):
            content.remarks.add("hidden")
            return
        italic = bool(self.has(run, "italic", "i"))
        said = self.has(run, "bold", "b")
        self.words(run, content, is_italic=italic, is_bold=is_bold if said is None else said)

    def has(self, run: etree._Element, quality: str, name: str) -> bool | None:
        """Return whether a run has a quality, by itself or by its style; None if nothing says."""
        properties = run.find(W + "rPr")
        direct = switch(properties, name)
        if direct is not None:
            return direct
        style = value(properties, "rStyle")
        return self.styles.says(style, quality) if style else None

    def words(
        self, run: etree._Element, content: Content, *, is_italic: bool, is_bold: bool
    ) -> None:
        """Add the words and signs of a run."""
        own_mark = next((e for e in run if custom_mark(e)), None)
        for element in run:
            tag = element.tag
            if tag == W + "t" and own_mark is None:
                content.write(element.text or "", is_italic=is_italic, is_bold=is_bold)
            elif tag in SIGNS:
                content.write(SIGNS[tag], is_italic=is_italic, is_bold=is_bold)
            elif tag == W + "br":
                turns_page = element.get(W + "type") in ("page", "column")
                content.write(" " if turns_page else "\n", is_italic=is_italic, is_bold=is_bold)
            elif tag == W + "sym":
                content.write(symbol(element), is_italic=is_italic, is_bold=is_bold)
            elif tag == W + "instrText":
                content.instructions.append(element.text or "")
            elif tag in NOTES:
                custom = "".join(run.itertext(W + "t")).strip() if own_mark is not None else ""
                mark = self.numbers.mark(NOTES[tag], element.get(W + "id", ""), custom=custom)
                content.notes.append(NoteMark(mark, content.length))
            elif tag == W + "ruby":
                self.walk_ruby(element, content, is_bold=is_bold)
            else:
                content.boxes.extend(text_boxes(element))

    def walk_ruby(self, ruby: etree._Element, content: Content, *, is_bold: bool) -> None:
        """Add the base of a text with a reading aid above it; the aid repeats it."""
        for base in ruby.iterfind(W + "rubyBase"):
            self.walk(base, content, is_bold=is_bold)


def custom_mark(element: etree._Element) -> bool:
    """Say whether a footnote's mark is written by hand in the same run."""
    said = element.get(W + "customMarkFollows", "0").lower() if element.tag in NOTES else "0"
    return said not in OFF


def symbol(element: etree._Element) -> str:
    """Return a character that a font of signs holds."""
    try:
        return chr(int(element.get(W + "char", ""), 16))
    except ValueError:
        return ""


def chosen(alternatives: etree._Element) -> list[etree._Element]:
    """Return the first alternative, never two: they say the same."""
    choices = alternatives.findall(MC + "Choice") or alternatives.findall(MC + "Fallback")
    return choices[:1]


def text_boxes(element: etree._Element) -> list[etree._Element]:
    """Return the contents of the text boxes in a drawing, each once, outermost only."""
    if element.tag == W + "txbxContent":
        return [element]
    inner = chosen(element) if element.tag == MC + "AlternateContent" else list(element)
    return [box for child in inner for box in text_boxes(child)]


def note_uid(element: etree._Element, uids: set[str]) -> None:
    """Remember the permanent identifier that a bookmark carries."""
    if found := UID.match(element.get(W + "name", "")):
        uids.add(found[1])
