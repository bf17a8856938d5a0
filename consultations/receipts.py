"""What a submission says, as a receipt's digest seals it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from consultations.models import Answer, Comment, Submission
from documents.digest import digest_of

VERSION = 1


def digest_of_submission(
    submission: Submission, comments: Iterable[Comment], answers: Iterable[Answer]
) -> str:
    """
    Return the SHA-256, in hexadecimal, of the canonical JSON of a submission.

    It covers who, when and every word, as they stood that day and as they are kept; what became of
    a comment afterwards, and what the delegation is called since, are not part of it, so the digest
    can be made again at any time. The comments come in the order of their numbers, the answers in
    the order of the draft, with their marks.
    """
    consultation = submission.consultation
    return digest_of(
        {
            "version": VERSION,
            "plan": consultation.plan.slug,
            "consultation": consultation.number,
            "draft": [consultation.draft.number, consultation.draft.digest],
            "delegation": submission.delegation_name,
            "submission": submission.number,
            "submitted_by": submission.submitted_by_name,
            "received_at": submission.received_at.astimezone(UTC).isoformat(),
            "comments": [_comment(comment) for comment in comments],
            "answers": [_answer(answer) for answer in answers],
        }
    )


def _comment(comment: Comment) -> dict[str, Any]:
    return {
        "number": comment.number,
        "replaces": comment.replaces.number if comment.replaces else None,
        "on": comment.unit.uid if comment.unit else None,
        "place": comment.place,
        "passage": [comment.passage_start, comment.passage_end, comment.passage],
        "text": comment.text,
        "proposal": comment.proposal,
        "type": comment.type,
        "position": comment.position,
        "reason": comment.reason,
        "reason_for_change": comment.reason_for_change,
        "language": comment.language,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.unit.uid,
        "choice": answer.choice,
        "text": answer.text,
        "marks": sorted([mark.unit.uid, mark.mark] for mark in answer.marks.all()),
    }
