"""A revised paper beside the text that it comes from: what each of its units is proposed to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from documents.outline import Kind, Outline, Unit
from documents.updating.likeness import folded
from documents.updating.matching import Doubt, Matching, Verdict, match_units
from sections.models import ActionPlan, Draft, DraftUnit, Element
from sections.queries.outlines import outline_of
from sections.queries.reading import draft_text
from sections.queries.texts import PlanText
from sections.settling import Choice

# A paper that holds less of the text than this is a part of it: what it has not, stays.
A_PART = 0.5


@dataclass(frozen=True, slots=True)
class Proposed:
    """What something is proposed to be, and why a person has to look at it, if so."""

    choice: Choice
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    A paper beside a text: a proposal for each unit of it, and by uid for what it does not hold.

    `known` are the units of the text, deleted ones at their end; `base` those that the paper was
    matched to. `draft` is the issued draft whose words the paper has rather than those of the
    text, None where there is none. `keeps_order` says that the paper moves nothing against that
    draft, `is_part` that it holds little of the text.
    """

    paper: Outline
    known: tuple[Unit, ...]
    matching: Matching
    base: tuple[Unit, ...]
    units: tuple[Proposed, ...]
    gone: dict[str, Proposed]
    draft: Draft | None
    keeps_order: bool
    is_part: bool

    def is_quiet(self, place: int) -> bool:
        """Whether a unit says what the draft said that the paper began from, and not the text."""
        other, unit = self.matching.units[place].other, self.paper.units[place]
        if other is None or self.units[place].doubt:
            return False
        before = self.base[other]
        now = next((u.text for u in self.known if u.uid == before.uid), "")
        is_drafted = folded(unit.text) == folded(before.text)
        is_out = self.units[place].choice.verdict is Verdict.OUT
        return is_drafted and (is_out or folded(now) != folded(before.text))

    def alike(self, place: int) -> list[str]:
        """The uids of what a unit of the paper may be, likeliest first, deleted elements too."""
        near = [self.base[other].uid for other in self.matching.alike.get(place, ())]
        known = {unit.uid for unit in self.known}
        deleted = (unit.uid for unit in self.known if _is_same(unit, self.paper.units[place]))
        return [uid for uid in dict.fromkeys([*near, *deleted]) if uid in known]


def known_units(plan: ActionPlan, text: PlanText) -> tuple[Unit, ...]:
    """The units of a text, and after them the elements that were deleted from it (one query)."""
    deleted = (
        plan.elements.exclude(deleted_at=None)
        .select_related("current_revision", "section")
        .order_by("order")
    )
    return (*outline_of(text).units, *(_deleted_unit(element) for element in deleted))


def propose(plan: ActionPlan, text: PlanText, paper: Outline, *, since_draft: bool) -> Proposal:
    """
    Match a paper to a text, and propose what each unit is.

    With `since_draft`, a paper that has the words of an issued draft changes only what differs
    from that draft: what was changed in the text since then stays. In at most five queries.
    """
    known = known_units(plan, text)
    standing = known[: len(text.units)]
    draft = _draft_of(plan, standing, paper)
    base = outline_of(draft_text(draft)).units if draft and since_draft else standing
    beside = _Beside(known, standing, base, paper, match_units(base, paper.units))
    return beside.proposal(draft)


@dataclass(frozen=True, slots=True)
class _Beside:
    """A paper, the text, and what the paper began from: the text too, or an issued draft."""

    known: tuple[Unit, ...]
    standing: tuple[Unit, ...]
    base: tuple[Unit, ...]
    paper: Outline
    matching: Matching

    def proposal(self, draft: Draft | None) -> Proposal:
        """Say what everything is."""
        units = tuple(self.unit(place) for place in range(len(self.paper.units)))
        missing = sum(len(self.base[place].text) for place in self.matching.gone)
        is_part = missing > A_PART * sum(len(unit.text) for unit in self.base)
        keeps_order = self.base is not self.standing and _is_in_order(units, self.base)
        gone = self.gone(is_part=is_part)
        return Proposal(
            self.paper,
            self.known,
            self.matching,
            self.base,
            units,
            gone,
            draft,
            keeps_order,
            is_part,
        )

    def unit(self, place: int) -> Proposed:
        """Say what a unit of the paper is."""
        match, unit = self.matching.units[place], self.paper.units[place]
        before = None if match.other is None else self.base[match.other]
        if before is None:
            deleted = next(filter(lambda each: _is_same(each, unit), self.deleted), None)
            if deleted is not None:
                return Proposed(Choice(Verdict.OUT), Doubt.GONE)
            return Proposed(Choice(match.verdict), match.doubt)
        now = self._now(before.uid)
        if now is None:
            was_known = folded(before.text) == folded(unit.text)
            return Proposed(Choice(Verdict.OUT), None if was_known else Doubt.GONE)
        if match.verdict is Verdict.SPLIT:
            return Proposed(Choice(Verdict.SPLIT, now.uid), match.doubt)
        return _worded(unit, before, now, match.doubt)

    def gone(self, *, is_part: bool) -> dict[str, Proposed]:
        """Say what becomes of the elements of the text that no unit of the paper is."""
        found = {unit.uid: Proposed(Choice(Verdict.STAYS)) for unit in self._since()}
        for place, match in sorted(self.matching.gone.items()):
            unit = self.base[place]
            other = None if match.other is None else self._now(self.base[match.other].uid)
            if self._now(unit.uid) is None:
                continue
            if match.verdict is Verdict.MERGED and other is not None:
                found[unit.uid] = Proposed(Choice(Verdict.MERGED, other.uid), match.doubt)
            else:
                verdict = Verdict.STAYS if is_part else Verdict.DELETED
                found[unit.uid] = Proposed(Choice(verdict), None if is_part else match.doubt)
        return found

    @property
    def deleted(self) -> tuple[Unit, ...]:
        """The elements that were deleted from the text."""
        return self.known[len(self.standing) :]

    def _now(self, uid: str) -> Unit | None:
        return next((unit for unit in self.standing if unit.uid == uid), None)

    def _since(self) -> list[Unit]:
        """The elements that stand in the text, and not in what the paper began from."""
        began = {unit.uid for unit in self.base}
        return [unit for unit in self.standing if unit.uid not in began]


def _worded(unit: Unit, before: Unit, now: Unit, doubt: Doubt | None) -> Proposed:
    """Say whether the words of the paper hold, or those of the text: `before` are the draft's."""
    if folded(unit.text) == folded(now.text):
        is_same = (unit.text, unit.emphasis) == (now.text, now.emphasis)
        return Proposed(Choice(Verdict.IS if is_same else Verdict.KEEPS, now.uid), doubt)
    if folded(unit.text) == folded(before.text):
        return Proposed(Choice(Verdict.KEEPS, now.uid), doubt)
    if folded(before.text) != folded(now.text):
        doubt = doubt or Doubt.CHANGED
    return Proposed(Choice(Verdict.IS, now.uid), doubt)


def _is_same(deleted: Unit, unit: Unit) -> bool:
    """Whether a unit of a paper is a deleted element: by its identifier, or by its words."""
    is_named = deleted.uid == unit.uid or folded(deleted.text) == folded(unit.text)
    return is_named and deleted.kind is unit.kind


def _draft_of(plan: ActionPlan, standing: Sequence[Unit], paper: Outline) -> Draft | None:
    """
    Return the issued draft that says more of what a paper says than the text does.

    None where the text itself is nearest; the latest of several that are equally near.
    """
    rows = DraftUnit.objects.filter(draft__plan=plan).order_by("draft__number", "order")
    drafts: dict[int, set[str]] = defaultdict(set)
    for draft, words in rows.values_list("draft", "revision__text"):
        drafts[draft].add(folded(words))
    said = {folded(unit.text) for unit in paper.units}
    nearest, share = None, _agreement(said, {folded(unit.text) for unit in standing})
    for draft, words_of_draft in drafts.items():
        agreement = _agreement(said, words_of_draft)
        if agreement > share or (nearest and agreement == share):
            nearest, share = draft, agreement
    return None if nearest is None else Draft.objects.get(pk=nearest)


def _agreement(one: set[str], other: set[str]) -> float:
    """Return how much two texts say alike: 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other) or 1)


def _is_in_order(units: Sequence[Proposed], base: Sequence[Unit]) -> bool:
    """Whether a paper has everything in the order of the draft that it began from."""
    places = {unit.uid: place for place, unit in enumerate(base)}
    order = [places[u.choice.uid] for u in units if u.choice.uid in places]
    return order == sorted(order)


def _deleted_unit(element: Element) -> Unit:
    revision = element.current_revision
    return Unit(
        Kind(element.kind),
        element.section.label,
        revision.text if revision else "",
        emphasis=revision.emphases if revision else (),
        level=element.level,
        uid=element.uid,
    )
