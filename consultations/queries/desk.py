"""The desk: what was submitted, in the order of the text, under the words it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from consultations.models import (
    Answer,
    Association,
    Comment,
    Consultation,
    Point,
    PointSource,
    Reflection,
)
from consultations.models.comments import CommentQuerySet
from consultations.models.contributions import State
from consultations.queries.aligning import Aligned, aligned_with, beside
from consultations.queries.entries import redline
from delegations.capacities import Capacity
from delegations.models import Delegation
from documents.compare import Span
from sections.models import DraftUnit
from sections.models.elements import Kind

Rows = TypeVar("Rows", bound=QuerySet)

PAGE_LENGTH = 50
FRONT = "front"
UNDECIDED = "undecided"
DECIDED = "decided"
_ALIKE = ("unit__section_path", "unit__section_uids", "delegation__category")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the desk is narrowed to; an empty filter takes everything."""

    section: str = ""
    outcome: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, with how many contributions it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: its name in the address, its words, its values, the number for "all"."""

    name: str
    label: str
    total: int
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """
    A comment with the redline of its proposal and the decision in force, if there is one.

    `points` counts the points that rest on it; `section_uid` is the heading they would stand under.
    """

    comment: Comment
    redline: tuple[Span, ...]
    outcome: str
    reply: str
    note: str
    is_shared: bool
    points: int
    section_uid: str
    aligned: tuple[Association, ...]


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """
    A unit of the draft consulted on (None: the whole draft) and what was said on it.

    `tally` counts all answers to a question by choice, those on other pages too.
    """

    unit: DraftUnit | None
    has_changed_since: bool
    entries: tuple[DeskEntry, ...] = ()
    answers: tuple[Answer, ...] = ()
    tally: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A page of the desk."""

    handled: int
    total: int
    answers_total: int
    facets: tuple[Facet, ...]
    groups: tuple[DeskGroup, ...]
    page: Page


@dataclass(frozen=True, slots=True)
class _Alike:
    """How many contributions are alike in all that the filters ask for."""

    section_path: str | None
    section_uids: str | None
    category: str
    outcome: str | None
    count: int

    def matches(self, filters: Filters) -> bool:
        """Whether they stay under the filters."""
        return (
            self.is_within(filters.section)
            and filters.category in {"", self.category}
            and filters.outcome in {"", DECIDED if self.outcome else UNDECIDED}
        )

    def is_within(self, section: str) -> bool:
        """Whether they speak of a section or one below it; what has no section is the front."""
        if section == FRONT:
            return not self.section_path
        return not section or section in (self.section_uids or "").split("/")


def desk_page(
    consultation: Consultation,
    reader: Capacity,
    *,
    filters: Filters,
    number: str,
    comment: int | None = None,
) -> DeskPage:
    """
    A page of comments, with the filters and what each would leave (seven queries).

    `comment`, if its key is given, is on the page, whatever the number; that costs one more.
    """
    standing = standing_comments(consultation, reader).with_decision()
    alike = [_Alike(*values) for values in _counted(standing, *_ALIKE, "outcome")]
    found = _narrowed(standing, filters).in_order_of_text().with_words()
    found = found.select_related("submission")
    page = _page(found, str(_page_with(found, comment) or number))
    headings = list(headings_of(consultation))
    comments = list(page.object_list)
    points = points_resting_on(comments, reader)
    return DeskPage(
        handled=_total(group for group in alike if group.outcome),
        total=_total(alike),
        answers_total=_standing_answers(consultation, reader).count(),
        facets=(
            _section_facet(headings, alike, filters),
            _outcome_facet(alike, filters),
            _category_facet(alike, filters),
        ),
        groups=tuple(
            _groups_of_comments(comments, headings, points, aligned_with(comments, reader))
        ),
        page=page,
    )


def answers_page(
    consultation: Consultation, reader: Capacity, *, filters: Filters, number: str
) -> DeskPage:
    """A page of answers to the questions of the draft (eight queries)."""
    filters = replace(filters, outcome="")
    standing = _standing_answers(consultation, reader)
    alike = [
        _Alike(path, uids, category, None, count)
        for path, uids, category, count in _counted(standing, *_ALIKE)
    ]
    found = _narrowed(standing, filters).order_by("unit__order", "delegation__sort_name", "pk")
    brought = found.select_related("delegation", "submission", "unit__revision", "unit__element")
    page = _page(brought.prefetch_related("marks__unit"), number)
    headings = list(headings_of(consultation))
    comments = standing_comments(consultation, reader).with_decision()
    outcomes = dict(_counted(comments, "outcome"))
    return DeskPage(
        handled=sum(count for outcome, count in outcomes.items() if outcome),
        total=sum(outcomes.values()),
        answers_total=_total(alike),
        facets=(_section_facet(headings, alike, filters), _category_facet(alike, filters)),
        groups=tuple(_groups_of_answers(standing, list(page.object_list))),
        page=page,
    )


def neighbours(
    consultation: Consultation, reader: Capacity, *, filters: Filters, comment: Comment
) -> tuple[int | None, int | None]:
    """The keys of the comments before and after one under the filters, which may have left it."""
    standing = standing_comments(consultation, reader).with_decision()
    kept = _narrowed(standing, filters).values("pk")
    around = standing.filter(Q(pk=comment.pk) | Q(pk__in=kept)).in_order_of_text()
    keys = list(around.values_list("pk", flat=True))
    if comment.pk not in keys:
        return None, None
    place = keys.index(comment.pk)
    return (keys[place - 1] if place else None), next(iter(keys[place + 1 :]), None)


def standing_comments(consultation: Consultation, reader: Capacity) -> CommentQuerySet:
    """What stands on the record of a consultation, as far as the reader may see it."""
    return Comment.objects.visible_to(reader).standing().filter(consultation=consultation)


def headings_of(consultation: Consultation) -> QuerySet[DraftUnit]:
    """The headings of the draft consulted on, in its order."""
    return consultation.draft.units.filter(kind=Kind.HEADING).with_wording().order_by("order")


def _standing_answers(consultation: Consultation, reader: Capacity) -> QuerySet[Answer]:
    answers = Answer.objects.visible_to(reader).filter(consultation=consultation)
    return answers.filter(state=State.SUBMITTED)


def _counted(rows: QuerySet, *names: str) -> QuerySet:
    """The values of each kind of row that there is, and how many there are of it (one query)."""
    return rows.order_by().values(*names).annotate(count=Count("pk")).values_list(*names, "count")


def _total(alike: Iterable[_Alike]) -> int:
    return sum(group.count for group in alike)


def _narrowed(rows: Rows, filters: Filters) -> Rows:
    if filters.category:
        rows = rows.filter(delegation__category=filters.category)
    if filters.outcome:
        rows = rows.filter(outcome__isnull=filters.outcome != DECIDED)
    if filters.section == FRONT:
        return rows.filter(Q(unit=None) | Q(unit__section_path=""))
    if filters.section:
        top = Q(unit__section_uids__startswith=f"{filters.section}/")
        return rows.filter(top | Q(unit__section_uids__contains=f"/{filters.section}/"))
    return rows


def _page(rows: QuerySet, number: str) -> Page:
    return Paginator(rows, PAGE_LENGTH).get_page(number)


def _page_with(rows: QuerySet[Comment], pk: int | None) -> int | None:
    """The number of the page on which a comment stands, if one is asked for and stands there."""
    keys = list(rows.values_list("pk", flat=True)) if pk is not None else []
    return keys.index(pk) // PAGE_LENGTH + 1 if pk in keys else None


def _groups_of_comments(
    comments: list[Comment],
    headings: list[DraftUnit],
    points: Counter[int],
    aligned: Aligned,
) -> Iterator[DeskGroup]:
    uids = {heading.section_uids: heading.uid for heading in headings}
    for unit, group in groupby(comments, key=lambda comment: comment.unit):
        section_uid = uids.get(unit.section_uids, "") if unit else ""
        entries = (_entry(each, points[each.pk], section_uid, aligned) for each in group)
        yield DeskGroup(unit, _has_changed(unit), entries=tuple(entries))


def points_resting_on(comments: Iterable[Comment], reader: Capacity) -> Counter[int]:
    """How many standing points rest on each comment, by its key (one query)."""
    points = Point.objects.visible_to(reader).standing()
    sources = PointSource.objects.filter(point__in=points, comment__in=[c.pk for c in comments])
    return Counter(sources.values_list("comment", flat=True))


def _entry(comment: Comment, points: int, section_uid: str, aligned: Aligned) -> DeskEntry:
    outcome = getattr(comment, "outcome", None)
    return DeskEntry(
        comment=comment,
        redline=redline(comment.proposal, comment.place, comment.unit),
        outcome=str(Reflection.Outcome(outcome).label) if outcome else "",
        reply=getattr(comment, "reply", None) or "",
        note=getattr(comment, "note", None) or "",
        is_shared=getattr(comment, "shared_at", None) is not None,
        points=points,
        section_uid=section_uid,
        aligned=beside(comment, aligned),
    )


def _groups_of_answers(standing: QuerySet[Answer], answers: list[Answer]) -> Iterator[DeskGroup]:
    chosen: dict[int, dict[str, int]] = {}
    for unit_pk, choice, count in _counted(standing.exclude(choice=""), "unit", "choice"):
        chosen.setdefault(unit_pk, {})[choice] = count
    for unit, group in groupby(answers, key=lambda answer: answer.unit):
        counts = chosen.get(unit.pk, {})
        tally = [
            (str(label), counts[code]) for code, label in Answer.Choice.choices if code in counts
        ]
        yield DeskGroup(unit, _has_changed(unit), answers=tuple(group), tally=tuple(tally))


def _has_changed(unit: DraftUnit | None) -> bool:
    return unit is not None and unit.element.current_revision_id != unit.revision_id


def _section_facet(headings: list[DraftUnit], alike: list[_Alike], filters: Filters) -> Facet:
    left = [group for group in alike if group.matches(replace(filters, section=""))]
    choices = [(FRONT, _("Whole draft and front"))]
    choices += [
        (
            unit.section_uids.rstrip("/").rpartition("/")[2],
            f"{unit.section_path} {unit.revision.text}",
        )
        for unit in headings
    ]
    return _facet("section", _("Section"), choices, left, filters.section, _Alike.is_within)


def _outcome_facet(alike: list[_Alike], filters: Filters) -> Facet:
    left = [group for group in alike if group.matches(replace(filters, outcome=""))]
    choices = [(UNDECIDED, _("Not yet handled")), (DECIDED, _("Handled"))]
    return _facet(
        "outcome",
        _("Handled"),
        choices,
        left,
        filters.outcome,
        lambda group, value: bool(group.outcome) is (value == DECIDED),
    )


def _category_facet(alike: list[_Alike], filters: Filters) -> Facet:
    left = [group for group in alike if group.matches(replace(filters, category=""))]
    speak = {group.category for group in alike}
    labels = Delegation.Category.choices
    return _facet(
        "category",
        _("Category of delegation"),
        [(value, str(label)) for value, label in labels if value in speak],
        left,
        filters.category,
        lambda group, value: group.category == value,
    )


def _facet(
    name: str,
    label: str,
    choices: list[tuple[str, str]],
    alike: list[_Alike],
    chosen: str,
    takes: Callable[[_Alike, str], bool],
) -> Facet:
    options = (
        Option(value, text, _total(g for g in alike if takes(g, value)), value == chosen)
        for value, text in choices
    )
    return Facet(name, label, _total(alike), tuple(options))
