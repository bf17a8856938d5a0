"""The grammar of a Word file: elements, runs, properties, and parts put into one package."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TypeAlias

from lxml import etree

from documents.compare import Change
from documents.writing.paper import printable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = "http://www.w3.org/XML/1998/namespace"
_NAMESPACES = {"w": W, "r": R}
# Every file names the same moment inside its package, so that equal papers are equal files.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+(?:[\\s،؛]+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*"
)
_BREAKS = re.compile("([\t\n])")

Element: TypeAlias = etree._Element


def w(name: str, /, *children: Element, **attributes: str | int) -> Element:
    """Return an element of WordprocessingML with its attributes in the same namespace."""
    named = {f"{{{W}}}{key}": str(value) for key, value in attributes.items()}
    element = etree.Element(f"{{{W}}}{name}", named, _NAMESPACES)
    element.extend(children)
    return element


def twips(points: float) -> int:
    """Return a length in twentieths of a point, the unit of Word."""
    return round(points * 20)


def run(text: str, *properties: Element) -> Element:
    """Return a run of text; line breaks and tabs become Word's own."""
    element = w("r")
    if properties:
        element.append(w("rPr", *properties))
    for part in _BREAKS.split(printable(text)):
        if part in {"\t", "\n"}:
            element.append(w("tab" if part == "\t" else "br"))
        elif part:
            words = w("t")
            words.text = part
            words.set(f"{{{XML}}}space", "preserve")
            element.append(words)
    return element


def runs(text: str, *, is_italic: bool = False, change: Change = Change.SAME) -> Iterator[Element]:
    """Yield runs of a text; words of right-to-left scripts get runs of their own that say so."""
    start = 0
    for found in _RIGHT_TO_LEFT.finditer(text):
        if found.start() > start:
            yield run(text[start : found.start()], *_look(is_italic, change))
        yield run(found[0], *_look(is_italic, change), w("rtl"))
        start = found.end()
    if start < len(text):
        yield run(text[start:], *_look(is_italic, change))


def _look(is_italic: bool, change: Change) -> tuple[Element, ...]:
    """Return the properties of a run, in the order that the schema wants."""
    italic = (w("i"), w("iCs")) if is_italic else ()
    looks = {Change.REMOVED: ("strike", {}), Change.ADDED: ("u", {"val": "single"})}
    if change not in looks:
        return italic
    name, attributes = looks[change]
    return (*italic, w(name, **attributes))


def field_runs(instruction: str) -> list[Element]:
    """Return the runs of a field that Word computes, such as PAGE."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(f"{{{XML}}}space", "preserve")
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", code),
        w("r", w("fldChar", fldCharType="separate")),
        run("1"),
        w("r", w("fldChar", fldCharType="end")),
    ]


def paragraph(style: str, *content: Element, properties: Iterable[Element] = ()) -> Element:
    """Return a paragraph in the style with that identifier."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *content)


def serialized(element: Element) -> bytes:
    """Return a part's bytes."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a package of parts by name, in their order; equal parts give equal bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            package.writestr(entry, content)
    return buffer.getvalue()
