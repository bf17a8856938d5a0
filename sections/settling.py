"""A matched paper and what a person chose become the text that is to be, element by element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from documents.emphasis import carry_emphasis
from documents.outline import Emphasis, Kind, Outline, Unit
from documents.updating.matching import Verdict
from lap_portal.errors import RuleViolation
from sections.labels import join_labels

_OF_AN_ELEMENT = {Verdict.IS, Verdict.KEEPS, Verdict.RESTORED}


@dataclass(frozen=True, slots=True)
class Choice:
    """A verdict, and the uid of the element that it speaks of, "" for none."""

    verdict: Verdict
    uid: str = ""

    def __str__(self) -> str:
        """Return it as a form sends it."""
        return f"{self.verdict}:{self.uid}" if self.uid else str(self.verdict)

    @classmethod
    def read(cls, said: str) -> Choice:
        """Return what a form sent; ValueError where that is no choice."""
        verdict, _colon, uid = said.partition(":")
        return cls(Verdict(verdict), uid)


@dataclass(frozen=True, slots=True)
class Settlement:
    """
    What was chosen for each unit of a paper, and by uid for each element that none of them is.

    `takes_labels` says that sections get the labels printed in the paper, `keeps_order` that
    everything stays in the order of the text, whatever that of the paper.
    """

    units: tuple[Choice, ...]
    gone: Mapping[str, Choice]
    takes_labels: bool = False
    keeps_order: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """
    One unit of the text that is to be: the uid of its element ("" for a new one), or of the one
    it is split from; its words, and where it stands. `section` and `lead` are places in the text.

    `place` is that of the unit of the paper, None for an element that the paper does not hold.
    `label` and `above`, the place of the heading above, are those of a heading.
    """

    uid: str
    verdict: Verdict
    kind: Kind
    text: str
    emphasis: tuple[Emphasis, ...]
    place: int | None
    level: int = 0
    split_from: str = ""
    label: str = ""
    section: int | None = None
    above: int | None = None
    lead: int | None = None
    path: str = ""


def settle(old: Sequence[Unit], paper: Outline, chosen: Settlement) -> list[Target]:
    """
    Return the text that is to be, in reading order; `old` holds deleted elements at its end.

    Raises RuleViolation where two units are to be one element, where a part is to be split off
    from what does not stand, or where two sections beside one another would bear one label.
    """
    _check(chosen)
    by_uid = {unit.uid: unit for unit in old}
    has_italics = any(unit.emphasis for unit in paper.units)
    of_paper = [
        _target(paper.units[place], choice, place, by_uid, has_italics=has_italics)
        for place, choice in enumerate(chosen.units)
        if choice.verdict is not Verdict.OUT
    ]
    targets = _with_what_stays(of_paper, old, chosen)
    if chosen.keeps_order:
        targets = _in_order_of_text(targets, old)
    targets = list(_in_sections(targets, by_uid, paper, takes_labels=chosen.takes_labels))
    _check_labels(targets)
    return list(_hung(targets, by_uid, paper))


def merged_into(chosen: Settlement) -> dict[str, list[str]]:
    """Return the uids of elements that go into another one, by the uid of that one."""
    found: dict[str, list[str]] = {}
    for uid, choice in chosen.gone.items():
        if choice.verdict is Verdict.MERGED:
            found.setdefault(choice.uid, []).append(uid)
    return found


def _check(chosen: Settlement) -> None:
    is_said = [choice.uid for choice in chosen.units if choice.verdict in _OF_AN_ELEMENT]
    if len(set(is_said)) < len(is_said):
        raise RuleViolation(
            _("Two units of the file are to be one element. Choose for one of them what it is.")
        )
    reworded = {c.uid for c in chosen.units if c.verdict in {Verdict.IS, Verdict.RESTORED}}
    parts = {c.uid for c in chosen.units if c.verdict is Verdict.SPLIT}
    if not parts <= reworded:
        raise RuleViolation(
            _("A part is split off from an element that keeps its words, or is not in the file.")
        )
    staying = {uid for uid, c in chosen.gone.items() if c.verdict is Verdict.STAYS}
    if not merged_into(chosen).keys() <= {*is_said, *staying}:
        raise RuleViolation(_("An element is merged into one that leaves the text."))


def _target(
    unit: Unit, choice: Choice, place: int, by_uid: Mapping[str, Unit], *, has_italics: bool
) -> Target:
    """Return a unit of the paper as it will stand."""
    if choice.verdict not in _OF_AN_ELEMENT:
        is_part = choice.verdict is Verdict.SPLIT
        kind = by_uid[choice.uid].kind if is_part else unit.kind
        split_from = choice.uid if is_part else ""
        return Target(
            "", choice.verdict, kind, unit.text, unit.emphasis, place, unit.level, split_from
        )
    before = by_uid[choice.uid]
    is_heading = before.kind is Kind.HEADING
    if is_heading is not (unit.kind is Kind.HEADING):
        raise RuleViolation(
            _("“%(words)s” cannot become a heading, or a heading anything else. Choose “new”.")
            % {"words": unit.text[:60]}
        )
    level = unit.level if is_heading else before.level
    if choice.verdict is Verdict.KEEPS:
        return Target(
            before.uid, choice.verdict, before.kind, before.text, before.emphasis, place, level
        )
    emphasis = unit.emphasis
    if not has_italics:
        emphasis = carry_emphasis(before.text, unit.text, before.emphasis)
    return Target(before.uid, choice.verdict, before.kind, unit.text, emphasis, place, level)


def _with_what_stays(
    targets: Sequence[Target], old: Sequence[Unit], chosen: Settlement
) -> list[Target]:
    """Put each element that the paper does not hold, and that stays, behind what it follows."""
    placed = list(targets)
    before: list[str] = []
    for unit in old:
        choice = chosen.gone.get(unit.uid)
        if choice is not None and choice.verdict is Verdict.STAYS:
            places = {target.uid: place for place, target in enumerate(placed) if target.uid}
            follows = next((places[uid] for uid in reversed(before) if uid in places), -1)
            staying = Target(
                unit.uid, Verdict.STAYS, unit.kind, unit.text, unit.emphasis, None, unit.level
            )
            placed.insert(follows + 1, staying)
        before.append(unit.uid)
    return placed


def _in_order_of_text(targets: Sequence[Target], old: Sequence[Unit]) -> list[Target]:
    """Put elements in the order of the text, and what is new behind what it follows."""
    places = {unit.uid: place for place, unit in enumerate(old)}
    placed = sorted((t for t in targets if t.uid), key=lambda target: places[target.uid])
    for at, target in enumerate(targets):
        if not target.uid:
            follows = targets[at - 1] if at else None
            placed.insert(placed.index(follows) + 1 if follows else 0, target)
    return placed


def _in_sections(
    targets: Sequence[Target], by_uid: Mapping[str, Unit], paper: Outline, *, takes_labels: bool
) -> Iterator[Target]:
    """Yield units with the place of their heading; headings with their label and depth."""
    open_headings: list[tuple[int, Target]] = []
    for at, target in enumerate(targets):
        if target.kind is not Kind.HEADING:
            section = open_headings[-1][0] if open_headings else None
            path = open_headings[-1][1].path if open_headings else ""
            yield replace(target, section=section, path=path)
            continue
        while open_headings and open_headings[-1][1].level >= target.level:
            open_headings.pop()
        printed = None if target.place is None else paper.units[target.place].section
        if target.uid and (printed is None or not takes_labels):
            printed = by_uid[target.uid].section
        label = (printed or "").rpartition(".")[2]
        above = open_headings[-1] if open_headings else None
        path = join_labels(above[1].path if above else "", label)
        heading = replace(
            target, label=label, path=path, section=at, above=above[0] if above else None
        )
        open_headings.append((at, heading))
        yield heading


def _check_labels(targets: Sequence[Target]) -> None:
    seen: set[tuple[int | None, str]] = set()
    for target in targets:
        if target.kind is not Kind.HEADING:
            continue
        if (target.above, target.label) in seen:
            raise RuleViolation(
                _(
                    "Two sections would be called %(path)s. Take the labels of the file, or give "
                    "“%(words)s” another one there."
                )
                % {"path": target.path, "words": target.text[:60]}
            )
        seen.add((target.above, target.label))


def _hung(
    targets: Sequence[Target], by_uid: Mapping[str, Unit], paper: Outline
) -> Iterator[Target]:
    """Yield items under the lead they had, where it still leads them, or else the paper's."""
    at_place = {t.place: at for at, t in enumerate(targets) if t.place is not None}
    at_uid = {t.uid: at for at, t in enumerate(targets) if t.uid}
    uids = list(by_uid)
    for at, target in enumerate(targets):
        if not target.kind.is_bullet:
            yield target
            continue
        before = by_uid.get(target.uid or target.split_from)
        had = None if before is None or before.lead is None else at_uid.get(uids[before.lead])
        unit = None if target.place is None else paper.units[target.place]
        said = None if unit is None or unit.lead is None else at_place.get(unit.lead)
        lead = next((lead for lead in (had, said) if _leads(targets, lead, at)), None)
        is_free = (before is None or before.lead is None) if unit is None else unit.lead is None
        if lead is None and not is_free:
            lead = _nearest(targets, at)
        yield replace(target, lead=lead)


def _leads(targets: Sequence[Target], lead: int | None, item: int) -> bool:
    """Whether a unit can lead an item: before it, in its section, and no item itself."""
    if lead is None or lead >= item:
        return False
    can_lead = targets[lead].kind in {Kind.PARAGRAPH, Kind.LIST_HEADING}
    return can_lead and targets[lead].section == targets[item].section


def _nearest(targets: Sequence[Target], item: int) -> int | None:
    before = range(item - 1, -1, -1)
    return next((lead for lead in before if _leads(targets, lead, item)), None)
