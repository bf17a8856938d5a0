"""Two drafts side by side, with the comments behind the changes as far as a reader may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from consultations.models import Consultation, RevisionPrompt
from consultations.permissions import may_read_contributions
from consultations.queries.reading import may_comment
from consultations.queries.rows import Way, fate_words
from consultations.queries.tracing import Prompting, place_on_desk
from delegations.capacities import Capacity
from documents.commitments import LANGUAGE, Shift, shifts_in
from documents.compare import Fate, Span
from sections.models import Draft
from sections.permissions import may_read_working_text
from sections.queries import UnitFate, draft_text, fates_since


@dataclass(frozen=True, slots=True)
class Changed:
    """
    A unit that differs, what became of it in words, and the comments that prompted it.

    `shifts` says, for staff, which commitments became stronger or weaker. `comment_address` is
    where the reader comments on it, "" where one cannot.
    """

    uid: str
    reference: str
    old_reference: str
    fates: tuple[str, ...]
    spans: tuple[Span, ...]
    opening: str
    kind: str
    prompts: tuple[Prompting, ...]
    shifts: tuple[Shift, ...]
    comment_address: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units had one fate."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """What became of every unit that differs, in the order of the newer draft."""

    old: Draft
    new: Draft
    changes: tuple[Changed, ...]
    tallies: tuple[Tally, ...]
    language: str

    @property
    def has_shifts(self) -> bool:
        """Whether anything is said of commitments that became stronger or weaker."""
        return any(change.shifts for change in self.changes)


def comparison_page(
    old: Draft, new: Draft, consultation: Consultation | None, reader: Capacity
) -> ComparisonPage:
    """
    Compare two drafts that a reader may read (at most five queries).

    `consultation` is the one on the newer draft; while it is open, each change leads to a comment.
    """
    text = draft_text(new)
    fates = [f for f in fates_since(old, text) if Fate.UNCHANGED not in f.change.fates]
    prompts = _prompts(fates, reader)
    way = None
    if consultation and may_comment(reader, new, consultation):
        way = Way.by("consultations:comment_create", new.plan.slug, consultation.number)
    weighs = bool(may_read_working_text(reader, new.plan)) and text.language == LANGUAGE
    shown = tuple(_changed(f, tuple(prompts[f.unit.uid]), way, weighs=weighs) for f in fates)
    return ComparisonPage(old, new, shown, _tallies(fates), text.language)


def _changed(
    fate: UnitFate, prompts: tuple[Prompting, ...], way: Way | None, *, weighs: bool
) -> Changed:
    unit, change = fate.unit, fate.change
    spans = tuple(change.words())
    return Changed(
        uid=unit.uid,
        reference=unit.reference,
        old_reference=fate.before.reference if fate.before and change.is_renumbered else "",
        fates=tuple(fate_words(each) for each in change.fates),
        spans=spans,
        opening=_opening(unit.text),
        kind=unit.kind_label,
        prompts=prompts,
        shifts=shifts_in(spans) if weighs else (),
        comment_address=way.to(unit.uid) if way and not change.is_deleted else "",
    )


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


def _tallies(fates: Iterable[UnitFate]) -> tuple[Tally, ...]:
    found = [each for fate in fates for each in fate.change.fates]
    order = (Fate.CHANGED, Fate.ADDED, Fate.MOVED, Fate.DELETED)
    return tuple(Tally(fate_words(each), found.count(each)) for each in order if each in found)


def _prompts(fates: list[UnitFate], reader: Capacity) -> dict[str, list[Prompting]]:
    """The comments that prompted a wording between the two drafts, by uid (one query)."""
    standing = {fate.unit.uid: fate for fate in fates if not fate.change.is_deleted}
    rows = (
        RevisionPrompt.objects.visible_to(reader)
        .filter(revision__element__uid__in=standing)
        .select_related("revision__element", "comment__delegation", "comment__consultation__plan")
        .order_by("comment__delegation__sort_name", "comment__number")
    )
    prompts: dict[str, list[Prompting]] = defaultdict(list)
    for row in rows:
        uid = row.revision.element.uid
        if _is_between(row.revision.number, standing[uid]):
            reads = may_read_contributions(reader, row.comment.consultation)
            desk = place_on_desk(row.comment) if reads else ""
            prompts[uid].append(Prompting(row.comment, desk))
    return prompts


def _is_between(number: int, fate: UnitFate) -> bool:
    first = fate.before.revision_number if fate.before else 0
    return first < number <= fate.unit.revision_number
