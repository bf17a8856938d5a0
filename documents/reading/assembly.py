"""Lines become an outline: one set of rules for texts and Word files. Knows nothing of files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from documents.outline import Doubt, Emphasis, Footnote, Kind, Outline, Unit
from documents.reading.errors import NO_STRUCTURE, UnreadablePaper
from documents.reading.kinds import DEFAULT, kind_of_bullets
from documents.reading.labels import (
    ARTICLE,
    BULLETS,
    NAMED_LABEL,
    Label,
    Scheme,
    begins_in_lower_case,
    ends_sentence,
    marker_in,
    readings,
    reads_as_title,
)
from documents.reading.lines import Line, NoteMark, Role, cut, fitted, shifted, trimmed
from documents.reading.places import Items, Path
from documents.reading.title import title_length

DECIMAL = re.compile(r"\d{1,3}\.\d")
LONGEST_LIST_HEADING = 150
OPEN_ENDS = (";", ",")


def assemble(
    lines: Iterable[Line], *, doubts: Iterable[Doubt] = (), language: str = "en"
) -> Outline:
    """Return the outline of a paper; UnreadablePaper where its lines show no structure at all."""
    kept = [t for line in lines if (t := trimmed(line)).text]
    assembler = Assembler(kept)
    assembler.doubts.extend(doubts)
    assembler.run()
    if not any(u.kind is not Kind.PARAGRAPH or u.number for u in assembler.units):
        raise UnreadablePaper(NO_STRUCTURE)
    return assembler.outline(language)


class Assembler:
    """Reads lines in order, and remembers where in the paper it is."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.titles: list[str] = []
        self.units: list[Unit] = []
        self.notes: list[tuple[str, str]] = []
        self.noted: dict[str, tuple[int, int]] = {}
        self.doubts: list[Doubt] = []
        self.path = Path()
        self.items = Items()
        self.number = 0
        self.list_heading = ""
        self.counts_in_decimals = any(DECIMAL.match(line.marker or line.text) for line in lines)

    def run(self) -> None:
        """Read all lines."""
        end = title_length(self.lines)
        for at, line in enumerate(self.lines):
            if line.role is Role.FOOTNOTE:
                self.notes.append((line.marker, line.text))
            elif line.role is Role.STRAY:
                self.doubt(line, f"The mark “{line.text}” stands alone and was left out.")
            elif at < end:
                self.titles.append(line.text)
            else:
                self.read(line, following=self.following(at))

    def following(self, at: int) -> Line | None:
        """Return the next line of the text itself."""
        rest = self.lines[at + 1 : at + 6]
        return next((x for x in rest if x.role not in (Role.FOOTNOTE, Role.STRAY)), None)

    def read(self, line: Line, *, following: Line | None) -> None:
        """Add a line to the outline as what its file says it is."""
        if line.role is Role.HEADING:
            self.add_styled_heading(line)
        elif line.role is Role.LIST_HEADING:
            self.add_list_heading(line)
        elif line.role is Role.PARAGRAPH:
            self.add_styled_paragraph(line)
        elif line.role is Role.BULLET:
            self.add_bullet(line, number=item_number(line))
        else:
            self.read_unknown(line, next_is_bullet=is_bullet(following))

    def read_unknown(self, line: Line, *, next_is_bullet: bool) -> None:
        """Add a line of which the file says nothing."""
        line = labelled(line)
        is_short = len(line.text) <= LONGEST_LIST_HEADING
        announces = line.text.endswith(":") or (next_is_bullet and reads_as_title(line.text))
        if line.marker:
            self.read_labelled(line)
        elif self.continues(line):
            self.extend(line)
        elif is_short and announces:
            self.add_list_heading(line)
        elif ARTICLE.match(line.text) or (line.is_bold and reads_as_title(line.text)):
            self.add_heading(line, None, rank=None)
        elif not any(c.isalpha() for c in line.text):
            self.doubt(line, f"“{line.text[:40]}” stands alone, without words, and was left out.")
        else:
            self.add_unnumbered(line)

    def read_labelled(self, line: Line) -> None:
        """Add a line that begins with a label: a numbered paragraph, a heading, or an item."""
        label = self.path.choose(readings(line.marker))
        if label is None or label.scheme is Scheme.NUMBER:
            self.read_numbered(line, label)
        elif self.is_item(line, label):
            self.add_bullet(line, number=label.text, scheme=label.scheme)
        else:
            self.add_heading(line, label, rank=int(label.scheme))

    def is_item(self, line: Line, label: Label) -> bool:
        """Say whether a lettered line is an item of a list rather than a heading."""
        last = self.units[-1] if self.units else None
        in_list = last is not None and last.kind.is_bullet and last.number is not None
        announced = last is not None and last.text.endswith(":")
        if label.scheme >= Scheme.LOWER and (announced or in_list) and not line.is_bold:
            return True
        return not reads_as_title(line.text) and not line.is_bold

    def read_numbered(self, line: Line, label: Label | None) -> None:
        """Add a numbered paragraph, or an item of a list that counts for itself."""
        number = label.text if label else line.marker
        ordinal = label.ordinal if label else 0
        last = self.units[-1] if self.units else None
        begins_list = ordinal == 1 and self.number > 0 and last and last.text.endswith(":")
        goes_on = last and last.kind.is_bullet and last.number == str(ordinal - 1)
        if label and self.is_numbered_heading(line, label):
            self.add_heading(line, label, rank=int(label.scheme))
        elif ordinal != self.number + 1 and "." not in number and (begins_list or goes_on):
            self.add_bullet(line, number=number, scheme=Scheme.NUMBER)
        else:
            self.add_paragraph(line, number=number, ordinal=ordinal)

    def is_numbered_heading(self, line: Line, label: Label) -> bool:
        """Say whether "1. Title" is a heading: in bold, or where paragraphs are 1.1, 1.2 ..."""
        is_outer = self.counts_in_decimals and "." not in label.text
        return (is_outer or line.is_bold) and reads_as_title(line.text)

    def add_styled_heading(self, line: Line) -> None:
        """Add a heading whose depth is known from its style; its label may be in its words."""
        line = labelled(line)
        if not line.marker and (named := NAMED_LABEL.match(line.text)):
            line = cut(line, named.end(), marker=named[1])
        label = self.path.choose(readings(line.marker))
        if line.marker and not label:
            label = Label(Scheme.ROMAN, 0, line.marker.strip(" .:()"))
        self.add_heading(line, label, rank=line.depth or 0)

    def add_heading(self, line: Line, label: Label | None, *, rank: int | None) -> None:
        """Open a section. One without a printed label gets its ordinal, and a doubt says so."""
        level = self.path.open(label, rank=rank, title=line.text)
        if label is None:
            self.doubt(line, f"This heading has no label; it is called “{self.path.label}” here.")
        self.items.reset()
        self.list_heading = ""
        self.add(line, Unit(Kind.HEADING, self.path.text, line.text, level=level))

    def add_list_heading(self, line: Line) -> None:
        """Add the heading of a list."""
        self.list_heading = line.text
        self.add(line, Unit(Kind.LIST_HEADING, self.path.text, line.text))

    def add_styled_paragraph(self, line: Line) -> None:
        """Add a paragraph whose style is certain; its number may be in its words."""
        with_label = labelled(line)
        label = self.path.choose(readings(with_label.marker))
        if label and label.scheme is Scheme.NUMBER:
            line = with_label
            self.add_paragraph(line, number=label.text, ordinal=label.ordinal)
        else:
            self.add(line, Unit(Kind.PARAGRAPH, self.path.text, line.text))

    def add_paragraph(self, line: Line, *, number: str, ordinal: int) -> None:
        """Add a numbered paragraph; a number out of order is doubted."""
        follows_heading = not self.units or self.units[-1].kind is Kind.HEADING
        restarts = (ordinal == 1 and follows_heading) or number[-1:].isalpha()
        if "." not in number and ordinal != self.number + 1 and not restarts:
            self.doubt(line, f"Paragraph {number} follows paragraph {self.number or 'none'}.")
        if "." not in number:
            self.number = ordinal
        self.add(line, Unit(Kind.PARAGRAPH, self.path.text, line.text, number=number))

    def add_unnumbered(self, line: Line) -> None:
        """Add a paragraph without number; one that could be a heading is doubted."""
        if len(line.text) <= 100 and reads_as_title(line.text):
            self.doubt(line, "This line has no number; it may be a heading, and was read as text.")
        self.add(line, Unit(Kind.PARAGRAPH, self.path.text, line.text))

    def add_bullet(
        self, line: Line, *, number: str | None = None, scheme: Scheme | None = None
    ) -> None:
        """Add an item to the list that is open, of the kind that its lead announces."""
        lead = self.lead_of_next_bullet(line)
        kind = line.kind or self.items.kind
        if kind is None:
            self.doubt(line, f"Nothing says what this list is; it was read as a {DEFAULT}.")
            kind = self.items.kind = DEFAULT
        level = self.items.level(line.depth or 0, scheme)
        self.add(line, Unit(kind, self.path.text, line.text, number, lead=lead, level=level))

    def lead_of_next_bullet(self, line: Line) -> int | None:
        """Return what the next bullet hangs under; a list opens where something new leads it."""
        last = self.units[-1] if self.units else None
        if last is None or last.kind.is_bullet:
            return self.items.lead
        if last.kind is Kind.PARAGRAPH and self.interrupts(last, line):
            self.doubt_interruption(last, line)
            return self.items.lead
        lead = None if last.kind is Kind.HEADING else len(self.units) - 1
        words = last.text if lead is not None else ""
        above = self.list_heading if last.kind is Kind.PARAGRAPH else ""
        kind = kind_of_bullets(words, list_heading=above, titles=self.path.titles())
        self.items.open(lead, kind, line.list_id)
        return lead

    def interrupts(self, paragraph: Unit, line: Line) -> bool:
        """Say whether the last paragraph stands inside a list that goes on after it."""
        if line.list_id and self.items.list_id:
            return line.list_id == self.items.list_id
        before = self.units[-2] if len(self.units) > 1 else None
        if before is None or not before.kind.is_bullet or paragraph.text.endswith(":"):
            return False
        return paragraph.text.endswith(OPEN_ENDS) or before.text.endswith(OPEN_ENDS)

    def doubt_interruption(self, paragraph: Unit, line: Line) -> None:
        """Say that a paragraph reads as an item of the list around it."""
        kind = (line.kind or self.items.kind or DEFAULT).replace("_", " ")
        article = "an" if kind[0] in "aeiou" else "a"
        name = f"Paragraph {paragraph.number}" if paragraph.number else "This paragraph"
        message = f"{name} stands inside a list and reads as {article} {kind}."
        self.doubts.append(Doubt(paragraph.line, message))

    def add(self, line: Line, unit: Unit) -> None:
        """Add a unit with its emphasis, its place and the footnotes that its words cite."""
        emphasis = line.emphasis
        if unit.kind in (Kind.HEADING, Kind.LIST_HEADING) and is_all(emphasis, line.text):
            emphasis = ()
        self.cite(line.notes, unit=len(self.units), shift=0)
        self.units.append(replace(unit, emphasis=emphasis, line=line.place, uid=line.uid))

    def continues(self, line: Line) -> bool:
        """Say whether a line goes on with the unit before it, which a page break cut."""
        last = self.units[-1] if self.units else None
        if last is None or line.uid or line.is_bold:
            return False
        is_sentence = last.kind is Kind.PARAGRAPH or last.kind.is_bullet
        return is_sentence and begins_in_lower_case(line.text) and not ends_sentence(last.text)

    def extend(self, line: Line) -> None:
        """Join a line to the unit before it."""
        last = self.units[-1]
        shift = len(last.text) + 1
        text = f"{last.text} {line.text}"
        emphasis = fitted(last.emphasis + shifted(line.emphasis, shift), text)
        self.cite(line.notes, unit=len(self.units) - 1, shift=shift)
        self.units[-1] = replace(last, text=text, emphasis=emphasis)

    def cite(self, notes: tuple[NoteMark, ...], *, unit: int, shift: int) -> None:
        """Remember where the mark of a footnote stands, the first time it does."""
        for note in notes:
            self.noted.setdefault(note.mark, (unit, note.offset + shift))

    def doubt(self, line: Line, message: str) -> None:
        """Note something unsure about a line."""
        self.doubts.append(Doubt(line.place, message))

    def outline(self, language: str) -> Outline:
        """Return what was read. A permanent identifier that stands twice is taken from both."""
        counts = Counter(u.uid for u in self.units if u.uid)
        doubled = {uid for uid, count in counts.items() if count > 1}
        for unit in self.units:
            if unit.uid in doubled:
                message = f"The identifier {unit.uid} stands here and elsewhere: it was not used."
                self.doubts.append(Doubt(unit.line, message))
        units = (replace(u, uid="") if u.uid in doubled else u for u in self.units)
        notes = (Footnote(mark, text, *self.noted.get(mark, ())) for mark, text in self.notes)
        ordered = sorted(self.doubts, key=lambda d: d.line)
        return Outline(tuple(self.titles), tuple(units), tuple(notes), tuple(ordered), language)


def labelled(line: Line) -> Line:
    """Return the line with the label at the beginning of its words made its marker."""
    if line.marker:
        return line
    marker, end = marker_in(line.text)
    return trimmed(cut(line, end, marker=marker)) if marker else line


def item_number(line: Line) -> str | None:
    """Return the number or letter printed before an item; None for a bullet."""
    if (
        line.kind
        or not line.marker
        or line.marker[0] in BULLETS
        or not marker_in(line.marker + " ")[0]
    ):
        return None
    found = readings(line.marker)
    return found[0].text if found else None


def is_bullet(line: Line | None) -> bool:
    """Say whether a line is certainly an item of a list."""
    return line is not None and line.role is Role.BULLET


def is_all(emphasis: tuple[Emphasis, ...], text: str) -> bool:
    """Say whether italics cover a whole text: then they are its layout, not its meaning."""
    return emphasis == (Emphasis(0, len(text)),)
