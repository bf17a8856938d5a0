"""What stands on the record of a consultation, as far as a reader may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import F, FilteredRelation, Q, QuerySet

from consultations.models import Answer, Comment, Consultation, Point, PointSource
from consultations.models.comments import CommentQuerySet
from consultations.models.contributions import State
from delegations.capacities import Capacity
from sections.models import DraftUnit
from sections.models.elements import Kind


def standing_comments(consultation: Consultation, reader: Capacity) -> CommentQuerySet:
    """What stands on the record of a consultation, as far as the reader may see it."""
    return Comment.objects.visible_to(reader).standing().filter(consultation=consultation)


def standing_answers(consultation: Consultation, reader: Capacity) -> QuerySet[Answer]:
    """The answers that stand on the record, as far as the reader may see them."""
    answers = Answer.objects.visible_to(reader).filter(consultation=consultation)
    return answers.filter(state=State.SUBMITTED)


def with_reading(comments: CommentQuerySet, reader: Capacity) -> CommentQuerySet:
    """Annotate with `read_by`: the reader where the reader marked a comment as read, else None."""
    mine = FilteredRelation("readings", condition=Q(readings__person=reader.person))
    return comments.annotate(mine=mine, read_by=F("mine__person"))


def headings_of(consultation: Consultation) -> QuerySet[DraftUnit]:
    """The headings of the draft consulted on, in its order."""
    return consultation.draft.units.filter(kind=Kind.HEADING).with_wording().order_by("order")


def section_uid_of(heading: DraftUnit) -> str:
    """The uid of the section that a heading heads."""
    return heading.section_uids.rstrip("/").rpartition("/")[2]


def points_resting_on(comments: Iterable[Comment], reader: Capacity) -> Counter[int]:
    """How many standing points rest on each comment, by its key (one query)."""
    points = Point.objects.visible_to(reader).standing()
    sources = PointSource.objects.filter(point__in=points, comment__in=[c.pk for c in comments])
    return Counter(sources.values_list("comment", flat=True))
