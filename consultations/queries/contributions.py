"""What was submitted, as its readers outside the offices find it: in the order of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from consultations.models import Answer, Association, Comment, Consultation, Submission
from consultations.permissions import may_align
from consultations.queries.aligning import Aligned, aligned_with, beside
from consultations.queries.desk import FRONT, Facet, Option, headings_of
from consultations.queries.entries import Entry, answer_entry, comment_entry
from consultations.queries.readers import rule_words
from consultations.queries.tallying import Tally, find_tallies
from delegations.capacities import Capacity
from delegations.models import Delegation
from sections.models import DraftUnit

PAGE_LENGTH = 50
COMMENT, ANSWER = "1", "2"


class Place(NamedTuple):
    """Where one contribution stands, and what the filters ask of it. Sorts as the page does."""

    order: int
    sort: str
    speaker: str
    number: int
    pk: int
    section_uids: str
    delegation: int
    name: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """
    A comment or answer with who stands behind it.

    `aligned` are the associations that the reader may know of; `own_alignment` is that of the
    reader's delegation with exactly this comment.
    """

    entry: Entry
    is_own: bool
    aligned: tuple[Association, ...]
    own_alignment: Association | None


@dataclass(frozen=True, slots=True)
class Group:
    """A unit of the draft (None: the whole draft), what was said on it, and the tally there."""

    unit: DraftUnit | None
    contributions: tuple[Contribution, ...]
    tally: Tally | None


@dataclass(frozen=True, slots=True)
class ContributionsPage:
    """A page of contributions; `without_comments` are those that said they have no comments."""

    groups: tuple[Group, ...]
    facets: tuple[Facet, ...]
    page: Page
    without_comments: tuple[str, ...]
    rule: str
    may_align: bool
    is_narrowed: bool


def contributions_page(
    consultation: Consultation,
    reader: Capacity,
    *,
    delegation: str = "",
    section: str = "",
    number: str = "",
) -> ContributionsPage:
    """What a reader may read of what was submitted, a page of it (at most ten queries)."""
    places = _places(consultation, reader)
    kept = [
        each
        for each in places
        if delegation in {"", str(each.delegation)} and _is_within(each, section)
    ]
    page = Paginator(kept, PAGE_LENGTH).get_page(number)
    entries = _entries(list(page.object_list))
    aligned = aligned_with([entry.said for entry in entries], reader)
    contributions = [_contribution(entry, aligned, reader) for entry in entries]
    tallies = find_tallies(consultation, reader) if entries else {}
    return ContributionsPage(
        groups=tuple(_groups(contributions, tallies)),
        facets=tuple(_facets(consultation, places, delegation, section)) if places else (),
        page=page,
        without_comments=tuple(_without_comments(consultation, reader)),
        rule=rule_words(consultation.readers),
        may_align=bool(may_align(reader, consultation)),
        is_narrowed=bool(delegation or section),
    )


def _places(consultation: Consultation, reader: Capacity) -> list[Place]:
    """Everything the reader may read, in the order of the text (one query)."""
    comments = Comment.objects.visible_to(reader).standing().filter(consultation=consultation)
    answers = Answer.objects.visible_to(reader).standing().filter(consultation=consultation)
    rows = _marked(comments, COMMENT, "number").union(_marked(answers, ANSWER, "pk"), all=True)
    return sorted(
        Place(-1 if order is None else order, sort, speaker, number, pk, uids or "", by, name)
        for order, sort, speaker, number, pk, uids, by, name in rows
    )


def _marked(rows: QuerySet, sort: str, number: str) -> QuerySet:
    marked = rows.order_by().annotate(
        sort=Value(sort, output_field=CharField()),
        # What precedes the first part stands in a section too, but in none that has a heading.
        within=Case(When(unit__section_path="", then=Value("")), default="unit__section_uids"),
    )
    return marked.values_list(
        "unit__order",
        "sort",
        "delegation__sort_name",
        number,
        "pk",
        "within",
        "delegation",
        "delegation__name",
    )


def _is_within(place: Place, section: str) -> bool:
    if section == FRONT:
        return not place.section_uids.strip("/")
    return not section or section in place.section_uids.split("/")


def _entries(places: list[Place]) -> list[Entry]:
    """The contributions of a page, in its order (three queries)."""
    keys = {sort: [p.pk for p in places if p.sort == sort] for sort in (COMMENT, ANSWER)}
    found: dict[tuple[str, int], Entry] = {}
    brought = ("delegation", "unit__revision", "submission")
    for comment in Comment.objects.filter(pk__in=keys[COMMENT]).select_related(*brought):
        found[COMMENT, comment.pk] = comment_entry(comment)
    answers = Answer.objects.filter(pk__in=keys[ANSWER]).select_related(*brought)
    for answer in answers.prefetch_related("marks__unit"):
        found[ANSWER, answer.pk] = answer_entry(answer)
    return [found[each.sort, each.pk] for each in places if (each.sort, each.pk) in found]


def _contribution(entry: Entry, aligned: Aligned, reader: Capacity) -> Contribution:
    said, own = entry.said, reader.delegation
    rows = beside(said, aligned)
    return Contribution(
        entry=entry,
        is_own=own is not None and is_entry_of(own, said.delegation),
        aligned=rows,
        own_alignment=next(
            (
                row
                for row in rows
                if own is not None and row.comment_id and is_entry_of(own, row.delegation)
            ),
            None,
        ),
    )


def is_entry_of(own: Delegation, delegation: Delegation) -> bool:
    """Whether a delegation is the own one, or an entry merged into it."""
    return own.pk in {delegation.pk, delegation.merged_into_id}


def _groups(contributions: Iterable[Contribution], tallies: dict[int, Tally]) -> Iterator[Group]:
    for unit, group in groupby(contributions, key=lambda each: each.entry.said.unit):
        yield Group(unit, tuple(group), tallies.get(unit.pk) if unit else None)


def _without_comments(consultation: Consultation, reader: Capacity) -> Iterator[str]:
    """Delegations that said, as far as the reader may know, that they have no comments."""
    said = Submission.objects.visible_to(reader).filter(consultation=consultation)
    rows = said.filter(Q(is_no_comments=True)).order_by("delegation__sort_name")
    yield from dict.fromkeys(rows.values_list("delegation__name", flat=True))


def _facets(
    consultation: Consultation, places: list[Place], delegation: str, section: str
) -> Iterator[Facet]:
    """The two filters, each counted under the other (one query)."""
    within = [each for each in places if _is_within(each, section)]
    speak = Counter(str(each.delegation) for each in within)
    names = {str(each.delegation): (each.speaker, each.name) for each in places}
    yield Facet(
        "delegation",
        _("Delegation"),
        len(within),
        tuple(
            Option(key, name, speak[key], key == delegation)
            for key, (_order, name) in sorted(names.items(), key=lambda item: item[1])
        ),
    )
    theirs = [each for each in places if delegation in {"", str(each.delegation)}]
    choices = [(FRONT, _("Whole draft and front"))]
    for unit in headings_of(consultation):
        uid = unit.section_uids.rstrip("/").rpartition("/")[2]
        choices.append((uid, f"{unit.section_path} {unit.revision.text}"))
    yield Facet(
        "section",
        _("Section"),
        len(theirs),
        tuple(
            Option(value, label, sum(_is_within(e, value) for e in theirs), value == section)
            for value, label in choices
        ),
    )
