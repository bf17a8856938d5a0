"""How often each answer was given to a question, among the answers a reader may read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from consultations.models import Answer, AnswerMark, Consultation
from consultations.models.contributions import Readers
from delegations.capacities import Capacity
from sections.models import DraftUnit


@dataclass(frozen=True, slots=True)
class MarkTally:
    """How often one element was found appropriate, and not."""

    reference: str
    appropriate: int
    not_appropriate: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The answers to one question; `choices` are (label, number), in the order of the form."""

    choices: tuple[tuple[str, int], ...]
    marks: tuple[MarkTally, ...]


def find_tallies(
    consultation: Consultation, reader: Capacity, *, question: DraftUnit | None = None
) -> dict[int, Tally]:
    """Tallies by the key of the question, of one question or of all (two queries)."""
    answers = Answer.objects.visible_to(reader).standing().filter(consultation=consultation)
    if question is not None:
        answers = answers.filter(unit=question)
    chosen: dict[int, dict[str, int]] = defaultdict(dict)
    counted = answers.exclude(choice="").order_by().values("unit", "choice")
    for row in counted.annotate(count=Count("pk")):
        chosen[row["unit"]][row["choice"]] = row["count"]
    marks = _marks(answers.order_by().values("pk"))
    return {
        unit: Tally(
            choices=tuple(
                (str(label), chosen[unit][code])
                for code, label in Answer.Choice.choices
                if code in chosen[unit]
            ),
            marks=marks.get(unit, ()),
        )
        for unit in [*chosen, *(each for each in marks if each not in chosen)]
    }


def tally_beside_form(
    consultation: Consultation, question: DraftUnit, reader: Capacity
) -> Tally | None:
    """What others answered, where the rule lets a delegation read it; never only its own answer."""
    if consultation.readers == Readers.OFFICES:
        return None
    return find_tallies(consultation, reader, question=question).get(question.pk)


def _marks(answers: QuerySet) -> dict[int, tuple[MarkTally, ...]]:
    names = ("answer__unit", "unit__reference", "mark")
    rows = AnswerMark.objects.filter(answer__in=answers).order_by("unit__order")
    found: dict[int, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for question, reference, mark, count in (
        rows.values(*names, "unit__order").annotate(count=Count("pk")).values_list(*names, "count")
    ):
        found[question][reference][mark] = count
    return {
        question: tuple(
            MarkTally(
                reference,
                counts.get(AnswerMark.Mark.APPROPRIATE, 0),
                counts.get(AnswerMark.Mark.NOT_APPROPRIATE, 0),
            )
            for reference, counts in references.items()
        )
        for question, references in found.items()
    }
