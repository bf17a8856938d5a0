"""
Builds the demonstration through the portal's own operations, as its users would.

The same seed gives the same delegations, words and states; uids and codes differ. Instants are
relative to the day of building, and the open consultation lasts long enough that a kept
demonstration stays alive.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from consultations.demonstration import speakers as at_work
from consultations.demonstration.places import Places
from consultations.demonstration.positions import (
    ANSWERS,
    COMMENTS,
    QUESTION_SHAPES,
    REPLIES,
)
from consultations.demonstration.shapes import Answer as AnswerTemplate
from consultations.demonstration.shapes import Comment as CommentTemplate
from consultations.demonstration.shapes import QuestionShape
from consultations.demonstration.ways import add_other_ways
from consultations.demonstration.weighing import issue_second_draft, weigh
from consultations.models import AnswerMark, Comment, Consultation
from consultations.models.answers import may_be_marked
from consultations.models.contributions import Readers
from consultations.operations.answering import save_answer
from consultations.operations.commenting import mark_ready, save_comment
from consultations.operations.consulting import open_consultation
from consultations.operations.correcting import replace_comment, withdraw
from consultations.operations.submitting import submit
from delegations.capacities import Capacity
from delegations.notices import forget_all
from documents.reading import read_paper
from lap_portal import clock
from sections.imports import apply_outline
from sections.models import ActionPlan, Draft, DraftUnit
from sections.operations import issue_draft, reshape_question

PAPER = Path(__file__).with_name("paper.txt")
SLUG = "demonstration"
CLOSED_SHARE = 0.75


@dataclass
class Demonstration:
    """The demonstration as it grows: who takes part, and what has been made so far."""

    rng: random.Random
    presidency: Capacity
    isu: Capacity
    speakers: list[at_work.Speaker]
    comments: dict[str, list[Comment]] = field(default_factory=dict)


def build(*, delegations: int, comments: int, seed: int) -> ActionPlan:
    """Build everything: a plan, two drafts, a closed and an open consultation, a synthesis."""
    today = clock.now().replace(hour=8, minute=0, second=0, microsecond=0)
    rng = random.Random(seed)  # noqa: S311 - believable, not secret
    with clock.at(today - timedelta(days=75)):
        presidency, isu = at_work.appoint_offices()
        speakers = at_work.invite_delegations(isu, number=delegations, rng=rng)
    demonstration = Demonstration(rng, presidency, isu, speakers)
    plan, draft = _first_draft(demonstration, today)
    closed = _consult(
        demonstration,
        draft,
        title="First consultation on the elements",
        opens_at=today - timedelta(days=60),
        closes_at=today - timedelta(days=30),
    )
    _speak(demonstration, closed, number=round(comments * CLOSED_SHARE), done=True)
    weigh(closed, demonstration.comments, presidency=presidency, at=today, rng=rng)
    second = issue_second_draft(plan, demonstration.comments, presidency=presidency, at=today)
    opened = _consult(
        demonstration,
        second,
        title="Second consultation, on the zero draft",
        opens_at=today - timedelta(days=6),
        closes_at=today + timedelta(days=180, hours=10),
        readers=Readers.PARTICIPANTS,
    )
    _speak(demonstration, opened, number=comments - round(comments * CLOSED_SHARE), done=False)
    add_other_ways(opened, speakers, isu=isu)
    forget_all()
    return plan


def _first_draft(demonstration: Demonstration, today: datetime) -> tuple[ActionPlan, Draft]:
    outline = read_paper(PAPER.read_bytes(), file_name=PAPER.name)
    presidency = demonstration.presidency
    with clock.at(today - timedelta(days=70)):
        plan = apply_outline(
            outline,
            actor=presidency,
            slug=SLUG,
            title="Demonstration action plan",
            reason="Imported from the demonstration paper",
        )
        _shape_questions(plan, presidency)
        draft = issue_draft(
            plan,
            actor=presidency,
            designation="Elements",
            dated=(today - timedelta(days=62)).date(),
            note="First elements, for the consultation.",
            circulation="public",
        )
    return plan, draft


def _shape_questions(plan: ActionPlan, presidency: Capacity) -> None:
    places = Places.of_plan(plan)
    for shape in QUESTION_SHAPES:
        element = places.find(shape.section, "question", shape.ordinal)
        if element.question.shape != shape.shape:
            reshape_question(
                element, actor=presidency, shape=shape.shape, reason="As the question asks"
            )


def _consult(
    demonstration: Demonstration,
    draft: Draft,
    *,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    readers: str = Readers.OFFICES,
) -> Consultation:
    with clock.at(opens_at - timedelta(days=1)):
        return open_consultation(
            draft,
            actor=demonstration.isu,
            title=title,
            opens_at=opens_at,
            closes_at=closes_at,
            readers=readers,
            guidance=(
                "Comments may be made on any words of the draft, on a section, on the whole, "
                "and on what is missing. Short comments with a proposed wording help most."
            ),
            covering_letter=(
                "Dear colleagues,\n\nI have the honour to share the present draft and invite "
                "you to comment on it. This letter, like everything here, is a demonstration."
                "\n\nThe President"
            ),
        )


def _speak(
    demonstration: Demonstration, consultation: Consultation, *, number: int, done: bool
) -> None:
    """Let delegations comment and answer; when `done`, all of them submit before it closes."""
    rng = demonstration.rng
    places = Places.of_draft(consultation.draft)
    moments = _moments(consultation, done=done)
    for template, speaker in _assignments(demonstration, number):
        words = places.words(template)
        if words is None:
            continue
        with clock.at(next(moments)):
            comment = save_comment(
                consultation,
                actor=rng.choice(speaker.people),
                form_key=uuid.UUID(int=rng.getrandbits(128), version=4),
                **words,
            )
            speaker.said.append((comment, template.key))
    for speaker in demonstration.speakers:
        _answer(demonstration, consultation, speaker, places, moment=next(moments))
    _hand_in(demonstration, consultation, moments, done=done)


def _moments(consultation: Consultation, *, done: bool) -> Iterator[datetime]:
    last = consultation.closes_at if done else clock.now()
    step = (last - consultation.opens_at) / 20_000
    moment = consultation.opens_at + timedelta(hours=1)
    while True:
        moment = min(moment + step, last - timedelta(minutes=1))
        yield moment


def _assignments(
    demonstration: Demonstration, number: int
) -> Iterator[tuple[CommentTemplate, at_work.Speaker]]:
    """Templates in turn, each to a delegation it suits that has not said the same already."""
    rng = demonstration.rng
    templates = list(COMMENTS)
    rng.shuffle(templates)
    said: set[tuple[str, str]] = set()
    for turn in range(number):
        template = templates[turn % len(templates)]
        suited = [
            speaker
            for speaker in demonstration.speakers
            if speaker.suits(template) and (speaker.template.name, template.key) not in said
        ]
        if suited:
            speaker = rng.choice(suited)
            said.add((speaker.template.name, template.key))
            yield template, speaker


def _answer(
    demonstration: Demonstration,
    consultation: Consultation,
    speaker: at_work.Speaker,
    places: Places,
    *,
    moment: datetime,
) -> None:
    rng = demonstration.rng
    for shape in QUESTION_SHAPES:
        fitting = [answer for answer in ANSWERS if _fits(answer, shape, speaker)]
        if not fitting or rng.random() < 0.75:
            continue
        template = rng.choice(fitting)
        unit = places.find(shape.section, "question", shape.ordinal)
        marks = _marks(places, template, unit) if shape.shape == "appropriate" else {}
        with clock.at(moment):
            answer = save_answer(
                consultation,
                actor=speaker.people[0],
                unit=unit,
                choice=template.choice,
                text=template.text,
                marks=marks,
            )
        speaker.answered.append(answer)


def _fits(template: AnswerTemplate, question: QuestionShape, speaker: at_work.Speaker) -> bool:
    if template.shape != question.shape or not speaker.writes(template.language):
        return False
    if not template.section:
        return True
    return (template.section, template.ordinal) == (question.section, question.ordinal)


def _marks(places: Places, template: AnswerTemplate, question: DraftUnit) -> dict[DraftUnit, str]:
    """Everything the question asks about is appropriate, but for what the template excepts."""
    wanting = {
        places.find(question.section_path, kind, ordinal)
        for kind, ordinal in template.not_appropriate
    }
    return {
        unit: AnswerMark.Mark.NOT_APPROPRIATE if unit in wanting else AnswerMark.Mark.APPROPRIATE
        for unit in places.units.values()
        if may_be_marked(unit, question=question)
    }


def _hand_in(
    demonstration: Demonstration,
    consultation: Consultation,
    moments: Iterator[datetime],
    *,
    done: bool,
) -> None:
    """Submit what is said; in the open consultation leave some of it in preparation or ready."""
    rng = demonstration.rng
    for speaker in demonstration.speakers:
        with clock.at(next(moments)):
            ready = [each for each in speaker.prepared() if done or rng.random() < 0.6]
            for each in ready:
                mark_ready(each, actor=speaker.people[0])
            if ready and (done or rng.random() < 0.5):
                submit(consultation, actor=speaker.people[0], received_at=clock.now())
            if done:
                for comment, key in speaker.said:
                    comment.refresh_from_db()
                    demonstration.comments.setdefault(key, []).append(comment)
        speaker.said.clear()
        speaker.answered.clear()
    if done:
        _think_again(demonstration, consultation, next(moments))


def _think_again(
    demonstration: Demonstration, consultation: Consultation, moment: datetime
) -> None:
    """Let one delegation withdraw a comment and another replace one, visibly."""
    named = {key for reply in REPLIES for key in (reply.key,)}
    spare = [c for key, cs in demonstration.comments.items() if key not in named for c in cs]
    if len(spare) < 2:
        return
    first, second = spare[0], spare[1]
    with clock.at(moment):
        withdraw(first, actor=_focal(demonstration, first), reason="Covered by another comment")
        newer = replace_comment(
            second,
            actor=_focal(demonstration, second),
            form_key=uuid.UUID(int=demonstration.rng.getrandbits(128), version=4),
            reason_for_change="Clearer wording after consultation with capital",
            text=f"{second.text} We attach importance to this point.",
        )
        mark_ready(newer, actor=_focal(demonstration, newer))
        submit(consultation, actor=_focal(demonstration, newer), received_at=clock.now())


def _focal(demonstration: Demonstration, comment: Comment) -> Capacity:
    return next(
        speaker.people[0]
        for speaker in demonstration.speakers
        if speaker.delegation == comment.delegation
    )


def say_who(write: Callable[[str], object]) -> None:
    """Write who one can sign in as."""
    write("One can sign in as: " + ", ".join(at_work.people_to_try()) + ".")
