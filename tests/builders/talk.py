"""Consultations and what delegations say in them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from consultations.models import Answer, Comment, Consultation, Submission
from consultations.operations.answering import save_answer
from consultations.operations.commenting import mark_ready, save_comment
from consultations.operations.consulting import open_consultation
from consultations.operations.submitting import submit
from consultations.operations.synthesizing import issue_synthesis, write_point
from delegations.capacities import Capacity
from lap_portal import clock
from sections.models import Draft, DraftUnit
from tests.builders.people import make_isu, make_presidency
from tests.builders.plans import make_draft
from tests.builders.plans import unit as unit_of


def make_consultation(
    draft: Draft | None = None,
    open: bool = True,
    *,
    actor: Capacity | None = None,
    opens_in: timedelta = timedelta(days=-2),
    closes_in: timedelta | None = None,
    **fields: Any,
) -> Consultation:
    """A consultation that is open; with `open=False` one that closed yesterday."""
    now = clock.now()
    opens_at = now + opens_in
    closes_at = now + (closes_in or timedelta(days=10 if open else -1))
    draft, actor = draft or make_draft(), actor or make_isu()
    if opens_at < draft.issued_at:
        _issue_at(draft, opens_at)
    with clock.at(min(now, opens_at)):
        return open_consultation(
            draft,
            actor=actor,
            opens_at=opens_at,
            closes_at=closes_at,
            **{"title": "First round of comments", **fields},
        )


def _issue_at(draft: Draft, moment: datetime) -> None:
    """Let a draft of the test's own day have been issued when its consultation opened."""
    draft.issued_at = moment
    Draft.objects.filter(pk=draft.pk).update(issued_at=moment)


def make_comment(
    consultation: Consultation,
    actor: Capacity,
    unit: DraftUnit | str | None = "I-A1",
    text: str = "This needs a date.",
    **words: Any,
) -> Comment:
    """A comment in preparation; `unit` may be a reference, and None is the whole draft."""
    where = unit_of(consultation.draft, unit) if isinstance(unit, str) else unit
    return save_comment(
        consultation,
        actor=actor,
        unit=where,
        text=text,
        **{"form_key": uuid4(), "place": "on" if where else "draft", **words},
    )


def make_answer(
    consultation: Consultation, actor: Capacity, unit: DraftUnit | str = "II.a-Q1", **words: Any
) -> Answer:
    """An answer in preparation."""
    where = unit_of(consultation.draft, unit) if isinstance(unit, str) else unit
    return save_answer(consultation, actor=actor, unit=where, **(words or {"choice": "yes"}))


def make_submission(
    consultation: Consultation, actor: Capacity, texts: tuple[str, ...] = ("This needs a date.",)
) -> Submission:
    """A submission of one comment per text, each on the first action."""
    for text in texts:
        mark_ready(make_comment(consultation, actor, text=text), actor=actor)
    return submit(consultation, actor=actor, received_at=clock.now())


def conclude(consultation: Consultation) -> None:
    """Issue the synthesis of a consultation, an hour after it has closed."""
    presidency = make_presidency()
    with clock.at(consultation.closes_at + timedelta(hours=1)):
        write_point(consultation, actor=presidency, section=None, text="A point.", sources={})
        issue_synthesis(
            consultation,
            actor=presidency,
            title="Synthesis",
            dated=clock.now().date(),
            why_left_out="Left for the next round",
        )
