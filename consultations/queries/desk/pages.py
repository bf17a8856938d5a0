"""The desk: what was submitted, in the order of the text, under the words it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from consultations.models import (
    Answer,
    Association,
    Comment,
    Consultation,
    Reading,
    Reflection,
)
from consultations.queries.aligning import Aligned, aligned_with, beside
from consultations.queries.desk.counting import Chosen, Facet, Option, Sieve
from consultations.queries.desk.filters import (
    DECIDED,
    FILTERS,
    FILTERS_OF_ANSWERS,
    SEARCH,
    UNREAD,
    Filter,
    Filters,
    Names,
)
from consultations.queries.desk.record import (
    points_resting_on,
    standing_answers,
    standing_comments,
    with_reading,
)
from consultations.queries.desk.searching import answers_found, comments_found
from consultations.queries.entries import redline
from consultations.queries.marks import Marks, marks_of
from consultations.queries.tracing import Prompted, prompted_by
from delegations.capacities import Capacity
from documents.compare import Span, compare_words
from sections.models import DraftUnit
from sections.permissions import may_read_working_text

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """
    A comment with the redline of its proposal and the decision in force, if there is one.

    `points` counts the points that rest on it; `section_uid` is the heading they would stand under;
    `prompted` are the wordings that it prompted.
    """

    comment: Comment
    redline: tuple[Span, ...]
    outcome: str
    reply: str
    note: str
    is_shared: bool
    is_read: bool
    points: int
    section_uid: str
    aligned: tuple[Association, ...]
    marks: Marks
    prompted: tuple[Prompted, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What became of words since they were commented on: another wording, or none any more."""

    spans: tuple[Span, ...] = ()
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """
    A unit of the draft consulted on (None: the whole draft) and what was said on it.

    `tally` counts all answers to a question by choice, those on other pages too.
    """

    unit: DraftUnit | None
    since: Since | None
    entries: tuple[DeskEntry, ...] = ()
    answers: tuple[Answer, ...] = ()
    tally: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DeskPage:
    """
    A page of the desk.

    The numbers are those of the whole record, whatever is chosen; `unread` by the reader. `chosen`
    are the filters that are set; `query` is what is looked for.
    """

    handled: int
    unread: int
    total: int
    answers_total: int
    facets: tuple[Facet, ...]
    chosen: tuple[Chosen, ...]
    query: str
    groups: tuple[DeskGroup, ...]
    page: Page

    @property
    def open_facets(self) -> tuple[Facet, ...]:
        """The filters that are wanted often."""
        return tuple(facet for facet in self.facets if not facet.is_folded)

    @property
    def folded_facets(self) -> tuple[Facet, ...]:
        """The filters that are wanted seldom."""
        return tuple(facet for facet in self.facets if facet.is_folded)

    @property
    def is_folded_chosen(self) -> bool:
        """Whether one of the folded filters is set."""
        return any(facet.is_chosen for facet in self.folded_facets)

    @property
    def unread_here(self) -> tuple[int, ...]:
        """The keys of the comments on this page that the reader has not marked as read."""
        entries = (entry for group in self.groups for entry in group.entries)
        return tuple(entry.comment.pk for entry in entries if not entry.is_read)

    @property
    def sections(self) -> tuple[Option, ...]:
        """The sections in which something was said; the one chosen, if one is."""
        found = (facet.options for facet in self.facets if facet.name == "section")
        options = [option for options in found for option in options]
        return tuple([each for each in options if each.is_chosen] or options)


def desk_page(
    consultation: Consultation,
    reader: Capacity,
    *,
    filters: Filters,
    number: str,
    comment: int | None = None,
) -> DeskPage:
    """
    A page of comments, with the filters and what each would leave (ten queries).

    A search costs one more. `comment`, if its key is given, is on the page, whatever the number.
    """
    names = Names(consultation, reader)
    sieve = _sieve(names, FILTERS, filters)
    keys = sieve.keys
    page = Paginator(keys, PAGE_LENGTH).get_page(_page_with(keys, comment) or number)
    comments = _comments(list(page.object_list), reader)
    return DeskPage(
        handled=sieve.count("outcome", DECIDED),
        unread=sieve.count("reading", UNREAD),
        total=sieve.size,
        answers_total=standing_answers(consultation, reader).count(),
        facets=sieve.facets(),
        chosen=tuple(sieve.set_filters()),
        query=filters.get(SEARCH),
        groups=tuple(_groups_of_comments(comments, names)),
        page=page,
    )


def answers_page(
    consultation: Consultation, reader: Capacity, *, filters: Filters, number: str
) -> DeskPage:
    """A page of answers to the questions of the draft (eight queries, nine with a search)."""
    filters = filters.only([*(each.name for each in FILTERS_OF_ANSWERS), SEARCH])
    names = Names(consultation, reader)
    standing = standing_answers(consultation, reader)
    sieve = Sieve(
        standing.order_by("unit__order", "delegation__sort_name", "pk"),
        FILTERS_OF_ANSWERS,
        chosen=filters,
        names=names,
        found=answers_found(standing, filters, names),
    )
    page = Paginator(sieve.keys, PAGE_LENGTH).get_page(number)
    comments = standing_comments(consultation, reader)
    decided = Reflection.objects.visible_to(reader).current().filter(comment__in=comments)
    read = Reading.objects.visible_to(reader)
    return DeskPage(
        handled=decided.count(),
        unread=comments.exclude(pk__in=read.values("comment")).count(),
        total=comments.count(),
        answers_total=sieve.size,
        facets=sieve.facets(),
        chosen=tuple(sieve.set_filters()),
        query=filters.get(SEARCH),
        groups=tuple(_groups_of_answers(standing, _answers(list(page.object_list), reader), names)),
        page=page,
    )


def neighbours(
    consultation: Consultation, reader: Capacity, *, filters: Filters, comment: Comment
) -> tuple[int | None, int | None]:
    """The keys of the comments before and after one under the filters, which may have left it."""
    set_ones = [each for each in FILTERS if filters.get(each.name)]
    keys = _sieve(Names(consultation, reader), set_ones, filters).with_one(comment.pk)
    if not keys:
        return None, None
    place = keys.index(comment.pk)
    return (keys[place - 1] if place else None), next(iter(keys[place + 1 :]), None)


def _sieve(names: Names, filters: Sequence[Filter], chosen: Filters) -> Sieve:
    standing = standing_comments(names.consultation, names.reader)
    rows = with_reading(standing.with_decision(), names.reader).in_order_of_text()
    found = comments_found(standing, chosen, names)
    return Sieve(rows, filters, chosen=chosen, names=names, found=found)


def _page_with(keys: list[int], pk: int | None) -> int | None:
    """The number of the page on which a comment stands, if one is asked for and stands there."""
    return keys.index(pk) // PAGE_LENGTH + 1 if pk in keys else None


def _comments(keys: Sequence[int], reader: Capacity) -> list[Comment]:
    """The comments of a page with all that is shown of them, in the order of the keys."""
    rows = Comment.objects.visible_to(reader).standing().filter(pk__in=keys)
    rows = with_reading(rows.with_decision(), reader).with_words()
    brought = rows.select_related("submission", "unit__element__current_revision")
    found = {comment.pk: comment for comment in brought}
    return [found[key] for key in keys if key in found]


def _answers(keys: Sequence[int], reader: Capacity) -> list[Answer]:
    rows = Answer.objects.visible_to(reader).standing().filter(pk__in=keys)
    rows = rows.select_related(
        "delegation", "submission", "unit__revision", "unit__element__current_revision"
    )
    found = {answer.pk: answer for answer in rows.prefetch_related("marks__unit")}
    return [found[key] for key in keys if key in found]


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around the comments of a page, by their keys."""

    points: Counter[int]
    aligned: Aligned
    marks: dict[int, Marks]
    prompted: dict[int, tuple[Prompted, ...]]


def _groups_of_comments(comments: list[Comment], names: Names) -> Iterator[DeskGroup]:
    reader = names.reader
    around = _Around(
        points_resting_on(comments, reader),
        aligned_with(comments, reader),
        marks_of(comments, reader),
        prompted_by(comments, reader),
    )
    uids = {heading.section_uids: heading.uid for heading in names.headings}
    for unit, group in groupby(comments, key=lambda comment: comment.unit):
        section_uid = uids.get(unit.section_uids, "") if unit else ""
        entries = (_entry(each, section_uid, around) for each in group)
        yield DeskGroup(unit, _since(unit, names), entries=tuple(entries))


def _entry(comment: Comment, section_uid: str, around: _Around) -> DeskEntry:
    outcome = getattr(comment, "outcome", None)
    return DeskEntry(
        comment=comment,
        redline=redline(comment.proposal, comment.place, comment.unit),
        outcome=str(Reflection.Outcome(outcome).label) if outcome else "",
        reply=getattr(comment, "reply", None) or "",
        note=getattr(comment, "note", None) or "",
        is_shared=getattr(comment, "shared_at", None) is not None,
        is_read=getattr(comment, "read_by", None) is not None,
        points=around.points[comment.pk],
        section_uid=section_uid,
        aligned=beside(comment, around.aligned),
        marks=around.marks[comment.pk],
        prompted=around.prompted.get(comment.pk, ()),
    )


def _groups_of_answers(
    standing: QuerySet[Answer], answers: list[Answer], names: Names
) -> Iterator[DeskGroup]:
    chosen: dict[int, dict[str, int]] = {}
    counted = standing.exclude(choice="").order_by().values("unit", "choice")
    for unit_pk, choice, count in counted.annotate(count=Count("pk")).values_list(
        "unit", "choice", "count"
    ):
        chosen.setdefault(unit_pk, {})[choice] = count
    for unit, group in groupby(answers, key=lambda answer: answer.unit):
        counts = chosen.get(unit.pk, {})
        tally = [
            (str(label), counts[code]) for code, label in Answer.Choice.choices if code in counts
        ]
        yield DeskGroup(unit, _since(unit, names), answers=tuple(group), tally=tuple(tally))


def _since(unit: DraftUnit | None, names: Names) -> Since | None:
    """What became of the words since; None where they are the same, or not for the reader."""
    plan = names.consultation.plan
    if unit is None or not may_read_working_text(names.reader, plan):
        return None
    if unit.element.deleted_at is not None:
        return Since(is_deleted=True)
    now = unit.element.current_revision
    if now is None or now.text == unit.revision.text:
        return None
    return Since(spans=tuple(compare_words(unit.revision.text, now.text)))
