"""What changed in the record of a consultation since an instant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.models import Answer, Association, Comment, Consultation
from consultations.queries.desk import points_resting_on
from delegations.capacities import Capacity
from documents.compare import Span, compare_words
from lap_portal import clock

PAGE_LENGTH = 50


class What(StrEnum):
    """What may become of the record."""

    SUBMITTED = "submitted"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    ANSWER_WITHDRAWN = "answer_withdrawn"
    ALIGNED = "aligned"
    NO_LONGER_ALIGNED = "no_longer_aligned"


LABELS = {
    What.SUBMITTED: _("Submitted"),
    What.REPLACED: _("Replaced by another wording"),
    What.WITHDRAWN: _("Withdrawn"),
    What.ANSWERED: _("Answered"),
    What.ANSWER_WITHDRAWN: _("Answer withdrawn"),
    What.ALIGNED: _("Aligned"),
    What.NO_LONGER_ALIGNED: _("No longer aligned"),
}


@dataclass(frozen=True, slots=True)
class RecordChange:
    """
    One change: a comment, an answer or an association, whichever it is about.

    `points` counts the points that rest on the comment, or on the one it replaces; `redline` leads
    from that one's words to the new ones. `reason` is why it was replaced or withdrawn.
    """

    label: str
    at: datetime
    comment: Comment | None = None
    answer: Answer | None = None
    association: Association | None = None
    redline: tuple[Span, ...] = ()
    proposal_redline: tuple[Span, ...] = ()
    points: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordChanges:
    """A page of changes, the latest first, and how many there are of each kind."""

    since: datetime
    counts: tuple[tuple[str, int], ...]
    changes: tuple[RecordChange, ...]
    page: Page


Event = tuple[datetime, What, int]


def last_midnight(consultation: Consultation) -> datetime:
    """When the present day began, in the zone of the consultation."""
    here = clock.now().astimezone(consultation.zone)
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def changes_since(
    consultation: Consultation, reader: Capacity, *, since: datetime, number: str
) -> RecordChanges:
    """What became of the record since an instant (at most eleven queries)."""
    events = sorted(_events(consultation, reader, since), reverse=True)
    page = Paginator(events, PAGE_LENGTH).get_page(number)
    counts = Counter(what for _at, what, _key in events)
    return RecordChanges(
        since=since,
        counts=tuple((str(LABELS[what]), counts[what]) for what in What if counts[what]),
        changes=tuple(_found(list(page.object_list), reader)),
        page=page,
    )


def _events(consultation: Consultation, reader: Capacity, since: datetime) -> Iterator[Event]:
    """When what happened to which row (seven queries)."""
    comments = Comment.objects.visible_to(reader).filter(consultation=consultation)
    answers = Answer.objects.visible_to(reader).filter(consultation=consultation)
    aligned = Association.objects.visible_to(reader).filter(submission__consultation=consultation)
    came, left = "submission__recorded_at", "withdrawn_at"
    asked: list[tuple[What, QuerySet, str]] = [
        (What.SUBMITTED, comments.filter(replaces=None), came),
        (What.REPLACED, comments.exclude(replaces=None), came),
        (What.WITHDRAWN, comments, left),
        (What.ANSWERED, answers, came),
        (What.ANSWER_WITHDRAWN, answers, left),
        (What.ALIGNED, aligned, "made_at"),
        (What.NO_LONGER_ALIGNED, aligned, "ended_at"),
    ]
    for what, rows, at in asked:
        later = rows.filter(Q((f"{at}__gte", since))).order_by()
        yield from ((moment, what, key) for moment, key in later.values_list(at, "pk"))


def _found(events: list[Event], reader: Capacity) -> Iterator[RecordChange]:
    """The rows of some events (four queries)."""
    keys: dict[str, set[int]] = {"comment": set(), "answer": set(), "association": set()}
    for _at, what, key in events:
        keys[_kind(what)].add(key)
    comments = Comment.objects.visible_to(reader).with_words().select_related("replaces")
    answers = Answer.objects.visible_to(reader).select_related("delegation", "unit")
    aligned = Association.objects.visible_to(reader).select_related(
        "delegation", "submission__delegation", "comment__unit", "comment__delegation"
    )
    said = {row.pk: row for row in comments.filter(pk__in=keys["comment"])}
    told = {row.pk: row for row in answers.filter(pk__in=keys["answer"])}
    with_whom = {row.pk: row for row in aligned.filter(pk__in=keys["association"])}
    before = [row.replaces for row in said.values() if row.replaces]
    points = points_resting_on([*said.values(), *before], reader)
    for at, what, key in events:
        label = str(LABELS[what])
        if _kind(what) == "comment":
            yield _of_comment(label, at, said[key], what, points)
        elif _kind(what) == "answer":
            answer = told[key]
            yield RecordChange(label, at, answer=answer, reason=_why_gone(answer, what))
        else:
            yield RecordChange(label, at, association=with_whom[key])


def _of_comment(
    label: str, at: datetime, comment: Comment, what: What, points: Counter[int]
) -> RecordChange:
    old = comment.replaces if what == What.REPLACED else None
    return RecordChange(
        label,
        at,
        comment=comment,
        redline=tuple(compare_words(old.text, comment.text)) if old else (),
        proposal_redline=tuple(compare_words(old.proposal, comment.proposal)) if old else (),
        points=points[old.pk if old else comment.pk],
        reason=comment.reason_for_change if old else _why_gone(comment, what),
    )


def _why_gone(said: Comment | Answer, what: What) -> str:
    return said.withdrawal_reason if what in {What.WITHDRAWN, What.ANSWER_WITHDRAWN} else ""


def _kind(what: What) -> str:
    if what in {What.SUBMITTED, What.REPLACED, What.WITHDRAWN}:
        return "comment"
    return "answer" if what in {What.ANSWERED, What.ANSWER_WITHDRAWN} else "association"
