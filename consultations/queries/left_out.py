"""Comments that stand, that no point rests on and on which nothing was decided."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q

from consultations.models import Comment, Consultation, PointSource, Reflection
from consultations.models.comments import CommentQuerySet
from consultations.queries.desk import FRONT, headings_of, standing_comments
from delegations.capacities import Capacity
from sections.models import DraftUnit

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class LeftOutLine:
    """How many are left out in a section; no heading: the draft as a whole and its front."""

    heading: DraftUnit | None
    count: int
    is_shown: bool

    @property
    def name(self) -> str:
        """What an address calls the section."""
        return self.heading.uid if self.heading else FRONT


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One comment left out; `section_uid` is the heading a point from it would stand under."""

    comment: Comment
    section_uid: str


@dataclass(frozen=True, slots=True)
class LeftOutPage:
    """The sections in which comments are left out, and those of one section or of all."""

    total: int
    lines: tuple[LeftOutLine, ...]
    comments: tuple[LeftOut, ...]
    page: Page


def without_point(comments: CommentQuerySet) -> CommentQuerySet:
    """Those that no standing point rests on."""
    sources = PointSource.objects.filter(comment=OuterRef("pk"), point__struck_at=None)
    return comments.filter(~Exists(sources))


def comments_left_out(consultation: Consultation, reader: Capacity) -> CommentQuerySet:
    """What stands on the record, and is reflected in no point and marked nowhere."""
    decided = Reflection.objects.current().filter(comment=OuterRef("pk"))
    return without_point(standing_comments(consultation, reader)).filter(~Exists(decided))


def left_out_page(
    consultation: Consultation, reader: Capacity, *, section: str, number: str
) -> LeftOutPage:
    """A page of them in the order of the text, of one section if it is named (four queries)."""
    left = comments_left_out(consultation, reader)
    counts = _by_section(left)
    headings = list(headings_of(consultation))
    uids = {heading.section_uids: heading.uid for heading in headings}
    known = [None, *headings]
    lines = [
        LeftOutLine(each, counts[each.section_uids if each else ""], section == _name(each))
        for each in known
    ]
    chosen = next((line for line in lines if line.is_shown), None)
    shown = left.filter(_within(chosen.heading)) if chosen else left
    page = Paginator(shown.with_words().in_order_of_text(), PAGE_LENGTH).get_page(number)
    return LeftOutPage(
        total=counts.total(),
        lines=tuple(line for line in lines if line.count or line.is_shown),
        comments=tuple(
            LeftOut(each, uids.get(each.unit.section_uids, "") if each.unit else "")
            for each in page.object_list
        ),
        page=page,
    )


def _name(heading: DraftUnit | None) -> str:
    return heading.uid if heading else FRONT


def _within(heading: DraftUnit | None) -> Q:
    """What speaks of a section itself, not of one below it."""
    if heading is None:
        return Q(unit=None) | Q(unit__section_path="")
    return Q(unit__section_uids=heading.section_uids)


def _by_section(comments: CommentQuerySet) -> Counter[str]:
    """How many there are, by the path of uids of their section; "" is the front (one query)."""
    rows = comments.order_by().values("unit__section_uids").annotate(count=Count("pk"))
    counts: Counter[str] = Counter()
    for uids, count in rows.values_list("unit__section_uids", "count"):
        counts[uids or ""] += count
    return counts
