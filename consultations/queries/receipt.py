"""The receipt of a submission: what it took, as it was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultations.models import Original, Submission
from consultations.models.contributions import State
from consultations.queries.entries import (
    AnswerEntry,
    CommentEntry,
    Entry,
    answer_entry,
    comment_entry,
    own_answers,
    own_comments,
)
from consultations.queries.registrations import originals_of
from delegations.capacities import Capacity
from lap_portal import clock


@dataclass(frozen=True, slots=True)
class Receipt:
    """A submission with every comment and answer that left with it, as things stand `seen_at`."""

    submission: Submission
    comments: tuple[CommentEntry, ...]
    answers: tuple[AnswerEntry, ...]
    seen_at: datetime
    originals: tuple[Original, ...] = ()

    @property
    def changed(self) -> list[Entry]:
        """What was replaced or withdrawn since."""
        entries: list[Entry] = [*self.comments, *self.answers]
        return [entry for entry in entries if entry.said.state != State.SUBMITTED]


def receipt_page(submission: Submission, reader: Capacity) -> Receipt:
    """Everything that a receipt states (five queries)."""
    consultation = submission.consultation
    comments = own_comments(consultation, reader).filter(submission=submission)
    answers = own_answers(consultation, reader).filter(submission=submission)
    after = "replaced_by__submission"
    return Receipt(
        submission=submission,
        comments=tuple(map(comment_entry, comments.select_related(after).order_by("number"))),
        seen_at=clock.now(),
        originals=originals_of(submission, reader),
        answers=tuple(map(answer_entry, answers.select_related(after))),
    )
