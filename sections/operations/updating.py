"""A revised paper is written into the text it comes from: every change of it, or none."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from documents.outline import Outline
from documents.updating.matching import Verdict
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import clean_reason
from sections.digest import digest_of_working_text
from sections.models import ActionPlan, Element
from sections.models.elements import Kind
from sections.operations.elements import delete_element, restore_element
from sections.operations.places import lock_plan
from sections.operations.rearranging import (
    Rearrangement,
    place_elements,
    place_sections,
    relabel_sections,
)
from sections.operations.structure import merge_elements, split_element
from sections.operations.wordings import revise_element
from sections.permissions import may_draft
from sections.queries.reading import working_text
from sections.queries.updating import known_units
from sections.settling import Settlement, merged_into, settle


@transaction.atomic
def update_plan(
    plan: ActionPlan,
    *,
    actor: Capacity,
    paper: Outline,
    chosen: Settlement,
    reason: str,
    based_on: str,
) -> ActionPlan:
    """
    Write a revised paper into the text of its plan, as settled unit by unit, with one reason.

    `based_on` is the digest of the working text on screen: where anything in it has changed since,
    nothing is written and `StaleRevision` is raised. Cards, questions, footnotes and the title
    block stay as they are. Refused where the paper changes nothing.
    """
    require(may_draft(actor, plan))
    reason = clean_reason(reason)
    locked = lock_plan(plan, actor=actor)
    text = working_text(locked)
    if digest_of_working_text(text) != based_on:
        raise StaleRevision(_("The text was changed while you were settling the file."))
    targets = settle(known_units(locked, text), paper, chosen)
    update = _Update(Rearrangement(locked, targets, actor, reason), chosen)
    update.write()
    if digest_of_working_text(working_text(locked)) == based_on:
        raise RuleViolation(_("The file changes nothing in the text. There is nothing to write."))
    return locked


class _Update:
    """The acts that an update consists of, in an order in which each finds what it needs."""

    def __init__(self, text: Rearrangement, chosen: Settlement) -> None:
        self.text, self.chosen = text, chosen
        self.actor, self.reason = text.actor, text.reason
        rows = text.plan.elements.select_related("plan", "section", "lead", "current_revision")
        self.by_uid = {element.uid: element for element in rows}
        self.places = {target.uid: at for at, target in enumerate(text.targets) if target.uid}
        self.is_worded: set[str] = set()

    def write(self) -> None:
        """Write everything."""
        self.restore()
        self.split()
        place_sections(self.text)
        place_elements(self.text)
        self.merge()
        self.revise()
        self.delete()
        relabel_sections(self.text)

    def restore(self) -> None:
        """Note which elements stand; put back those that were deleted and are in the paper."""
        for uid, at in self.places.items():
            element = self.by_uid[uid]
            if self.text.targets[at].verdict is Verdict.RESTORED:
                element = restore_element(element, actor=self.actor, reason=self.reason)
            self.text.standing[at] = element

    def split(self) -> None:
        """Cut elements into the parts that the paper has of them."""
        parts: dict[str, list[int]] = {}
        for at, target in enumerate(self.text.targets):
            if target.split_from:
                parts.setdefault(target.split_from, []).append(at)
        for uid, others in parts.items():
            places = [self.places[uid], *others]
            made = split_element(
                self.text.standing[places[0]],
                actor=self.actor,
                texts=[self.text.targets[at].text for at in places],
                reason=self.reason,
                based_on=_number(self.by_uid[uid]),
            )
            self.text.standing.update(zip(places, made, strict=True))
            self.is_worded.add(uid)

    def merge(self) -> None:
        """Make one element of those that are one unit in the paper."""
        for uid, leaving in merged_into(self.chosen).items():
            at = self.places[uid]
            for each in leaving:
                self.text.standing[at] = merge_elements(
                    self.text.standing[at],
                    actor=self.actor,
                    second=self.by_uid[each],
                    text=self.text.targets[at].text,
                    reason=self.reason,
                    based_on=_number(Element.objects.get(pk=self.by_uid[uid].pk)),
                )
            self.is_worded.add(uid)

    def revise(self) -> None:
        """Give elements the words that the paper has for them."""
        for uid, at in self.places.items():
            target, revision = self.text.targets[at], self.by_uid[uid].current_revision
            if target.verdict is Verdict.KEEPS or uid in self.is_worded or revision is None:
                continue
            if (revision.text, revision.emphases) != (target.text, target.emphasis):
                revise_element(
                    self.text.standing[at],
                    actor=self.actor,
                    text=target.text,
                    reason=self.reason,
                    based_on=revision.number,
                    emphasis=target.emphasis,
                )

    def delete(self) -> None:
        """Take out what the paper has no more: items, then what they hung under, then headings."""
        gone = [
            self.by_uid[uid]
            for uid, choice in self.chosen.gone.items()
            if choice.verdict is Verdict.DELETED
        ]
        for element in sorted(gone, key=lambda e: (_height(e), -e.level, e.order)):
            delete_element(element, actor=self.actor, reason=self.reason)


def _height(element: Element) -> int:
    """How late an element can go: headings last, before them what items hang under."""
    if element.kind == Kind.HEADING:
        return 2
    return 0 if Kind(element.kind).is_bullet else 1


def _number(element: Element) -> int:
    """The number of the revision in force."""
    return element.current_revision.number if element.current_revision else 0
