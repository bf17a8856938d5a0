"""Comments and answers as voices that can be weighed: who says them, and who is aligned."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from consultations.models import Answer, Comment
from consultations.models.contributions import State
from consultations.queries.aligning import aligned_with, beside
from consultations.queries.weighing import Speaker, Voice
from delegations.capacities import Capacity
from delegations.models import Delegation, Standing
from sections.models import Question

_POSITION_OF = {
    Answer.Choice.YES: Comment.Position.SUPPORT,
    Answer.Choice.NO: Comment.Position.CANNOT_SUPPORT,
}


@dataclass(frozen=True, slots=True)
class Voices:
    """The voices of comments and of answers, by their keys."""

    comments: dict[int, Voice]
    answers: dict[int, Voice]


def voices_of(
    comments: Collection[Comment], answers: Collection[Answer], reader: Capacity
) -> Voices:
    """
    What staff weigh, for comments and answers found with their submission and unit (three queries).

    Who is aligned counts as long as that has not ended. A "yes" supports what a question asks, a
    "no" does not; who answers in words what is missing proposes it.
    """
    speakers = _speakers(reader)
    aligned = aligned_with([*comments, *answers], reader)

    def voice(said: Comment | Answer, position: str, proposes: bool) -> Voice:
        return Voice(
            speaker=speakers[said.delegation_id],
            aligned=tuple(speakers[each.delegation_id] for each in beside(said, aligned)),
            group=said.submission.on_behalf_of if said.submission else "",
            position=position,
            proposes=proposes,
            stands=said.state == State.SUBMITTED,
        )

    return Voices(
        {each.pk: voice(each, each.position, _proposes(each)) for each in comments},
        {each.pk: voice(each, _position(each), _adds(each)) for each in answers},
    )


def _proposes(comment: Comment) -> bool:
    return bool(comment.proposal) or comment.place == Comment.Place.MISSING_AFTER


def _position(answer: Answer) -> str:
    return _POSITION_OF[Answer.Choice(answer.choice)] if answer.choice in _POSITION_OF else ""


def _adds(answer: Answer) -> bool:
    return answer.unit.answer_shape == Question.Shape.MISSING and bool(answer.text)


def _speakers(reader: Capacity) -> dict[int, Speaker]:
    """Every delegation by its key, as it counts; one that was merged, as the one it is now."""
    rows = Delegation.objects.visible_to(reader).only("category", "regional_group", "merged_into")
    by_key = {row.pk: row for row in rows}
    present = Standing.objects.filter(until=None, status=Standing.Status.STATE_PARTY)
    parties = set(present.values_list("delegation", flat=True))

    def counted() -> Iterator[tuple[int, Speaker]]:
        for key, row in by_key.items():
            now = by_key.get(row.merged_into_id or key, row)
            yield (
                key,
                Speaker(
                    key=now.pk,
                    category=now.category,
                    is_state=now.category == Delegation.Category.STATE,
                    is_state_party=now.pk in parties,
                    regional_group=now.regional_group,
                ),
            )

    return dict(counted())
