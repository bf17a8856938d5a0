"""Two drafts side by side, with the comments behind the changes as far as a reader may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultations.models import Comment, RevisionPrompt
from delegations.capacities import Capacity
from documents.compare import Fate, Span, UnitChange
from sections.models import Draft
from sections.queries import PlanText, TextUnit, compare_texts, draft_text


@dataclass(frozen=True, slots=True)
class Changed:
    """A unit that differs, what became of it in words, and the comments that prompted it."""

    uid: str
    reference: str
    old_reference: str
    fates: tuple[str, ...]
    spans: tuple[Span, ...]
    opening: str
    kind: str
    prompts: tuple[Comment, ...]
    is_deleted: bool


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


def comparison_page(old: Draft, new: Draft, reader: Capacity) -> ComparisonPage:
    """Compare two drafts that a reader may read (five queries)."""
    before, after = draft_text(old), draft_text(new)
    changes = [c for c in compare_texts(before, after) if Fate.UNCHANGED not in c.fates]
    prompts = _prompts(changes, before, after, reader)
    shown = tuple(_changed(change, after, before, prompts) for change in changes)
    return ComparisonPage(old, new, shown, _tallies(changes), after.language)


def _changed(
    change: UnitChange, after: PlanText, before: PlanText, prompts: dict[str, list[Comment]]
) -> Changed:
    unit = change.unit
    text = after.unit(unit.uid) or before.unit(unit.uid)
    return Changed(
        uid=unit.uid,
        reference=unit.reference,
        old_reference=change.old.reference if change.old and change.is_renumbered else "",
        fates=tuple(_label(fate) for fate in change.fates),
        spans=tuple(change.words()),
        opening=_opening(unit.text),
        kind=text.kind_label if text else "",
        prompts=tuple(prompts.get(unit.uid, [])),
        is_deleted=change.is_deleted,
    )


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


def _label(fate: Fate) -> str:
    return {
        Fate.CHANGED: _("reworded"),
        Fate.MOVED: _("moved"),
        Fate.ADDED: _("added"),
        Fate.DELETED: _("deleted"),
        Fate.UNCHANGED: _("unchanged"),
    }[fate]


def _tallies(changes: Iterable[UnitChange]) -> tuple[Tally, ...]:
    fates = [fate for change in changes for fate in change.fates]
    order = (Fate.CHANGED, Fate.ADDED, Fate.MOVED, Fate.DELETED)
    return tuple(Tally(_label(fate), fates.count(fate)) for fate in order if fate in fates)


def _prompts(
    changes: list[UnitChange], before: PlanText, after: PlanText, reader: Capacity
) -> dict[str, list[Comment]]:
    """The comments that prompted a wording between the two drafts, by uid (one query)."""
    changed = [change.unit.uid for change in changes if change.new is not None]
    rows = (
        RevisionPrompt.objects.visible_to(reader)
        .filter(revision__element__uid__in=changed)
        .select_related("revision__element", "comment__delegation", "comment__consultation")
        .order_by("comment__delegation__sort_name", "comment__number")
    )
    old = {unit.uid: unit for unit in before.units}
    new = {unit.uid: unit for unit in after.units}
    prompts: dict[str, list[Comment]] = defaultdict(list)
    for row in rows:
        uid = row.revision.element.uid
        if _is_between(row.revision.number, old.get(uid), new[uid]):
            prompts[uid].append(row.comment)
    return prompts


def _is_between(number: int, old: TextUnit | None, new: TextUnit) -> bool:
    return (old.revision_number if old else 0) < number <= new.revision_number
