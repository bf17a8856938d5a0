"""What the Presidency does with what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from consultations.models import Comment, Consultation, Point, Reflection, Reply, Synthesis
from consultations.operations.commenting import mark_ready
from consultations.operations.reflecting import record_reflection
from consultations.operations.replying import write_reply
from consultations.operations.submitting import submit
from consultations.operations.synthesizing import issue_synthesis, write_point
from delegations.capacities import Capacity
from delegations.models import Delegation
from lap_portal import clock
from sections.models import DraftUnit
from tests.builders.people import make_isu, make_member, make_presidency
from tests.builders.plans import make_draft, make_plan
from tests.builders.plans import unit as unit_of
from tests.builders.talk import make_comment, make_consultation


@dataclass(frozen=True, slots=True)
class Round:
    """A consultation that has closed, two delegations, and the staff who deal with it."""

    consultation: Consultation
    presidency: Capacity
    isu: Capacity
    first: Capacity
    second: Capacity


def make_round(*, open: bool = False, **draft: Any) -> Round:
    """A round that closed an hour ago (or is open for ten days), with nothing said yet."""
    presidency, isu = make_presidency(), make_isu()
    issued = make_draft(make_plan(presidency), actor=presidency, **draft)
    closes_in = timedelta(days=10) if open else timedelta(hours=-1)
    consultation = make_consultation(issued, actor=isu, closes_in=closes_in)
    first, second = make_member(actor=isu), make_member(actor=isu)
    return Round(consultation, presidency, isu, first, second)


def say(
    consultation: Consultation,
    actor: Capacity,
    text: str = "This needs a date.",
    *,
    unit: str | None = "I-A1",
    **words: Any,
) -> Comment:
    """A comment submitted in time."""
    with clock.at(consultation.closes_at - timedelta(hours=2)):
        comment = make_comment(consultation, actor, unit=unit, text=text, **words)
        mark_ready(comment, actor=actor)
        submit(consultation, actor=actor, received_at=clock.now())
    comment.refresh_from_db()
    return comment


def decide(
    comment: Comment, actor: Capacity, outcome: str = "reflected", **words: Any
) -> Reflection:
    """A decision on a comment that had none."""
    return record_reflection(comment, actor=actor, outcome=outcome, **words)


def make_reply(
    consultation: Consultation,
    to: Delegation,
    *,
    actor: Capacity,
    text: str = "We have read all that you said.",
) -> Reply:
    """A reply in preparation to a delegation that has none."""
    return write_reply(consultation, to, actor=actor, text=text)


def make_point(
    consultation: Consultation,
    actor: Capacity,
    text: str = "A date was asked for.",
    *,
    section: str | DraftUnit | None = "I",
    sources: dict[Comment, tuple[int, int] | None] | None = None,
    becomes: str = "narrative",
) -> Point:
    """A point under a section, named by the reference of its heading."""
    where = unit_of(consultation.draft, section) if isinstance(section, str) else section
    return write_point(
        consultation, actor=actor, section=where, text=text, becomes=becomes, sources=sources or {}
    )


def make_synthesis(consultation: Consultation, actor: Capacity, **fields: Any) -> Synthesis:
    """An issued edition of the points there are."""
    given = {
        "title": "What was said",
        "dated": date(2030, 4, 1),
        "why_left_out": "Left for the next round",
        **fields,
    }
    return issue_synthesis(consultation, actor=actor, **given)
