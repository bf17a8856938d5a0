"""One comment, or several, while the Presidency decides how they are reflected."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.core.paginator import Page

from consultations.models import Comment, Consultation, Reflection, Remark
from consultations.permissions import may_write_synthesis
from consultations.queries.desk import (
    DeskEntry,
    Filters,
    desk_page,
    neighbours,
    points_resting_on,
)
from consultations.queries.entries import redline
from consultations.queries.marks import MarksPanel, marks_panel
from delegations.capacities import Capacity
from documents.compare import Span
from lap_portal.decisions import Decision
from sections.models import DraftUnit
from sections.models.elements import Kind
from sections.permissions import may_revise


@dataclass(frozen=True, slots=True)
class DecidingPage:
    """
    A comment, the decisions so far, and where one may go from it.

    `before` and `after` are the keys of its neighbours on the desk, as it is filtered. `points`
    counts the points that rest on it; `section_uid` is the heading they would stand under.
    """

    comment: Comment
    redline: tuple[Span, ...]
    decisions: tuple[Reflection, ...]
    remarks: tuple[Remark, ...]
    before: int | None
    after: int | None
    points: int
    section_uid: str
    may_revise: bool
    may_write: Decision
    marks: MarksPanel

    @property
    def current(self) -> Reflection | None:
        """The decision in force, if there is one."""
        return next((each for each in self.decisions if each.superseded_at is None), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """A comment that may be ticked; `stamp` names it with the decision that is on screen."""

    entry: DeskEntry
    stamp: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class TogetherPage:
    """The comments of one page of the desk, to decide on several at once."""

    page: Page
    choices: tuple[Choice, ...]


def deciding_page(comment: Comment, reader: Capacity, *, filters: Filters) -> DecidingPage:
    """Everything beside the form of a decision (twelve queries; up to three more filtered)."""
    consultation, unit = comment.consultation, comment.unit
    before, after = neighbours(consultation, reader, filters=filters, comment=comment)
    decisions = Reflection.objects.visible_to(reader).filter(comment=comment)
    return DecidingPage(
        comment=comment,
        redline=redline(comment.proposal, comment.place, unit),
        decisions=tuple(decisions.select_related("decided_by")),
        remarks=tuple(Remark.objects.visible_to(reader).filter(comment=comment)),
        before=before,
        after=after,
        points=points_resting_on([comment], reader)[comment.pk],
        section_uid=_heading_over(unit),
        may_revise=unit is not None and bool(may_revise(reader, unit.element)),
        may_write=may_write_synthesis(reader, consultation),
        marks=marks_panel(comment, reader),
    )


def together_page(
    consultation: Consultation,
    reader: Capacity,
    *,
    filters: Filters,
    number: str,
    ticked: Collection[str] = (),
) -> TogetherPage:
    """A page of the desk to choose from (one query more than the desk)."""
    desk = desk_page(consultation, reader, filters=filters, number=number)
    entries = [entry for group in desk.groups for entry in group.entries]
    current = Reflection.objects.visible_to(reader).current()
    rows = current.filter(comment__in=[entry.comment.pk for entry in entries])
    in_force = dict(rows.values_list("comment", "pk"))
    stamps = [f"{each.comment.pk}-{in_force.get(each.comment.pk, 0)}" for each in entries]
    return TogetherPage(
        page=desk.page,
        choices=tuple(
            Choice(entry, stamp, is_ticked=stamp in ticked)
            for entry, stamp in zip(entries, stamps, strict=True)
        ),
    )


def _heading_over(unit: DraftUnit | None) -> str:
    """The uid of the heading of the section a unit stands in; "" for the front."""
    if unit is None:
        return ""
    headings = DraftUnit.objects.filter(draft=unit.draft_id, kind=Kind.HEADING)
    return (
        headings.filter(section_uids=unit.section_uids).values_list("uid", flat=True).first() or ""
    )
