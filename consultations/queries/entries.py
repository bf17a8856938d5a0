"""Comments and answers as the pages of their own delegation list them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from consultations.models import Answer, AnswerMark, Comment, Consultation, Note
from consultations.models.contributions import State
from delegations.capacities import Capacity
from documents.compare import Span, compare_words
from sections.models import DraftUnit


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of a unit, cut where the passage that a comment speaks of begins and ends."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class CommentEntry:
    """
    A comment, where it stands, the words it speaks of and the redline of its proposal.

    `passage` is None where it speaks of all the words.
    """

    comment: Comment
    place: str
    reference: str
    words: str
    redline: tuple[Span, ...]
    passage: Passage | None
    notes: tuple[Note, ...] = ()
    is_comment: bool = True

    @property
    def is_correction(self) -> bool:
        """Whether it replaces something on the record."""
        return self.comment.replaces_id is not None

    @property
    def is_for_review(self) -> bool:
        """Whether it can be returned or cleared."""
        return self.comment.state in {State.READY, State.CLEARED}

    @property
    def stamp(self) -> str:
        """What tells later whether it is still as shown."""
        return self.comment.stamp

    @property
    def said(self) -> Comment:
        """What was said."""
        return self.comment


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """An answer, the question in words, and what it says of each element."""

    answer: Answer
    reference: str
    question: str
    marks: tuple[AnswerMark, ...]
    notes: tuple[Note, ...] = ()
    is_comment: bool = False

    @property
    def is_correction(self) -> bool:
        """Whether it replaces something on the record."""
        return self.answer.replaces_id is not None

    @property
    def is_for_review(self) -> bool:
        """Whether it can be returned or cleared."""
        return self.answer.state in {State.READY, State.CLEARED}

    @property
    def stamp(self) -> str:
        """What tells later whether it is still as shown."""
        return self.answer.stamp

    @property
    def said(self) -> Answer:
        """What was said."""
        return self.answer


Entry = CommentEntry | AnswerEntry


def own_comments(consultation: Consultation, reader: Capacity) -> QuerySet[Comment]:
    """A delegation's comments in the order of the draft, with everything a list shows."""
    return (
        Comment.objects.own_of(reader)
        .filter(consultation=consultation)
        .select_related(
            "delegation", "unit__revision", "author", "submission", "replaces", "replaced_by"
        )
        .order_by(F("unit__order").asc(nulls_first=True), "created_at", "pk")
    )


def own_answers(consultation: Consultation, reader: Capacity) -> QuerySet[Answer]:
    """A delegation's answers in the order of the draft, with everything a list shows."""
    return (
        Answer.objects.own_of(reader)
        .filter(consultation=consultation)
        .select_related("delegation", "unit__revision", "author", "submission", "replaced_by")
        .prefetch_related("marks__unit")
        .order_by("unit__order", "created_at", "pk")
    )


def in_order_of_text(comments: Iterable[Comment], answers: Iterable[Answer]) -> tuple[Entry, ...]:
    """Comments and answers as the text runs: the whole draft first, comments before an answer."""
    entries: list[Entry] = [*map(comment_entry, comments), *map(answer_entry, answers)]
    return tuple(sorted(entries, key=_place))


def with_notes(entries: Iterable[Entry], notes: Iterable[Note]) -> tuple[Entry, ...]:
    """The entries, each with those of a delegation's notes that are on it."""
    on: dict[tuple[bool, int | None], list[Note]] = {}
    for note in notes:
        about = (True, note.comment_id) if note.comment_id else (False, note.answer_id)
        on.setdefault(about, []).append(note)
    return tuple(
        replace(each, notes=tuple(on.get((each.is_comment, each.said.pk), ()))) for each in entries
    )


def _place(entry: Entry) -> tuple[bool, int]:
    unit = entry.said.unit
    return unit is not None, unit.order if unit else 0


def comment_entry(comment: Comment) -> CommentEntry:
    """A comment with its place in words; it must have come with its unit and wording."""
    unit = comment.unit
    return CommentEntry(
        comment=comment,
        place=place_words(comment.place, unit),
        reference=unit.reference if unit else "",
        words=unit.revision.text if unit else "",
        redline=redline(comment.proposal, comment.place, unit),
        passage=passage_of(comment),
    )


def passage_of(comment: Comment) -> Passage | None:
    """The passage in the words it was marked in; the comment must have come with its wording."""
    start, end = comment.passage_start, comment.passage_end
    if comment.unit is None or start is None or end is None:
        return None
    words = comment.unit.revision.text
    return Passage(words[:start], words[start:end], words[end:])


def answer_entry(answer: Answer) -> AnswerEntry:
    """An answer with its question; it must have come with its unit, wording and marks."""
    return AnswerEntry(
        answer=answer,
        reference=answer.unit.reference,
        question=answer.unit.revision.text,
        marks=tuple(sorted(answer.marks.all(), key=lambda mark: mark.unit.order)),
    )


def place_words(place: str, unit: DraftUnit | None) -> str:
    """Where a comment stands, in words with the reference."""
    if unit is None:
        return _("General statement")
    return {
        Comment.Place.SECTION: _("On the section %(reference)s"),
        Comment.Place.MISSING_AFTER: _("Missing after %(reference)s"),
    }.get(Comment.Place(place), _("On %(reference)s")) % {"reference": unit.reference}


def redline(
    proposal: str, place: str, unit: DraftUnit | None, *, now: str | None = None
) -> tuple[Span, ...]:
    """
    A proposal compared with the words commented on; all of it inserted where there are none.

    `now`, if given, are the words it is compared with instead: those since in force.
    """
    if not proposal:
        return ()
    if unit is None or place != Comment.Place.ON:
        return tuple(compare_words("", proposal))
    return tuple(compare_words(unit.revision.text if now is None else now, proposal))
