"""What the page that settles a revised paper shows: each change, and what it could be instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from documents.compare import Change, DraftedUnit, Span, compare_units, compare_words
from documents.digest import digest_of
from documents.outline import Kind, Outline, Unit
from documents.reading.word import TRACKED_CHANGES
from documents.updating.matching import Doubt, Verdict
from lap_portal.errors import RuleViolation
from sections.models import ActionPlan
from sections.models.elements import Kind as KindChoices
from sections.queries.texts import PlanText
from sections.queries.updating import Proposal, Proposed, propose
from sections.settling import Choice, Settlement, settle


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as a form sends it, and in words."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """
    One change: where, what becomes of it, the words before and after, and what else it could be.

    `name` is that of its field; `chosen` is "" as long as a person has to choose; `doubt` says why.
    """

    name: str
    reference: str
    kind: str
    fates: tuple[str, ...]
    spans: tuple[Span, ...]
    chosen: str
    options: tuple[Option, ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class UpdatePage:
    """
    A revised paper as it would be written, and everything that is to be settled before.

    `refusal` is the sentence that forbids it as it is chosen. `relabelled` are the sections whose
    label in the paper is another, as pairs of paths. `shown` is the digest of the choices on
    screen.
    """

    proposal: Proposal
    chosen: Settlement
    rows: tuple[Row, ...]
    same: int
    unsettled: int
    refusal: str
    relabelled: tuple[tuple[str, str], ...]
    title_block: tuple[Span, ...]
    has_other_footnotes: bool
    other_kinds: int
    shown: str

    @property
    def first_unsure(self) -> str:
        """The name of the first row where a person has to choose; "" where there is none."""
        return next((row.name for row in self.rows if not row.chosen), "")

    @property
    def has_tracked_changes(self) -> bool:
        """Whether the paper came with tracked changes, which were read as accepted."""
        return any(d.message == TRACKED_CHANGES for d in self.proposal.paper.warnings)


def update_page(
    plan: ActionPlan,
    text: PlanText,
    paper: Outline,
    *,
    said: Mapping[str, str],
    since_draft: bool = True,
    takes_labels: bool | None = None,
) -> UpdatePage:
    """
    Lay a paper beside a text, as chosen so far; `said` holds choices by the name of their field.

    `takes_labels` is decided by what the paper does to sections where nobody has said it. In a
    constant number of queries.
    """
    proposal = propose(plan, text, paper, since_draft=since_draft)
    return _Desk(text, proposal, said).page(takes_labels)


class _Desk:
    """A proposal, and what was said to it."""

    def __init__(self, text: PlanText, proposal: Proposal, said: Mapping[str, str]) -> None:
        self.text, self.proposal = text, proposal
        self.standing = proposal.known[: len(text.units)]
        self.by_uid = {unit.uid: unit for unit in proposal.known}
        self.references = {unit.uid: unit.reference for unit in text.units}
        self.said = {name: c for name, value in said.items() if (c := self._read(value))}
        self.units = [
            self.said.get(f"unit-{place}", proposed.choice)
            for place, proposed in enumerate(proposal.units)
        ]
        self.ends = self._ends()
        self.moved: set[str] = set()

    def page(self, takes_labels: bool | None) -> UpdatePage:
        """Put everything together."""
        relabelled = tuple(self._relabelled())
        if takes_labels is None:
            takes_labels = bool(relabelled) and self._changes_sections()
        chosen = Settlement(
            tuple(self.units),
            {uid: self._end(uid, each) for uid, each in self.ends.items()},
            takes_labels=takes_labels,
            keeps_order=self.proposal.keeps_order,
        )
        refusal = self._try(chosen)
        rows = tuple(self._rows())
        shown = [row for row in rows if row.name.startswith("unit-")]
        return UpdatePage(
            proposal=self.proposal,
            chosen=chosen,
            rows=rows,
            same=len(self.units) - len(shown),
            unsettled=sum(not row.chosen for row in rows),
            refusal=refusal,
            relabelled=relabelled,
            title_block=self._title_block(),
            has_other_footnotes=self._notes() != [note.text for note in self.text.footnotes],
            other_kinds=sum(1 for unit, before in self._pairs() if unit.kind is not before.kind),
            shown=_digest(chosen, [row.name for row in rows if not row.chosen]),
        )

    def _read(self, value: str) -> Choice | None:
        """Return a choice that was said, if it is one and speaks of an element that there is."""
        try:
            choice = Choice.read(value)
        except ValueError:
            return None
        is_known = not choice.uid if choice.verdict in _ALONE else choice.uid in self.by_uid
        return choice if is_known else None

    def _ends(self) -> dict[str, Proposed]:
        """Say what becomes of each element that no unit of the paper is, as chosen now."""
        taken = {c.uid for c in self.units if c.verdict in _OF_AN_ELEMENT}
        free = Proposed(Choice(Verdict.DELETED))
        return {
            unit.uid: self.proposal.gone.get(unit.uid, free)
            for unit in self.standing
            if unit.uid not in taken
        }

    def _end(self, uid: str, proposed: Proposed) -> Choice:
        return self.said.get(f"gone-{uid}", proposed.choice)

    def _try(self, chosen: Settlement) -> str:
        """Settle it, note what moves, and return the sentence that forbids it, if one does."""
        try:
            targets = settle(self.proposal.known, self.proposal.paper, chosen)
        except RuleViolation as refusal:
            return str(refusal)
        old = [DraftedUnit(u.uid, u.kind, "", u.text, u.section) for u in self.standing]
        new = [
            DraftedUnit(t.uid or f"+{at}", t.kind, "", t.text, t.path)
            for at, t in enumerate(targets)
        ]
        self.moved = {c.unit.uid for c in compare_units(old, new) if c.is_moved}
        return ""

    def _pairs(self) -> Iterator[tuple[Unit, Unit]]:
        """Yield each unit of the paper that is an element, with this one."""
        for unit, choice in zip(self.proposal.paper.units, self.units, strict=True):
            if choice.verdict in _OF_AN_ELEMENT:
                yield unit, self.by_uid[choice.uid]

    def _relabelled(self) -> Iterator[tuple[str, str]]:
        for unit, before in self._pairs():
            labels = [path.rpartition(".")[2] for path in (before.section, unit.section)]
            if unit.kind is Kind.HEADING and labels[0] != labels[1]:
                yield before.section, unit.section

    def _changes_sections(self) -> bool:
        """Whether sections come, go or change places, so that their labels follow."""
        units = zip(self.proposal.paper.units, self.units, strict=True)
        headings = [choice for unit, choice in units if unit.kind is Kind.HEADING]
        places = {unit.uid: place for place, unit in enumerate(self.standing)}
        order = [places[choice.uid] for choice in headings if choice.uid in places]
        gone = [uid for uid in self.ends if self.by_uid[uid].kind is Kind.HEADING]
        return order != sorted(order) or len(order) < len(headings) or bool(gone)

    def _title_block(self) -> tuple[Span, ...]:
        old, new = self.text.title_lines, self.proposal.paper.title_lines
        return () if old == new else tuple(compare_words("\n".join(old), "\n".join(new)))

    def _notes(self) -> list[str]:
        return [note.text for note in self.proposal.paper.footnotes]

    def _rows(self) -> Iterator[Row]:
        """Yield what changes, in the order of the paper; what leaves stands where it stood."""
        before = {u.uid: self.standing[n - 1].uid if n else "" for n, u in enumerate(self.standing)}
        waiting: dict[str, list[str]] = {}
        for uid in self.ends:
            waiting.setdefault(before[uid], []).append(uid)
        yield from self._gone_after("", waiting)
        for place, choice in enumerate(self.units):
            if self._is_change(place, choice):
                yield self._unit_row(place, choice)
            if choice.verdict in _OF_AN_ELEMENT:
                yield from self._gone_after(choice.uid, waiting)
        for rest in list(waiting):
            yield from self._gone_after(rest, waiting)

    def _gone_after(self, uid: str, waiting: dict[str, list[str]]) -> Iterator[Row]:
        for each in waiting.pop(uid, []):
            if not self._is_since(each):
                yield self._gone_row(each)
            yield from self._gone_after(each, waiting)

    def _is_since(self, uid: str) -> bool:
        """Whether an element was added to the text after the draft that the paper began from."""
        was_there = any(unit.uid == uid for unit in self.proposal.base)
        return not was_there and self._end(uid, self.ends[uid]).verdict is Verdict.STAYS

    def _is_change(self, place: int, choice: Choice) -> bool:
        """Whether a unit is worth a row: what an older draft says is no change of the paper's."""
        if self.proposal.is_quiet(place) and choice == self.proposal.units[place].choice:
            return choice.uid in self.moved
        is_plain = choice.verdict is Verdict.IS and not self.proposal.units[place].doubt
        if not is_plain or f"unit-{place}" in self.said or choice.uid in self.moved:
            return True
        return self.by_uid[choice.uid].text != self.proposal.paper.units[place].text

    def _unit_row(self, place: int, choice: Choice) -> Row:
        proposed, unit = self.proposal.units[place], self.proposal.paper.units[place]
        name = f"unit-{place}"
        before = self.by_uid.get(choice.uid)
        return Row(
            name=name,
            reference=self.references.get(choice.uid, ""),
            kind=str(KindChoices((before or unit).kind.value).label),
            fates=tuple(self._fates(choice, unit)),
            spans=_spans(choice, before, unit),
            chosen="" if proposed.doubt and name not in self.said else str(choice),
            options=self._options([choice, proposed.choice, *self._could_be(place)]),
            doubt=_doubt(proposed.doubt, choice),
        )

    def _gone_row(self, uid: str) -> Row:
        proposed, unit = self.ends[uid], self.by_uid[uid]
        choice, name = self._end(uid, proposed), f"gone-{uid}"
        change = Change.SAME if choice.verdict is Verdict.STAYS else Change.REMOVED
        could_be = [Choice(Verdict.DELETED), Choice(Verdict.STAYS), *self._could_join(uid)]
        return Row(
            name=name,
            reference=self.references[uid],
            kind=str(KindChoices(unit.kind.value).label),
            fates=tuple(self._fates(choice, unit)),
            spans=(Span(change, unit.text),),
            chosen="" if proposed.doubt and name not in self.said else str(choice),
            options=self._options([choice, proposed.choice, *could_be]),
            doubt=_doubt(proposed.doubt, choice),
        )

    def _fates(self, choice: Choice, unit: Unit) -> Iterator[str]:
        """Say in words what becomes of something."""
        before = self.by_uid.get(choice.uid)
        if choice.verdict is Verdict.IS and before is not None:
            if before.text != unit.text:
                yield _("reworded")
        elif choice.verdict in _FATES:
            where = self.references.get(choice.uid, "")
            yield str(_FATES[choice.verdict]()) % {"where": where}
        if choice.uid in self.moved and choice.verdict in _OF_AN_ELEMENT:
            yield _("moved")

    def _could_be(self, place: int) -> Iterator[Choice]:
        """Yield what a unit of the paper could be instead, likeliest first."""
        proposed = self.proposal.units[place]
        if proposed.choice.uid and proposed.choice.verdict in {Verdict.IS, Verdict.KEEPS}:
            yield Choice(Verdict.IS, proposed.choice.uid)
            yield Choice(Verdict.KEEPS, proposed.choice.uid)
        for uid in self.proposal.alike(place):
            is_standing = uid in self.references
            yield Choice(Verdict.IS if is_standing else Verdict.RESTORED, uid)
        for beside in (place - 1, place + 1):
            if 0 <= beside < len(self.units) and self.units[beside].verdict is Verdict.IS:
                yield Choice(Verdict.SPLIT, self.units[beside].uid)
        yield Choice(Verdict.NEW)
        yield Choice(Verdict.OUT)

    def _could_join(self, uid: str) -> Iterator[Choice]:
        """Yield into what an element could have gone: those of its kind beside it."""
        alike = [u for u in self.standing if u.kind is self.by_uid[uid].kind]
        place = next(n for n, unit in enumerate(alike) if unit.uid == uid)
        for beside in (place - 1, place + 1):
            if 0 <= beside < len(alike) and alike[beside].uid not in self.ends:
                yield Choice(Verdict.MERGED, alike[beside].uid)

    def _options(self, choices: Sequence[Choice]) -> tuple[Option, ...]:
        """Return choices in words, each once."""
        found = dict.fromkeys(choice for choice in choices)
        return tuple(Option(str(choice), self._in_words(choice)) for choice in found)

    def _in_words(self, choice: Choice) -> str:
        unit = self.by_uid.get(choice.uid)
        words = Truncator(unit.text).chars(60) if unit else ""
        where = f"{self.references.get(choice.uid, '')} “{words}”".strip()
        return str(_CHOICES[choice.verdict]()) % {"where": where}


_ALONE = {Verdict.NEW, Verdict.OUT, Verdict.DELETED, Verdict.STAYS}
_OF_AN_ELEMENT = {Verdict.IS, Verdict.KEEPS, Verdict.RESTORED}
_FATES = {
    Verdict.KEEPS: lambda: _("keeps its words"),
    Verdict.SPLIT: lambda: _("split from %(where)s"),
    Verdict.NEW: lambda: _("new"),
    Verdict.OUT: lambda: _("left out"),
    Verdict.RESTORED: lambda: _("put back"),
    Verdict.DELETED: lambda: _("deleted"),
    Verdict.STAYS: lambda: _("stays"),
    Verdict.MERGED: lambda: _("merged into %(where)s"),
}
_CHOICES = {
    Verdict.IS: lambda: _("It is %(where)s"),
    Verdict.KEEPS: lambda: _("It is %(where)s, which keeps its words"),
    Verdict.SPLIT: lambda: _("Split from %(where)s"),
    Verdict.NEW: lambda: _("New"),
    Verdict.OUT: lambda: _("Left out"),
    Verdict.RESTORED: lambda: _("The deleted %(where)s, put back"),
    Verdict.DELETED: lambda: _("Deleted"),
    Verdict.STAYS: lambda: _("Stays, though the file does not have it"),
    Verdict.MERGED: lambda: _("Merged into %(where)s"),
}


def _doubt(doubt: Doubt | None, choice: Choice) -> str:
    """Say why a person has to look."""
    is_gone = choice.verdict in {Verdict.DELETED, Verdict.STAYS, Verdict.MERGED}
    sentences = {
        None: "",
        Doubt.REWORDED: _("Few words are the same. It may be this element, or a new one."),
        Doubt.MOVED: _("It stands elsewhere and has other words. It may be a new one."),
        Doubt.ALIKE: _("Something new in the file is somewhat like it.")
        if is_gone
        else _("It is somewhat like an element that is not in the file."),
        Doubt.CUT: _("Its words stood in the element beside it, and may be cut from there."),
        Doubt.JOINED: _("Its words stand in another unit of the file now."),
        Doubt.COPIED: _("The file says this twice, or nearly."),
        Doubt.CHANGED: _("It was changed in the text since that draft, and in the file too."),
        Doubt.GONE: _("It was deleted from the text, and the file still has it."),
    }
    return sentences[doubt]


def _spans(choice: Choice, before: Unit | None, unit: Unit) -> tuple[Span, ...]:
    """Compare the words of an element with those of the paper."""
    if choice.verdict in _OF_AN_ELEMENT and before is not None:
        return tuple(compare_words(before.text, unit.text))
    change = Change.SAME if choice.verdict is Verdict.OUT else Change.ADDED
    return (Span(change, unit.text),)


def _digest(chosen: Settlement, unsettled: Sequence[str]) -> str:
    """Return what tells whether the choices on screen are those that come back."""
    return digest_of(
        {
            "version": 1,
            "units": [str(choice) for choice in chosen.units],
            "gone": {uid: str(choice) for uid, choice in chosen.gone.items()},
            "labels": chosen.takes_labels,
            "order": chosen.keeps_order,
            "unsettled": list(unsettled),
        }
    )
