"""What a Word file's styles say: heading depths, certain kinds, numbering, italics."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from documents.outline import Kind
from documents.reading.lines import Role
from documents.reading.word_names import W, number, switch, value

HEADING = re.compile(r"heading ([1-9])$")
LONGEST_CHAIN = 30
# The styles of this portal's own papers: what they say is certain.
ROLES = {
    "lap title line": Role.TITLE,
    "lap list heading": Role.LIST_HEADING,
    "lap paragraph": Role.PARAGRAPH,
    "lap footnote": Role.FOOTNOTE,
    "title": Role.TITLE,
    "subtitle": Role.TITLE,
}
KINDS = {f"lap {kind.replace('_', ' ')}": kind for kind in Kind if kind.is_bullet}
# The heading styles of the template of the United Nations in Geneva, letters and digits only.
GENEVA_DEPTHS = {"hchg": 0, "h1g": 1, "h23g": 2, "h4g": 3, "h56g": 4}


@dataclass(frozen=True, slots=True)
class NumberingChoice:
    """A list and a level of it, as a paragraph or a style chooses them; None: not said."""

    list_id: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """One style, with what it says itself; the rest is its ancestors'."""

    name: str
    based_on: str | None
    outline: int | None
    numbering: NumberingChoice
    is_italic: bool | None
    is_bold: bool | None
    is_hidden: bool | None


@dataclass(slots=True)
class Styles:
    """The styles of a file by identifier."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str | None = None

    def chain(self, style_id: str | None) -> list[Style]:
        """Return a style and what it is based on, nearest first; circles are cut."""
        found: list[Style] = []
        current = style_id if style_id in self.by_id else self.default
        while current in self.by_id and len(found) < LONGEST_CHAIN:
            found.append(self.by_id[current])
            current = found[-1].based_on
        return found

    def role(self, style_id: str | None) -> Role:
        """Return what a paragraph style says its paragraphs are."""
        for style in self.chain(style_id):
            if style.name in KINDS:
                return Role.BULLET
            if style.name in ROLES:
                return ROLES[style.name]
            if is_heading(style):
                return Role.HEADING
        return Role.UNKNOWN

    def is_masthead(self, style_id: str | None) -> bool:
        """Say whether a style is for what our own papers print around their title block."""
        return any(style.name.startswith("lap masthead") for style in self.chain(style_id))

    def kind(self, style_id: str | None) -> Kind | None:
        """Return the kind of bullet that a style is certain of."""
        return next((KINDS[s.name] for s in self.chain(style_id) if s.name in KINDS), None)

    def depth(self, style_id: str | None) -> int | None:
        """Return the depth of a heading style from 0."""
        for style in self.chain(style_id):
            if found := HEADING.match(style.name):
                return int(found[1]) - 1
            if letters(style.name) in GENEVA_DEPTHS:
                return GENEVA_DEPTHS[letters(style.name)]
            if style.outline is not None and style.outline < 9:
                return style.outline
        return None

    def numbering(self, style_id: str | None) -> NumberingChoice:
        """Return the list and level that a style gives its paragraphs."""
        chain = self.chain(style_id)
        list_id = next((s.numbering.list_id for s in chain if s.numbering.list_id), None)
        level = next((s.numbering.level for s in chain if s.numbering.level is not None), None)
        return NumberingChoice(list_id, level)

    def says(self, style_id: str, quality: str) -> bool | None:
        """Return whether a character style is italic, bold or hidden; None if it does not say."""
        if style_id not in self.by_id:
            return None
        answers = (getattr(style, f"is_{quality}") for style in self.chain(style_id))
        return next((a for a in answers if a is not None), None)


def is_heading(style: Style) -> bool:
    """Say whether a style is one for headings, by its name or its level in the outline."""
    by_name = HEADING.match(style.name) or letters(style.name) in GENEVA_DEPTHS
    return bool(by_name) or (style.outline is not None and style.outline < 9)


def letters(name: str) -> str:
    """Return the letters and digits of a name."""
    return re.sub(r"[^a-z0-9]", "", name)


def read_styles(root: etree._Element | None) -> Styles:
    """Return the styles of a file; none where it has no part for them."""
    styles = Styles()
    for element in [] if root is None else root.iterfind(W + "style"):
        style_id = element.get(W + "styleId", "")
        properties = element.find(W + "pPr")
        run = element.find(W + "rPr")
        styles.by_id[style_id] = Style(
            name=(value(element, "name") or "").strip().lower(),
            based_on=value(element, "basedOn"),
            outline=number(properties, "outlineLvl"),
            numbering=numbering_choice(properties),
            is_italic=switch(run, "i"),
            is_bold=switch(run, "b"),
            is_hidden=switch(run, "vanish"),
        )
        if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true"):
            styles.default = style_id
    return styles


def numbering_choice(properties: etree._Element | None) -> NumberingChoice:
    """Return the list and level that properties of a paragraph name."""
    return NumberingChoice(
        list_id=value(properties, "numPr/numId"), level=number(properties, "numPr/ilvl")
    )
