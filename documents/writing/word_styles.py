"""The styles and numberings of our Word files, measured in a document of the United Nations."""

from __future__ import annotations

from dataclasses import dataclass

from documents.outline import Kind
from documents.writing.paper import FrontRole
from documents.writing.word_xml import Element, twips, w

# Text stands two centimetres inside both margins, as in documents of the Office at Geneva.
INDENT = 56.7
STEP = INDENT / 2
LANGUAGES = {
    "en": "en-GB",
    "fr": "fr-FR",
    "es": "es-ES",
    "ru": "ru-RU",
    "zh": "zh-CN",
    "ar": "ar-SA",
}
BULLET_FORMATS = ("lowerLetter", "lowerRoman", "lowerLetter", "lowerRoman")
PARAGRAPHS, BULLETS = 1, 2


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks; lengths in points. `hanging` may be negative: a first line indent."""

    size: float = 10
    is_bold: bool = False
    is_italic: bool = False
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    align: str = "left"
    keeps_next: bool = False
    tabs: tuple[tuple[str, float], ...] = ()
    outline: int | None = None
    line: float = 0

    def paragraph_properties(self) -> list[Element]:
        """Return the properties in the order that the schema asks for."""
        found = [w("keepNext"), w("keepLines")] if self.keeps_next else []
        if self.tabs:
            found.append(
                w("tabs", *(w("tab", val=kind, pos=twips(place)) for kind, place in self.tabs))
            )
        spacing: dict[str, str | int] = {"before": twips(self.before), "after": twips(self.after)}
        if self.line:
            spacing |= {"line": twips(self.line), "lineRule": "atLeast"}
        found.append(w("spacing", **spacing))
        side = "hanging" if self.hanging >= 0 else "firstLine"
        indent = {side: twips(abs(self.hanging))}
        found.append(w("ind", left=twips(self.left), right=twips(self.right), **indent))
        found.append(w("jc", val=self.align))
        if self.outline is not None:
            found.append(w("outlineLvl", val=self.outline))
        return found

    def run_properties(self) -> list[Element]:
        """Return the properties of its letters in the order that the schema asks for."""
        bold = [w("b"), w("bCs")] if self.is_bold else []
        italic = [w("i"), w("iCs")] if self.is_italic else []
        return [
            *bold,
            *italic,
            w("sz", val=round(self.size * 2)),
            w("szCs", val=round(self.size * 2)),
        ]


def _heading(size: float, line: float, before: float, after: float, level: int) -> Look:
    return Look(
        size=size,
        is_bold=level < 3,
        is_italic=level == 3,
        before=before,
        after=after,
        left=INDENT,
        right=INDENT,
        hanging=INDENT,
        keeps_next=True,
        tabs=(("right", 42.55), ("left", INDENT)),
        outline=level,
        line=line,
    )


HEADINGS = (
    _heading(14, 15, 18, 12, 0),
    _heading(12, 13.5, 18, 12, 1),
    *(_heading(10, 12, 12, 6, level) for level in range(2, 6)),
)
LIST_HEADING = Look(
    is_italic=True, before=6, after=6, left=INDENT, right=INDENT, align="both", keeps_next=True
)
PARAGRAPH = Look(after=6, left=INDENT, right=INDENT, align="both", tabs=(("left", INDENT + STEP),))
FRONT = {
    FrontRole.ADVANCE: Look(size=10, is_bold=True),
    FrontRole.SYMBOL: Look(align="right"),
    FrontRole.BODY: Look(size=14, is_bold=True, before=6, line=17, right=12),
    FrontRole.DISTRIBUTION: Look(before=12),
    FrontRole.DATE: Look(before=6),
    FrontRole.LANGUAGE: Look(before=6),
    FrontRole.MEETING: Look(is_bold=True, before=2),
    FrontRole.AGENDA: Look(before=2),
    FrontRole.AGENDA_TITLE: Look(is_bold=True, before=2, right=200),
    FrontRole.TITLE: Look(
        size=17,
        is_bold=True,
        before=24,
        after=12,
        left=INDENT,
        right=INDENT,
        line=18,
        keeps_next=True,
    ),
    FrontRole.SUBMITTED: Look(
        size=14,
        is_bold=True,
        before=6,
        after=18,
        left=INDENT,
        right=INDENT,
        line=17,
        keeps_next=True,
    ),
}


def kind_style(kind: Kind) -> str:
    """Return the name of the style of a kind of bullet: the readers know units by it."""
    return "LAP " + kind.value.replace("_", " ").title()


def style_id(name: str) -> str:
    """Return the identifier of a style from its name, as Word makes it."""
    return name.replace(" ", "")


def bullet_look(level: int) -> Look:
    """Return the look of a bullet: its letter hangs, and each level stands further in."""
    left = INDENT + STEP * (level + 2)
    return Look(
        after=6, left=left, right=INDENT, hanging=STEP, align="both", tabs=(("left", left),)
    )


def styles(language: str) -> Element:
    """Return the part of all styles; nothing in it comes from Word's own template."""
    return w(
        "styles",
        _defaults(language),
        _style("Normal", Look(line=12), base="", is_default=True),
        *(_style(f"heading {n}", look) for n, look in enumerate(HEADINGS, start=1)),
        _style("LAP Title Line", Look()),
        _style("LAP List Heading", LIST_HEADING),
        _style("LAP Paragraph", PARAGRAPH),
        *(_style(kind_style(kind), bullet_look(0)) for kind in Kind if kind.is_bullet),
        _style("LAP Masthead", Look()),
        *(_style(masthead_style(role), look, base="LAPMasthead") for role, look in FRONT.items()),
        _style("LAP Masthead End", Look(before=12, align="center"), base="LAPMasthead"),
        _style("header", Look(size=9, is_bold=True)),
        _style("footer", Look(size=9, is_bold=True)),
        _style(
            "footnote text",
            Look(size=9, after=3, left=INDENT, right=INDENT, hanging=STEP / 2, line=11),
        ),
        _reference_style(),
    )


def masthead_style(role: FrontRole) -> str:
    """Return the name of the style of a masthead line, which readers pass over."""
    return "LAP Masthead " + role.value.replace("_", " ").title()


def _defaults(language: str) -> Element:
    fonts = dict.fromkeys(("ascii", "hAnsi", "cs"), "Times New Roman")
    spoken = LANGUAGES.get(language, language)
    properties = w(
        "rPr",
        w("rFonts", **fonts, eastAsia="SimSun"),
        w("sz", val=20),
        w("szCs", val=20),
        w("lang", val=spoken, eastAsia="zh-CN", bidi="ar-SA"),
    )
    return w("docDefaults", w("rPrDefault", properties), w("pPrDefault"))


def _style(name: str, look: Look, *, base: str = "Normal", is_default: bool = False) -> Element:
    identifier = style_id(name[0].upper() + name[1:])
    default = {"default": 1} if is_default else {}
    style = w("style", type="paragraph", **default, styleId=identifier)
    style.append(w("name", val=name))
    if base:
        style.append(w("basedOn", val=base))
    style.append(w("qFormat"))
    style.append(w("pPr", *look.paragraph_properties()))
    style.append(w("rPr", *look.run_properties()))
    return style


def _reference_style() -> Element:
    return w(
        "style",
        w("name", val="footnote reference"),
        w("rPr", w("vertAlign", val="superscript")),
        type="character",
        styleId="FootnoteReference",
    )


@dataclass(slots=True)
class Numberings:
    """The lists of one document, each begun where the text begins it."""

    begun: list[tuple[int, int, int]]

    def begin(self, numbering: int, *, level: int = 0, at: int = 1) -> int:
        """Begin a list of a numbering anew; return its identifier for the paragraphs in it."""
        self.begun.append((numbering, level, at))
        return len(self.begun)

    def part(self) -> Element:
        """Return the part of numberings; the schema wants every definition before its uses."""
        return w(
            "numbering",
            w(
                "abstractNum",
                w("multiLevelType", val="singleLevel"),
                _level(0, "decimal", "%1.", PARAGRAPH),
                abstractNumId=PARAGRAPHS,
            ),
            w(
                "abstractNum",
                w("multiLevelType", val="multilevel"),
                *(
                    _level(n, form, f"(%{n + 1})" if n < 2 else f"%{n + 1}.", bullet_look(n))
                    for n, form in enumerate(BULLET_FORMATS)
                ),
                abstractNumId=BULLETS,
            ),
            *(self._use(number, *begun) for number, begun in enumerate(self.begun, start=1)),
        )

    def _use(self, number: int, numbering: int, level: int, at: int) -> Element:
        override = w("lvlOverride", w("startOverride", val=at), ilvl=level)
        return w("num", w("abstractNumId", val=numbering), override, numId=number)


def _level(level: int, form: str, text: str, look: Look) -> Element:
    indent = look.paragraph_properties()
    wanted = {"tabs", "ind"}
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=form),
        w("lvlText", val=text),
        w("lvlJc", val="left"),
        w("pPr", *(item for item in indent if item.tag.rpartition("}")[2] in wanted)),
        ilvl=level,
    )
