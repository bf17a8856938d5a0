"""The answers to one question of the draft, by choice and category, with their reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from consultations.models import Answer, Consultation
from consultations.queries.desk import headings_of
from consultations.queries.tallying import MarkTally, find_tallies
from delegations.capacities import Capacity
from delegations.models import Delegation
from sections.models import DraftUnit
from sections.models.elements import Kind


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of the draft, and how many delegations answered it."""

    question: DraftUnit
    answers: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """
    Those who gave one answer: `counts` in the order of the categories, the answers by name.

    `choice` is "" where the answer is in words alone.
    """

    choice: str
    label: str
    counts: tuple[int, ...]
    total: int
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class QuestionTally:
    """How one question was answered; `section_uid` is the heading a point would stand under."""

    question: DraftUnit
    section_uid: str
    categories: tuple[str, ...]
    rows: tuple[ChoiceRow, ...]
    marks: tuple[MarkTally, ...]
    total: int


@dataclass(frozen=True, slots=True)
class TallyPage:
    """All questions of the draft, and the tally of one; none where there is no question."""

    lines: tuple[QuestionLine, ...]
    shown: QuestionTally | None


def tally_page(consultation: Consultation, reader: Capacity, *, question: str) -> TallyPage:
    """
    The tally of a question, named by its uid; without one, of the first answered (seven queries).

    Another name shows the first too.
    """
    standing = Answer.objects.visible_to(reader).standing().filter(consultation=consultation)
    questions = list(
        consultation.draft.units.filter(kind=Kind.QUESTION).with_wording().order_by("order")
    )
    counted = standing.order_by().values("unit").annotate(count=Count("pk"))
    counts = dict(counted.values_list("unit", "count"))
    by_use = sorted(questions, key=lambda unit: (unit.uid != question, unit.pk not in counts))
    shown = next(iter(by_use), None)
    return TallyPage(
        lines=tuple(
            QuestionLine(each, counts.get(each.pk, 0), each == shown) for each in questions
        ),
        shown=_tally(consultation, reader, shown, standing) if shown else None,
    )


def _tally(
    consultation: Consultation, reader: Capacity, question: DraftUnit, standing: QuerySet[Answer]
) -> QuestionTally:
    found = standing.filter(unit=question).select_related("delegation")
    answers = list(found.order_by("delegation__sort_name", "pk").prefetch_related("marks__unit"))
    speak = {each.delegation.category for each in answers}
    categories = [
        (code, str(label)) for code, label in Delegation.Category.choices if code in speak
    ]
    uids = headings_of(consultation).filter(section_uids=question.section_uids)
    tally = find_tallies(consultation, reader, question=question).get(question.pk)
    choices = [*Answer.Choice.choices, ("", "")]
    return QuestionTally(
        question=question,
        section_uid=uids.values_list("uid", flat=True).first() or "",
        categories=tuple(label for _code, label in categories),
        rows=tuple(
            _row(choice, str(label), [a for a in answers if a.choice == choice], categories)
            for choice, label in choices
            if any(answer.choice == choice for answer in answers)
        ),
        marks=tally.marks if tally else (),
        total=len(answers),
    )


def _row(
    choice: str, label: str, answers: list[Answer], categories: list[tuple[str, str]]
) -> ChoiceRow:
    counts = Counter(answer.delegation.category for answer in answers)
    by_category = tuple(counts[code] for code, _label in categories)
    return ChoiceRow(choice, label, by_category, len(answers), tuple(answers))
