"""One section of the desk to be printed: what converges, what diverges, what is new, and who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.utils.translation import gettext as _

from consultations.models import Association, Comment, Consultation
from consultations.queries.aligning import Aligned, aligned_with, beside
from consultations.queries.desk.filters import FRONT
from consultations.queries.desk.record import headings_of, section_uid_of, standing_comments
from consultations.queries.entries import redline
from delegations.capacities import Capacity
from delegations.models import Delegation
from documents.compare import Span
from sections.models import DraftUnit


@dataclass(frozen=True, slots=True)
class Printed:
    """A comment as it is printed, with those aligned with it."""

    comment: Comment
    aligned: tuple[Association, ...]


@dataclass(frozen=True, slots=True)
class PrintedUnit:
    """A unit of the draft (None: the whole draft) and what was said on it."""

    unit: DraftUnit | None
    said: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """A part of the page: its title, how many speak in it, and what they say, as the text runs."""

    name: str
    title: str
    comments: int
    delegations: int
    units: tuple[PrintedUnit, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording proposed for the words of a unit, and all who propose exactly that."""

    unit: DraftUnit | None
    redline: tuple[Span, ...]
    language: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A delegation that spoke in the section, and how often."""

    delegation: Delegation
    comments: int


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A printed section; no heading: the draft as a whole and its front."""

    heading: DraftUnit | None
    total: int
    parts: tuple[PrintedPart, ...]
    wordings: tuple[Wording, ...]
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    title: Callable[[], str]
    positions: frozenset[str]


_Position = Comment.Position
# Which position says what of the words. Whoever states none is put on no side.
_SIDES = (
    _Part(
        "converging",
        lambda: _("Converging"),
        frozenset({_Position.SUPPORT, _Position.SUPPORT_WITH_CHANGES}),
    ),
    _Part(
        "diverging",
        lambda: _("Diverging"),
        frozenset({_Position.CONCERN, _Position.CANNOT_SUPPORT}),
    ),
    _Part("unstated", lambda: _("Without a stated position"), frozenset({""})),
)


def printed_section(
    consultation: Consultation, reader: Capacity, *, uid: str
) -> PrintedSection | None:
    """
    A section with those below it, by its uid or `FRONT`; None where there is none (three queries).

    What is proposed as missing is new, whatever the position; all else stands on one side, or on
    none where no position is stated.
    """
    headings = {section_uid_of(heading): heading for heading in headings_of(consultation)}
    heading = headings.get(uid)
    if heading is None and uid != FRONT:
        return None
    rows = standing_comments(consultation, reader).filter(_within(uid))
    comments = list(rows.with_words().in_order_of_text())
    aligned = aligned_with(comments, reader)
    return PrintedSection(
        heading=heading,
        total=len(comments),
        parts=tuple(_parts(comments, aligned)),
        wordings=tuple(_wordings(comments)),
        speakers=tuple(_speakers(comments)),
    )


def _within(uid: str) -> Q:
    if uid == FRONT:
        return Q(unit=None) | Q(unit__section_path="")
    top = Q(unit__section_uids__startswith=f"{uid}/")
    return top | Q(unit__section_uids__contains=f"/{uid}/")


def _parts(comments: list[Comment], aligned: Aligned) -> Iterator[PrintedPart]:
    missing = Comment.Place.MISSING_AFTER
    for side in _SIDES:
        said = [c for c in comments if c.position in side.positions and c.place != missing]
        yield _part(side.name, side.title(), said, aligned)
    new = [comment for comment in comments if comment.place == missing]
    yield _part("new", _("New"), new, aligned)


def _part(name: str, title: str, comments: list[Comment], aligned: Aligned) -> PrintedPart:
    return PrintedPart(
        name=name,
        title=title,
        comments=len(comments),
        delegations=len({comment.delegation_id for comment in comments}),
        units=tuple(
            PrintedUnit(unit, tuple(Printed(each, beside(each, aligned)) for each in group))
            for unit, group in groupby(comments, key=lambda comment: comment.unit)
        ),
    )


def _wordings(comments: Iterable[Comment]) -> Iterator[Wording]:
    """The wordings proposed for words that there are, each once with all who propose it."""
    by: dict[tuple[int | None, str], list[Comment]] = {}
    for comment in comments:
        if comment.proposal and comment.place == Comment.Place.ON:
            by.setdefault((comment.unit_id, comment.proposal), []).append(comment)
    for same in by.values():
        first = same[0]
        names = dict.fromkeys(each.delegation.name for each in same)
        spans = redline(first.proposal, first.place, first.unit)
        yield Wording(first.unit, spans, first.language, tuple(names))


def _speakers(comments: Iterable[Comment]) -> Iterator[Speaker]:
    counts = Counter(comment.delegation_id for comment in comments)
    speak = {comment.delegation_id: comment.delegation for comment in comments}
    for delegation in sorted(speak.values(), key=lambda each: (each.sort_name, each.pk)):
        yield Speaker(delegation, counts[delegation.pk])
