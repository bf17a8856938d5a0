"""The page of our Word files: its section, the masthead's table, headers and footers."""

from __future__ import annotations

from documents.writing.word_xml import Element, R, W, field_runs, paragraph, runs, twips, w

_COLUMNS = (318.9, 163.05)
_MARGINS = {
    "top": 70.9,
    "right": 56.7,
    "bottom": 56.7,
    "left": 56.7,
    "header": 42.55,
    "footer": 28.35,
    "gutter": 0,
}
# Pages for the left hand and for the right; the first has neither header nor footer.
SIDES = ("even", "default", "first")
# What must stand before w:bidi in the properties of a paragraph, as the schema has it.
_BEFORE_BIDI = ("pStyle", "keepNext", "keepLines", "numPr", "pBdr", "tabs")


def section(*, is_right_to_left: bool) -> Element:
    """Return the section: A4 with the measured margins, its headers and footers by side."""
    references = []
    for place in ("header", "footer"):
        for side in SIDES:
            reference = w(f"{place}Reference", type=side)
            reference.set(f"{{{R}}}id", f"{place}-{side}")
            references.append(reference)
    return w(
        "sectPr",
        *references,
        w("pgSz", w=11906, h=16838),
        w("pgMar", **{side: twips(points) for side, points in _MARGINS.items()}),
        w("titlePg"),
        *([w("bidi")] if is_right_to_left else []),
    )


def row(left: list[Element], right: list[Element], *, height: float, rule: int) -> Element:
    """Return a row of the masthead with the rule under it, in eighths of a point."""
    properties = w("trPr", w("cantSplit"), w("trHeight", val=twips(height), hRule="atLeast"))
    cells = []
    for width, content in zip(_COLUMNS, (left, right), strict=True):
        borders = w("tcBorders", w("bottom", val="single", sz=rule, space=0, color="auto"))
        # A short first row stands on its rule; a tall second one hangs from the rule above.
        align = w("vAlign", val="bottom" if rule < 12 else "top")
        size = w("tcW", w=twips(width), type="dxa")
        cells.append(w("tc", w("tcPr", size, borders, align), *content))
    return w("tr", properties, *cells)


def masthead_table(rows: list[Element], *, is_right_to_left: bool) -> Element:
    """Return the table of the masthead, which has no lines but its two rules."""
    margins = w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa"))
    return w(
        "tbl",
        w(
            "tblPr",
            *([w("bidiVisual")] if is_right_to_left else []),
            w("tblW", w=twips(sum(_COLUMNS)), type="dxa"),
            w("tblLayout", type="fixed"),
            margins,
        ),
        w("tblGrid", *(w("gridCol", w=twips(width)) for width in _COLUMNS)),
        *rows,
    )


def header(side: str, text: str, *, is_right_to_left: bool) -> Element:
    """Return a header: the symbol at the outer margin over a hairline; none on the first page."""
    if side == "first" or not text:
        return _turned(w("hdr", paragraph("Header")), is_right_to_left=is_right_to_left)
    border = w("pBdr", w("bottom", val="single", sz=4, space=4, color="auto"))
    found = w("hdr", paragraph("Header", *runs(text), properties=[border, *_outer(side)]))
    return _turned(found, is_right_to_left=is_right_to_left)


def footer(side: str, *, is_right_to_left: bool) -> Element:
    """Return a footer: the page's number at the outer margin; none on the first page."""
    content = [] if side == "first" else field_runs("PAGE")
    found = w("ftr", paragraph("Footer", *content, properties=_outer(side)))
    return _turned(found, is_right_to_left=is_right_to_left)


def _outer(side: str) -> list[Element]:
    return [w("jc", val="left" if side == "even" else "right")]


def footnotes(notes: list[Element], *, is_right_to_left: bool) -> Element:
    """Return the part of footnotes, after the two that draw the line above them."""
    lines = [
        w("footnote", w("p", w("r", w(kind))), type=kind, id=number)
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    ]
    return _turned(w("footnotes", *lines, *notes), is_right_to_left=is_right_to_left)


def _turned(element: Element, *, is_right_to_left: bool) -> Element:
    if is_right_to_left:
        turn(element)
    return element


def turn(element: Element) -> None:
    """Make every paragraph and every run in it right to left."""
    for each in element.iter(f"{{{W}}}p"):
        properties = each.find(f"{{{W}}}pPr")
        if properties is None:
            properties = w("pPr")
            each.insert(0, properties)
        before = [item for item in properties if item.tag.rpartition("}")[2] in _BEFORE_BIDI]
        properties.insert(len(before), w("bidi"))
    for each in element.iter(f"{{{W}}}r"):
        properties = each.find(f"{{{W}}}rPr")
        if properties is None:
            properties = w("rPr")
            each.insert(0, properties)
        if properties.find(f"{{{W}}}rtl") is None:
            properties.append(w("rtl"))
