"""A paper becomes a PDF, tagged and archivable wherever fonts for all its letters are there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

import typst

from documents.outline import Footnote, Kind
from documents.writing.paper import (
    FrontLine,
    Paper,
    Piece,
    front,
    heading_label,
    pieces,
    printable,
)

_TEMPLATE = Path(__file__).with_name("paper.typ")
_ACCESSIBLE = ["ua-1"]
_ARCHIVABLE = ["a-2a"]
_FORMS = ("(a)", "(i)", "a.", "i.")
# The first is in the wheel of typst; the others are used for what it lacks, where they are
# installed. Noto Sans Arabic is not among them: its words are copied out in disorder.
_FONTS = [
    "Libertinus Serif",
    "Noto Naskh Arabic",
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "Droid Sans Fallback",
    "Noto Serif",
    "Noto Serif Devanagari",
    "DejaVu Serif",
    "DejaVu Sans",
]
_FOLDERS = [
    Path("/usr/share/fonts") / kind / name
    for kind in ("truetype", "opentype")
    for name in ("dejavu", "noto", "droid")
]
_BEYOND_LATIN = re.compile("[^\t\n\u0020-\u052f\u2010-\u2027\u2030-\u203a\u20ac]")
_LANGUAGE = re.compile("[a-z]{2,3}")
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')

# Typst names what cannot be seen by its number.
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


@dataclass(frozen=True, slots=True)
class PdfFile:
    """
    A PDF, and the characters for which no font was found, each once ("" if none).

    Where some are missing the file shows empty boxes in their place, and does not claim the
    standards PDF/UA-1 and PDF/A-2a.
    """

    data: bytes
    missing: str = ""


def write_pdf(paper: Paper) -> PdfFile:
    """
    Return the paper as a PDF; the same paper and fonts always give the same bytes.

    PDF/A wants a date, so a paper without a day of issue claims PDF/UA-1 only.
    """
    sources = {"paper": _json(_paper(paper)), "fonts": _json(_FONTS)}
    folders = _font_folders(sources["paper"])
    standards = [*_ACCESSIBLE, *(_ARCHIVABLE if paper.issued_at else [])]
    try:
        return PdfFile(_compiled(sources, folders=folders, standards=standards))
    except typst.TypstError:
        missing = _missing(sources, folders=folders)
        return PdfFile(_compiled(sources, folders=folders, standards=[]), missing)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _font_folders(text: str) -> list[str]:
    """Return the folders of fonts that a text needs: none for Latin, Greek and Cyrillic letters."""
    if not _BEYOND_LATIN.search(text):
        return []
    return [str(folder) for folder in _FOLDERS if folder.is_dir()]


def _compiled(
    sources: dict[str, str],
    *,
    folders: list[str],
    standards: Any,
    template: bytes | None = None,
) -> bytes:
    """Return a PDF without any moment in it: the fonts of the machine are not looked for."""
    return typst.compile(
        template or _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs=sources,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=folders),
        pdf_standards=standards,
        timestamp=0,
    )


def _missing(sources: dict[str, str], *, folders: list[str]) -> str:
    """Return the characters of a paper for which no font is there, in their order."""
    letters = "".join(sorted(set(sources["paper"])))
    probe = (
        '#set document(title: "Letters")\n'
        "#set text(font: json(bytes(sys.inputs.fonts)))\n"
        "#for letter in sys.inputs.letters.clusters() [#letter #parbreak()]\n"
    )
    inputs = {"letters": letters, "fonts": sources["fonts"]}
    try:
        _compiled(inputs, folders=folders, standards=_ACCESSIBLE, template=probe.encode())
    except typst.TypstError as error:
        named = "".join(_MISSING.findall(error.diagnostic))
        return "".join(dict.fromkeys(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), named)))
    return ""


def _paper(paper: Paper) -> dict[str, Any]:
    """Return everything that the template prints, as plain values."""
    page, counted, language = front(paper), _Counted(), paper.outline.language
    first, slash, rest = printable(page.symbol).partition("/")
    symbol_notes = [counted.note(note) for note in page.symbol_notes]
    below = []
    for place, line in enumerate(page.below):
        notes = page.title_notes if place == page.noted_line else ()
        below.append(_line(line) | {"notes": [counted.note(note) for note in notes]})
    return {
        "title": printable(paper.title) or "Paper",
        "issued": _moment(paper),
        "language": language if _LANGUAGE.fullmatch(language) else "en",
        "running": printable(paper.masthead.symbol or paper.title),
        "corner": [_line(line) for line in page.corner],
        "symbol": {"first": first, "rest": slash + rest, "notes": symbol_notes},
        "left": [_line(line) for line in page.left],
        "right": [_line(line) for line in page.right],
        "below": below,
        "blocks": list(_blocks(paper, counted)),
    }


def _moment(paper: Paper) -> dict[str, int] | None:
    """Return the moment of issue in parts, in coordinated universal time."""
    if paper.issued_at is None:
        return None
    moment = paper.issued_at.astimezone(UTC)
    parts = ("year", "month", "day", "hour", "minute", "second")
    return {part: getattr(moment, part) for part in parts}


def _line(line: FrontLine) -> dict[str, Any]:
    return {"role": line.role.value, "text": printable(line.text), "notes": []}


@dataclass(slots=True)
class _Counted:
    """Which footnotes carry a number that is counted, and which a mark of their own."""

    count: int = 0

    def note(self, note: Footnote) -> dict[str, Any]:
        is_counted = note.mark == str(self.count + 1)
        self.count += is_counted
        text = printable(note.text)
        return {"look": "note", "text": text, "mark": note.mark, "counted": is_counted}

    def piece(self, piece: Piece) -> dict[str, Any]:
        if piece.footnote:
            return self.note(piece.footnote)
        look = "italic" if piece.is_emphasized else piece.change.value
        return {"look": look, "text": printable(piece.text)}


def _blocks(paper: Paper, counted: _Counted) -> Iterator[dict[str, Any]]:
    """Yield headings, paragraphs and whole lists."""
    lists = _Lists()
    depth = 0
    for place, unit in enumerate(paper.outline.units):
        words = {"pieces": [counted.piece(piece) for piece in pieces(paper, place)]}
        if unit.kind.is_bullet:
            if begun := lists.add(words, lead=unit.lead, level=unit.level):
                yield begun
            continue
        lists.open.clear()
        if unit.kind is Kind.HEADING:
            # PDF/UA-1 refuses a heading that skips a level.
            depth = min(unit.level + 1, depth + 1, 6)
        label = printable(_label(paper, place))
        yield {"kind": unit.kind.value, "label": label, "level": depth, **words}


class _Lists:
    """The lists that are open, one within the other; one that is taken up again counts on."""

    def __init__(self) -> None:
        self.open: list[dict[str, Any]] = []
        self.reached: dict[int | None, list[int]] = {}

    def add(self, words: dict[str, Any], *, lead: int | None, level: int) -> dict[str, Any] | None:
        """Add an item to the open list of its level; return the outermost list if it begins."""
        level = min(level, len(_FORMS) - 1, len(self.open))
        reached = self.reached.setdefault(lead, [])
        del reached[level + 1 :]
        reached += [0] * (level + 1 - len(reached))
        reached[level] += 1
        del self.open[level + 1 :]
        is_new = len(self.open) == level
        if is_new:
            begun = {"kind": "list", "start": reached[level], "form": _FORMS[level], "items": []}
            if level:
                self.open[-1]["items"][-1]["lists"].append(begun)
            self.open.append(begun)
        self.open[level]["items"].append(words | {"lists": []})
        return self.open[0] if is_new and not level else None


def _label(paper: Paper, place: int) -> str:
    unit = paper.outline.units[place]
    if unit.kind is Kind.HEADING:
        return heading_label(unit.section)
    if unit.number is None:
        return ""
    return f"{unit.number}."
