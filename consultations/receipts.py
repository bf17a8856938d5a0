"""What a submission says, as a receipt's digest seals it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from consultations.models import Answer, Association, Comment, Submission
from delegations.models import Delegation
from documents.digest import digest_of


def digest_of_submission(
    submission: Submission,
    comments: Iterable[Comment],
    answers: Iterable[Answer],
    *,
    aligned: Iterable[str] = (),
    originals: Iterable[str] = (),
) -> str:
    """
    Return the SHA-256, in hexadecimal, of the canonical JSON of a submission.

    It covers who, when and every word, as they stood that day and as they are kept; what became of
    a comment afterwards, who may read it, and what the delegation is called since, are not part of
    it, so the digest can be made again at any time. The comments come in the order of their
    numbers, the answers in the order of the draft, with their marks. `aligned` are the names of
    the States listed, `originals` the digests of the files kept. What was received under version 1
    is sealed without what that version did not know.

    Its length is that of what is sealed, named one by one.
    """
    consultation = submission.consultation
    sealed: dict[str, Any] = {
        "version": submission.digest_version,
        "plan": consultation.plan.slug,
        "consultation": consultation.number,
        "draft": [consultation.draft.number, consultation.draft.digest],
        "delegation": submission.delegation_name,
        "submission": submission.number,
        "submitted_by": submission.submitted_by_name,
        "received_at": submission.received_at.astimezone(UTC).isoformat(),
        "comments": [_comment(each, submission.digest_version) for each in comments],
        "answers": [_answer(answer) for answer in answers],
    }
    if submission.digest_version > 1:
        sealed |= {
            "is_preliminary": submission.is_preliminary,
            "is_no_comments": submission.is_no_comments,
            "cover_letter": submission.cover_letter,
            "on_behalf_of": submission.on_behalf_of,
            "aligned": sorted(aligned),
            "channel": submission.channel,
            "office": submission.office,
            "sender": submission.sender,
            "unplaced": submission.unplaced,
            "originals": sorted(originals),
        }
    return digest_of(sealed)


def digest_again(submission: Submission) -> str:
    """
    Make the digest of a submission again from what is stored (five queries).

    The States listed go by the names they had that day; whoever corrected its listing since, was
    listed. Equal to `submission.digest` as long as nothing was changed.
    """
    listed = submission.associations.filter(origin=Association.Origin.LISTED, comment=None)
    return digest_of_submission(
        submission,
        submission.comments.select_related("unit", "replaces").order_by("number"),
        submission.answers.select_related("unit")
        .prefetch_related("marks__unit")
        .order_by("unit__order", "pk"),
        aligned=_names_at(listed.values_list("delegation", flat=True), submission.recorded_at),
        originals=submission.originals.values_list("digest", flat=True),
    )


def _names_at(delegations: Iterable[int], moment: datetime) -> list[str]:
    """What delegations were called at a moment; one without a trail, as it is called now."""
    keys = list(delegations)
    names = dict(Delegation.objects.filter(pk__in=keys).values_list("pk", "name"))
    trail = Delegation.history.filter(id__in=keys, history_date__lte=moment)
    names |= dict(trail.order_by("history_date", "history_id").values_list("id", "name"))
    return [names[key] for key in keys]


def _comment(comment: Comment, version: int) -> dict[str, Any]:
    sealed: dict[str, Any] = {
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
    if version > 1:
        sealed["file"] = [comment.file_name, comment.file_digest]
    return sealed


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.unit.uid,
        "choice": answer.choice,
        "text": answer.text,
        "marks": sorted([mark.unit.uid, mark.mark] for mark in answer.marks.all()),
    }
