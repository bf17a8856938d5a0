"""The desk: what was submitted, in the order of the text, under the words it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _

from consultations.models import Answer, Comment, Consultation, Reflection
from consultations.models.contributions import State
from delegations.capacities import Capacity
from delegations.models import Delegation
from documents.compare import Span, compare_words
from sections.models import DraftUnit
from sections.models.elements import Kind

PAGE_LENGTH = 50
FRONT = "front"
UNDECIDED = "undecided"
DECIDED = "decided"


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
    """A comment with the redline of its proposal and the decision in force, if there is one."""

    comment: Comment
    redline: tuple[Span, ...]
    outcome: str
    reply: str
    note: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """A unit of the draft consulted on (None: the whole draft) and what was said on it."""

    unit: DraftUnit | None
    has_changed_since: bool
    entries: tuple[DeskEntry, ...] = ()
    answers: tuple[Answer, ...] = ()


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
class _Row:
    pk: int
    section_path: str | None
    section_uids: str | None
    category: str
    outcome: str | None = None

    def matches(self, filters: Filters) -> bool:
        """Whether the contribution stays under the filters."""
        return (
            self.is_within(filters.section)
            and filters.category in {"", self.category}
            and filters.outcome in {"", DECIDED if self.outcome else UNDECIDED}
        )

    def is_within(self, section: str) -> bool:
        """Whether it speaks of a section or one below it; what has no section is the front."""
        if section == FRONT:
            return not self.section_path
        return not section or section in (self.section_uids or "").split("/")


def desk_page(
    consultation: Consultation, reader: Capacity, *, filters: Filters, number: str
) -> DeskPage:
    """A page of comments, with the filters and what each would leave (four queries)."""
    standing = with_decision(standing_comments(consultation, reader))
    rows = [
        _Row(*values)
        for values in in_order_of_text(standing).values_list(
            "pk", "unit__section_path", "unit__section_uids", "delegation__category", F("outcome")
        )
    ]
    page = _page([row.pk for row in rows if row.matches(filters)], number)
    shown = in_order_of_text(with_words(standing)).filter(pk__in=list(page.object_list))
    return DeskPage(
        handled=sum(1 for row in rows if row.outcome),
        total=len(rows),
        answers_total=_standing_answers(consultation, reader).count(),
        facets=(
            _section_facet(consultation, rows, filters),
            _outcome_facet(rows, filters),
            _category_facet(rows, filters),
        ),
        groups=tuple(_groups_of_comments(shown)),
        page=page,
    )


def answers_page(
    consultation: Consultation, reader: Capacity, *, filters: Filters, number: str
) -> DeskPage:
    """A page of answers to the questions of the draft (six queries)."""
    filters = replace(filters, outcome="")
    standing = _standing_answers(consultation, reader).order_by(
        "unit__order", "delegation__sort_name", "pk"
    )
    rows = [
        _Row(*values)
        for values in standing.values_list(
            "pk", "unit__section_path", "unit__section_uids", "delegation__category"
        )
    ]
    page = _page([row.pk for row in rows if row.matches(filters)], number)
    shown = (
        standing.filter(pk__in=list(page.object_list))
        .select_related("delegation", "unit__revision", "unit__element")
        .prefetch_related("marks__unit")
    )
    comments = with_decision(standing_comments(consultation, reader)).values_list(F("outcome"))
    outcomes = [outcome for (outcome,) in comments.order_by()]
    return DeskPage(
        handled=sum(1 for outcome in outcomes if outcome),
        total=len(outcomes),
        answers_total=len(rows),
        facets=(_section_facet(consultation, rows, filters), _category_facet(rows, filters)),
        groups=tuple(
            DeskGroup(unit, _has_changed(unit), answers=tuple(answers))
            for unit, answers in groupby(shown, key=lambda answer: answer.unit)
        ),
        page=page,
    )


def standing_comments(consultation: Consultation, reader: Capacity) -> QuerySet[Comment]:
    """What stands on the record of a consultation, as far as the reader may see it."""
    return Comment.objects.visible_to(reader).standing().filter(consultation=consultation)


def with_decision(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Annotate comments with the decision in force: outcome, reply, note, when it was shared."""
    in_force = FilteredRelation("reflections", condition=Q(reflections__superseded_at=None))
    return comments.annotate(
        in_force=in_force,
        outcome=F("in_force__outcome"),
        reply=F("in_force__reply"),
        note=F("in_force__note"),
        shared_at=F("in_force__shared_at"),
    )


def with_words(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Bring along who speaks, and the words spoken of."""
    return comments.select_related("delegation", "unit__revision", "unit__element")


def in_order_of_text(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Order comments as the text runs: the whole draft first, then unit by unit, by speaker."""
    return comments.order_by(
        F("unit__order").asc(nulls_first=True), "delegation__sort_name", "number", "pk"
    )


def redline_of(comment: Comment) -> tuple[Span, ...]:
    """The proposed wording against the words it speaks of; empty where there is nothing of both."""
    if not comment.proposal or comment.unit is None or comment.place != Comment.Place.ON:
        return ()
    return tuple(compare_words(comment.unit.revision.text, comment.proposal))


def _standing_answers(consultation: Consultation, reader: Capacity) -> QuerySet[Answer]:
    answers = Answer.objects.visible_to(reader).filter(consultation=consultation)
    return answers.filter(state=State.SUBMITTED)


def _page(pks: list[int], number: str) -> Page:
    return Paginator(pks, PAGE_LENGTH).get_page(number)


def _groups_of_comments(comments: Iterable[Comment]) -> Iterator[DeskGroup]:
    for unit, group in groupby(comments, key=lambda comment: comment.unit):
        yield DeskGroup(unit, _has_changed(unit), entries=tuple(map(_entry, group)))


def _entry(comment: Comment) -> DeskEntry:
    outcome = getattr(comment, "outcome", None)
    return DeskEntry(
        comment=comment,
        redline=redline_of(comment),
        outcome=str(Reflection.Outcome(outcome).label) if outcome else "",
        reply=getattr(comment, "reply", None) or "",
        note=getattr(comment, "note", None) or "",
        is_shared=getattr(comment, "shared_at", None) is not None,
    )


def _has_changed(unit: DraftUnit | None) -> bool:
    return unit is not None and unit.element.current_revision_id != unit.revision_id


def _section_facet(consultation: Consultation, rows: list[_Row], filters: Filters) -> Facet:
    left = [row for row in rows if row.matches(replace(filters, section=""))]
    headings = consultation.draft.units.filter(kind=Kind.HEADING).with_wording().order_by("order")
    choices = [(FRONT, _("Whole draft and front"))]
    choices += [
        (
            unit.section_uids.rstrip("/").rpartition("/")[2],
            f"{unit.section_path} {unit.revision.text}",
        )
        for unit in headings
    ]
    return _facet("section", _("Section"), choices, left, filters.section, _Row.is_within)


def _outcome_facet(rows: list[_Row], filters: Filters) -> Facet:
    left = [row for row in rows if row.matches(replace(filters, outcome=""))]
    choices = [(UNDECIDED, _("Not yet handled")), (DECIDED, _("Handled"))]
    return _facet(
        "outcome",
        _("Handled"),
        choices,
        left,
        filters.outcome,
        lambda row, value: bool(row.outcome) is (value == DECIDED),
    )


def _category_facet(rows: list[_Row], filters: Filters) -> Facet:
    left = [row for row in rows if row.matches(replace(filters, category=""))]
    speak = Counter(row.category for row in rows)
    choices = [(value, str(label)) for value, label in Delegation.Category.choices if speak[value]]
    return _facet(
        "category",
        _("Category of delegation"),
        choices,
        left,
        filters.category,
        lambda row, value: row.category == value,
    )


def _facet(
    name: str,
    label: str,
    choices: list[tuple[str, str]],
    rows: list[_Row],
    chosen: str,
    takes: Callable[[_Row, str], bool],
) -> Facet:
    options = (
        Option(value, text, sum(1 for row in rows if takes(row, value)), value == chosen)
        for value, text in choices
    )
    return Facet(name, label, len(rows), tuple(options))
