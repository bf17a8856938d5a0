"""The labels that Word computes and does not store: "17.", "III.", "(a)", bullets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from documents.reading.labels import roman
from documents.reading.word_names import W, number, switch, value
from documents.reading.word_styles import NumberingChoice, Styles

LEVELS = 9
GAP = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class LevelForm:
    """How one level of a list counts and what its label looks like."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restarts_after: int | None = None
    is_legal: bool = False
    style_id: str = ""


@dataclass(slots=True)
class WordList:
    """A list: its levels, the numbers it shares with others of its kind, and where it restarts."""

    shared: str
    levels: dict[int, LevelForm] = field(default_factory=dict)
    restarts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComputedLabel:
    """The label of one paragraph as Word prints it, its depth, and whether it counts."""

    text: str
    level: int
    is_bullet: bool
    list_id: str = ""


class Numbering:
    """Counts the numbered paragraphs of one file in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.lists = read_lists(root, styles)
        self.styles = styles
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()

    def next_label(self, direct: NumberingChoice, style_id: str | None) -> ComputedLabel | None:
        """Return the label of the next paragraph; None where it has none."""
        styled = self.styles.numbering(style_id)
        list_id = direct.list_id if direct.list_id is not None else styled.list_id
        found = self.lists.get(list_id or "0")
        if found is None or list_id == "0":
            return None
        level = direct.level if direct.level is not None else styled.level
        if level is None:
            level = level_of_style(found, style_id)
        level = min(max(level, 0), LEVELS - 1)
        self.count(found, list_id or "", level)
        label = self.label(found, level)
        return replace(label, list_id=list_id or "") if label else None

    def count(self, found: WordList, list_id: str, level: int) -> None:
        """Count one paragraph at a level; deeper levels begin again."""
        counts = self.counts.setdefault(found.shared, {})
        form = found.levels.get(level, LevelForm())
        overridden = level in found.restarts and (list_id, level) not in self.begun
        self.begun.add((list_id, level))
        if overridden:
            counts[level] = found.restarts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else form.start
        for deeper in [d for d in counts if d > level]:
            limit = found.levels.get(deeper, LevelForm()).restarts_after
            if limit is None or (limit > 0 and level < limit):
                del counts[deeper]

    def label(self, found: WordList, level: int) -> ComputedLabel | None:
        """Return the label at the present count."""
        form = found.levels.get(level, LevelForm())
        if form.form == "none" or (form.form != "bullet" and not form.text):
            text = GAP.sub("", form.text).strip()
            return ComputedLabel(text, level, is_bullet=False) if text else None
        if form.form == "bullet":
            return ComputedLabel(form.text.strip() or "•", level, is_bullet=True)
        text = GAP.sub(lambda gap: self.part(found, int(gap[1]) - 1, form), form.text)
        return ComputedLabel(text.strip(), level, is_bullet=False)

    def part(self, found: WordList, level: int, asking: LevelForm) -> str:
        """Return the number of one level as it is written within a label."""
        form = found.levels.get(level, LevelForm())
        reached = self.counts.get(found.shared, {}).get(level, form.start)
        is_digits = asking.is_legal and form.form != "decimalZero"
        return written(reached, "decimal" if is_digits else form.form)


def written(count: int, form: str) -> str:
    """Return a number in one of Word's forms; a form not known here is written in digits."""
    if form in ("upperLetter", "lowerLetter") and count > 0:
        letter = chr(ord("A") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman") and 0 < count < 4000:
        return roman(count) if form == "upperRoman" else roman(count).lower()
    return f"{count:02d}" if form == "decimalZero" else str(count)


def level_of_style(found: WordList, style_id: str | None) -> int:
    """Return the level of a list that names a style as its own; else the first."""
    named = (n for n, form in found.levels.items() if style_id and form.style_id == style_id)
    return next(named, 0)


def read_lists(root: etree._Element | None, styles: Styles) -> dict[str, WordList]:
    """Return the lists of a file by number."""
    if root is None:
        return {}
    kinds = {e.get(W + "abstractNumId", ""): e for e in root.iterfind(W + "abstractNum")}
    ids = {
        e.get(W + "numId", ""): value(e, "abstractNumId") or "" for e in root.iterfind(W + "num")
    }
    lists = {}
    for element in root.iterfind(W + "num"):
        shared = followed(value(element, "abstractNumId") or "", kinds, ids, styles)
        lists[element.get(W + "numId", "")] = read_list(element, shared, kinds.get(shared))
    return lists


def followed(
    shared: str, kinds: dict[str, etree._Element], ids: dict[str, str], styles: Styles
) -> str:
    """Return the definition that a list refers to through a list style, or its own."""
    link = value(kinds.get(shared), "numStyleLink")
    if link and link in styles.by_id:
        target = ids.get(styles.by_id[link].numbering.list_id or "")
        return target if target in kinds else shared
    return shared


def read_list(element: etree._Element, shared: str, kind: etree._Element | None) -> WordList:
    """Return one list with its own overrides of its definition."""
    found = WordList(shared)
    for level in [] if kind is None else kind.iterfind(W + "lvl"):
        found.levels[level_number(level)] = level_form(level)
    for override in element.iterfind(W + "lvlOverride"):
        at = level_number(override)
        own = override.find(W + "lvl")
        if own is not None:
            found.levels[at] = level_form(own)
        start = number(override, "startOverride")
        if start is not None:
            found.restarts[at] = start
    return found


def level_number(element: etree._Element) -> int:
    """Return which level an element describes."""
    said = element.get(W + "ilvl", "0")
    return int(said) if said.isdigit() else 0


def level_form(level: etree._Element) -> LevelForm:
    """Return how a level counts."""
    start = number(level, "start")
    return LevelForm(
        start=0 if start is None else start,
        form=value(level, "numFmt") or "decimal",
        text=value(level, "lvlText") or "",
        restarts_after=number(level, "lvlRestart"),
        is_legal=bool(switch(level, "isLgl")),
        style_id=value(level, "pStyle") or "",
    )
