"""Replies to delegations: to whom one may be written, and what stands beside it meanwhile."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from consultations.models import Comment, Consultation, Reflection, Remark, Reply
from consultations.models.contributions import State, said_by
from consultations.queries.entries import redline
from delegations.capacities import Capacity
from delegations.models import Delegation
from documents.compare import Span


@dataclass(frozen=True, slots=True)
class Addressee:
    """
    A delegation that has spoken, and how far one is with what it will be told.

    `decided` counts the comments decided on, `unshared` the decisions it does not know of.
    """

    delegation: Delegation
    comments: int
    decided: int
    unshared: int
    prepared: Reply | None
    sent: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A comment of the delegation, with the decision in force and what it remarked on it."""

    comment: Comment
    redline: tuple[Span, ...]
    decision: Reflection | None
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class ReplyingPage:
    """What one looks at while replying to a delegation."""

    delegation: Delegation
    prepared: Reply | None
    sent: tuple[Reply, ...]
    said: tuple[Said, ...]


def addressees(consultation: Consultation, reader: Capacity) -> list[Addressee]:
    """The delegations that have spoken, by name (three queries)."""
    replies: dict[int, list[Reply]] = defaultdict(list)
    written = Reply.objects.visible_to(reader).filter(consultation=consultation)
    for reply in written.select_related("delegation"):
        replies[reply.delegation.merged_into_id or reply.delegation_id].append(reply)
    counts = _counts(consultation, reader)
    present = Delegation.objects.visible_to(reader).filter(pk__in=counts)
    return [
        Addressee(
            delegation=each,
            comments=counts[each.pk][0],
            decided=counts[each.pk][1],
            unshared=counts[each.pk][2],
            prepared=_prepared(replies[each.pk]),
            sent=_sent(replies[each.pk]),
        )
        for each in present.order_by("sort_name", "pk")
    ]


def waiting_replies(consultation: Consultation, reader: Capacity) -> QuerySet[Reply]:
    """The replies in preparation, by the name of their delegation."""
    replies = Reply.objects.visible_to(reader).filter(consultation=consultation, sent_at=None)
    return replies.select_related("delegation").order_by("delegation__sort_name", "pk")


def replying_page(
    consultation: Consultation, delegation: Delegation, reader: Capacity
) -> ReplyingPage:
    """What a delegation said and how it is reflected, beside the reply to it (five queries)."""
    replies = Reply.objects.visible_to(reader).filter(
        consultation=consultation, delegation=delegation
    )
    written = list(replies.select_related("written_by").prefetch_related("remarks"))
    own = Q(consultation=consultation) & said_by(delegation)
    comments = Comment.objects.visible_to(reader).standing().filter(own)
    decisions = Reflection.objects.visible_to(reader).current().filter(comment__in=comments)
    decided = {each.comment_id: each for each in decisions.select_related("decided_by")}
    remarks: dict[int | None, list[Remark]] = defaultdict(list)
    for remark in Remark.objects.visible_to(reader).filter(comment__in=comments):
        remarks[remark.comment_id].append(remark)
    return ReplyingPage(
        delegation=delegation,
        prepared=_prepared(written),
        sent=_sent(written),
        said=tuple(
            Said(
                comment=each,
                redline=redline(each.proposal, each.place, each.unit),
                decision=decided.get(each.pk),
                remarks=tuple(remarks[each.pk]),
            )
            for each in comments.with_words().in_order_of_text()
        ),
    )


def _counts(consultation: Consultation, reader: Capacity) -> dict[int, tuple[int, int, int]]:
    """
    What each delegation said, by the entry it stands under today (one query).

    How many comments stand, how many of them are decided on, and how many decisions are unshared.
    """
    decided = Q(reflections__superseded_at=None, reflections__isnull=False)
    standing = Q(state=State.SUBMITTED)
    comments = Comment.objects.visible_to(reader).filter(consultation=consultation).order_by()
    rows = (
        comments.annotate(speaker=Coalesce("delegation__merged_into", "delegation"))
        .values("speaker")
        .annotate(
            comments=Count("pk", filter=standing, distinct=True),
            decided=Count("pk", filter=standing & decided, distinct=True),
            unshared=Count("pk", filter=decided & Q(reflections__shared_at=None), distinct=True),
        )
    )
    named = rows.values_list("speaker", "comments", "decided", "unshared")
    return {speaker: (said, decided, unshared) for speaker, said, decided, unshared in named}


def _prepared(replies: list[Reply]) -> Reply | None:
    return next((each for each in replies if each.sent_at is None), None)


def _sent(replies: list[Reply]) -> tuple[Reply, ...]:
    return tuple(each for each in replies if each.sent_at is not None)
