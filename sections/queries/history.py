"""What became of one element: its wordings, and for staff every act on it with its reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from delegations.offices import Office
from documents.outline import Emphasis
from sections.models import Draft, DraftUnit, Element, ElementRevision
from sections.permissions import may_read_working_text


@dataclass(frozen=True, slots=True)
class Wording:
    """
    One revision as a reader may see it, with the drafts, readable to them, in which it stood.

    Who wrote it, for which office and why is empty for readers outside staff; `is_current` too is
    about the working text, and false for them.
    """

    number: int
    text: str
    emphases: tuple[Emphasis, ...]
    written_at: datetime
    drafts: tuple[Draft, ...]
    is_current: bool = False
    author: str = ""
    office: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One act on an element: when, by whom, what, and why."""

    at: datetime
    person: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Relative:
    """Another element that this one comes from, or that comes from it."""

    uid: str
    plan_slug: str
    relation: str
    is_ancestor: bool


@dataclass(frozen=True, slots=True)
class ElementHistory:
    """Everything that became of an element and that a reader may know; newest first."""

    wordings: tuple[Wording, ...]
    acts: tuple[Act, ...] = ()
    relatives: tuple[Relative, ...] = ()

    def wording(self, number: int) -> Wording | None:
        """The wording of a number, if the reader may see it."""
        return next((w for w in self.wordings if w.number == number), None)


def element_history(element: Element, reader: Capacity) -> ElementHistory:
    """What a reader may know of an element's past (two queries; for staff seven)."""
    drafts = _drafts_by_revision(element, reader)
    revisions = element.revisions.select_related("author")
    if not may_read_working_text(reader, element.plan):
        known = revisions.filter(pk__in=drafts)
        return ElementHistory(tuple(_bare_wording(r, drafts[r.pk]) for r in known))
    wordings = tuple(_full_wording(r, drafts[r.pk], element) for r in revisions)
    return ElementHistory(wordings, tuple(_acts(element)), _relatives(element))


def _drafts_by_revision(element: Element, reader: Capacity) -> dict[int, tuple[Draft, ...]]:
    units = DraftUnit.objects.visible_to(reader).filter(element=element)
    found: dict[int, tuple[Draft, ...]] = defaultdict(tuple)
    for unit in units.select_related("draft").order_by("draft__number"):
        found[unit.revision_id] += (unit.draft,)
    return found


def _bare_wording(revision: ElementRevision, drafts: tuple[Draft, ...]) -> Wording:
    return Wording(
        number=revision.number,
        text=revision.text,
        emphases=revision.emphases,
        written_at=drafts[0].issued_at,
        drafts=drafts,
    )


def _full_wording(
    revision: ElementRevision, drafts: tuple[Draft, ...], element: Element
) -> Wording:
    return Wording(
        number=revision.number,
        text=revision.text,
        emphases=revision.emphases,
        written_at=revision.created_at,
        drafts=drafts,
        is_current=revision.pk == element.current_revision_id,
        author=revision.author.name,
        office=str(Office(revision.office).label) if revision.office else "",
        reason=revision.reason,
    )


def _acts(element: Element) -> list[Act]:
    """Return what was done to an element, newest first, told from its history rows."""
    rows = list(element.history.select_related("history_user").order_by("history_date", "pk"))
    acts = []
    before = None
    for row in rows:
        acts.append(_act(row, _what(before, row)))
        before = row
    question = getattr(element, "question", None)
    if question is not None:
        changes = question.history.filter(history_type="~").select_related("history_user")
        acts += [_act(row, _("Shape of answer changed")) for row in changes]
    return sorted(acts, key=lambda act: act.at, reverse=True)


def _act(row: Any, what: str) -> Act:
    person = row.history_user.name if row.history_user else ""
    return Act(row.history_date, person, what, row.history_change_reason or "")


def _what(before: Any, row: Any) -> str:
    if before is None:
        return _("Added")
    if before.deleted_at != row.deleted_at:
        return _("Deleted from the text") if row.deleted_at else _("Restored")
    if before.current_revision_id != row.current_revision_id:
        return _("Reworded")
    if before.current_card_id != row.current_card_id:
        return _("Action card changed")
    if (before.section_id, before.lead_id) != (row.section_id, row.lead_id):
        return _("Moved to another section or list")
    return _("Moved") if before.order != row.order else _("Changed")


def _relatives(element: Element) -> tuple[Relative, ...]:
    above = element.ancestors.select_related("ancestor__plan")
    below = element.descendants.select_related("descendant__plan")
    return (
        *(_relative(d.ancestor, d.relation, is_ancestor=True) for d in above),
        *(_relative(d.descendant, d.relation, is_ancestor=False) for d in below),
    )


def _relative(element: Element, relation: str, *, is_ancestor: bool) -> Relative:
    return Relative(element.uid, element.plan.slug, relation, is_ancestor)
