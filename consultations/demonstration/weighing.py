"""What the Presidency makes of the demonstration's first consultation, up to its second draft."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from consultations.demonstration.places import Places
from consultations.demonstration.positions import POINTS, REPLIES, REVISIONS
from consultations.models import Comment, Consultation, Reflection
from consultations.operations.reflecting import record_reflection
from consultations.operations.revising import issue_next_draft, revise_prompted
from consultations.operations.synthesizing import issue_synthesis, write_point
from delegations.capacities import Capacity
from lap_portal import clock
from sections.models import ActionPlan, Draft

LEFT_OUT = "They repeat what other delegations said on the same words."

Said = Mapping[str, list[Comment]]


def weigh(
    consultation: Consultation,
    said: Said,
    *,
    presidency: Capacity,
    at: datetime,
    rng: random.Random,
) -> None:
    """Reflect most comments, reply to some, write the points and issue the synthesis."""
    moment = at - timedelta(days=20)
    with clock.at(moment):
        _reflect(said, presidency=presidency, rng=rng)
        _write_points(consultation, said, presidency=presidency)
        issue_synthesis(
            consultation,
            actor=presidency,
            title="Synthesis of the first consultation",
            dated=moment.date(),
            why_left_out=LEFT_OUT,
        )


def _reflect(said: Said, *, presidency: Capacity, rng: random.Random) -> None:
    replies = {reply.key: reply for reply in REPLIES}
    for key, comments in said.items():
        for comment in comments:
            reply = replies.get(key)
            if reply is None and rng.random() < 0.2:
                continue
            record_reflection(
                comment,
                actor=presidency,
                outcome=reply.outcome if reply else _outcome(rng, key),
                reply=reply.text if reply else "",
            )


def _write_points(consultation: Consultation, said: Said, *, presidency: Capacity) -> None:
    places = Places.of_draft(consultation.draft)
    for template in POINTS:
        write_point(
            consultation,
            actor=presidency,
            section=places.heading(template.section),
            text=template.text,
            becomes=template.becomes,
            sources=dict.fromkeys(_standing(said, template.rests_on)),
        )


def _outcome(rng: random.Random, key: str) -> str:
    if any(key in revision.prompted_by for revision in REVISIONS):
        return Reflection.Outcome.REFLECTED
    return rng.choice(["in_part", "not_now", "noted", "further_discussion"])


def _standing(said: Said, keys: Iterable[str]) -> list[Comment]:
    """Those that stand of what was said under some keys, in the order of these."""
    standing = Comment.objects.standing()
    named = [[comment.pk for comment in said.get(key, [])] for key in keys]
    return [comment for found in named for comment in standing.filter(pk__in=found)]


def issue_second_draft(
    plan: ActionPlan, said: Said, *, presidency: Capacity, at: datetime
) -> Draft:
    """Reword some elements, each prompted by comments, and issue the zero draft."""
    places = Places.of_plan(plan)
    with clock.at(at - timedelta(days=12)):
        for template in REVISIONS:
            element = places.find(template.section, template.kind, template.ordinal)
            old, new = template.replace
            current = element.current_revision
            revise_prompted(
                element,
                actor=presidency,
                text=current.text.replace(old, new),
                reason=template.reason,
                based_on=current.number,
                prompted_by=_standing(said, template.prompted_by),
            )
        return issue_next_draft(
            plan,
            actor=presidency,
            share=True,
            designation="Zero draft",
            dated=(at - timedelta(days=8)).date(),
            note="Revised in the light of the first consultation.",
            circulation="public",
        )
