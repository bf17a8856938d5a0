"""The receipt of a submission: what it took, as it was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultations.models import Association, Original, Submission
from consultations.models.contributions import State
from consultations.queries.entries import (
    AnswerEntry,
    CommentEntry,
    Entry,
    answer_entry,
    comment_entry,
)
from lap_portal import clock


@dataclass(frozen=True, slots=True)
class Receipt:
    """
    A submission with every comment and answer that left with it, as things stand `seen_at`.

    `aligned` are the States that the speaker listed, whatever they corrected since.
    """

    submission: Submission
    comments: tuple[CommentEntry, ...]
    answers: tuple[AnswerEntry, ...]
    aligned: tuple[Association, ...]
    seen_at: datetime
    originals: tuple[Original, ...] = ()

    @property
    def changed(self) -> list[Entry]:
        """What was replaced or withdrawn since."""
        entries: list[Entry] = [*self.comments, *self.answers]
        return [entry for entry in entries if entry.said.state != State.SUBMITTED]


def receipt_page(submission: Submission) -> Receipt:
    """Everything that a receipt states (five queries), of a submission its reader may read."""
    after = "replaced_by__submission"
    comments = submission.comments.select_related(
        "delegation", "unit__revision", "author", "submission", "replaces", after
    )
    answers = submission.answers.select_related(
        "delegation", "unit__revision", "author", "submission", after
    )
    aligned = submission.associations.filter(origin=Association.Origin.LISTED, comment=None)
    return Receipt(
        submission=submission,
        comments=tuple(map(comment_entry, comments.order_by("number"))),
        answers=tuple(
            map(answer_entry, answers.prefetch_related("marks__unit").order_by("unit__order", "pk"))
        ),
        aligned=tuple(aligned.select_related("delegation")),
        seen_at=clock.now(),
        originals=tuple(submission.originals.defer("content")),
    )
