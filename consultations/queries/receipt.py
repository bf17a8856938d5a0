"""The receipt of a submission: what it took, as it was said."""

from __future__ import annotations

from dataclasses import dataclass

from consultations.models import Submission
from consultations.queries.entries import (
    AnswerEntry,
    CommentEntry,
    answer_entry,
    comment_entry,
    own_answers,
    own_comments,
)
from delegations.capacities import Capacity


@dataclass(frozen=True, slots=True)
class Receipt:
    """A submission with every comment and answer that left with it."""

    submission: Submission
    comments: tuple[CommentEntry, ...]
    answers: tuple[AnswerEntry, ...]


def receipt_page(submission: Submission, reader: Capacity) -> Receipt:
    """Everything that a receipt states (four queries)."""
    consultation = submission.consultation
    comments = own_comments(consultation, reader).filter(submission=submission).order_by("number")
    answers = own_answers(consultation, reader).filter(submission=submission)
    return Receipt(
        submission=submission,
        comments=tuple(map(comment_entry, comments)),
        answers=tuple(map(answer_entry, answers)),
    )
