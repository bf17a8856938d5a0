"""
Builds what is measured, in the benchmarks' own database: plans of 203 units, delegations, comments.

People, plans, drafts and consultations come about through the portal's operations. Comments and
submissions in bulk are written as rows, without history: through operations they take minutes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.test import Client

from consultations.demonstration.building import PAPER
from consultations.demonstration.speakers import appoint_offices, invite_delegations
from consultations.models import Comment, Consultation, Submission
from consultations.models.contributions import State
from consultations.operations.consulting import open_consultation
from delegations.capacities import Capacity
from delegations.sessions import SECOND_STEP_KEY, choose_capacity
from documents.outline import Outline
from documents.reading.files import read_paper_here
from lap_portal import clock
from lap_portal.text import search_key
from sections.imports import apply_outline
from sections.models import ActionPlan, Draft, DraftUnit
from sections.operations import issue_draft

HOST = "localhost"


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: comments on a page, from few to many, and the rest in proportion."""

    comments: tuple[int, int, int] = (0, 100, 10_000)
    own: int = 300
    submitted: int = 50
    delegations: int = 130
    demonstration: tuple[int, int] = (30, 160)
    changed: tuple[int, ...] = (1, 10, 50)


SMALL = Size((0, 6, 12), own=6, submitted=3, delegations=6, demonstration=(6, 4), changed=(10,))


@dataclass(frozen=True, slots=True)
class Stage:
    """A plan with one issued draft and an open consultation on it."""

    plan: ActionPlan
    draft: Draft
    consultation: Consultation
    units: tuple[DraftUnit, ...]


@dataclass
class World:
    """What there is so far; everything is made when it is first asked for."""

    size: Size = field(default_factory=Size)
    stages: dict[str, Stage] = field(default_factory=dict)

    @cached_property
    def offices(self) -> tuple[Capacity, Capacity]:
        """Somebody of the Presidency and somebody of the ISU."""
        return appoint_offices()

    @property
    def presidency(self) -> Capacity:
        """Somebody of the Presidency."""
        return self.offices[0]

    @cached_property
    def members(self) -> list[Capacity]:
        """The focal point of each delegation."""
        rng = random.Random(1)  # noqa: S311 - the same names each time
        invited = invite_delegations(self.offices[1], number=self.size.delegations, rng=rng)
        return [speaker.people[0] for speaker in invited]

    @cached_property
    def outline(self) -> Outline:
        """The demonstration's paper: 203 units."""
        return read_paper_here(PAPER.read_bytes(), file_name=PAPER.name)

    def stage(self, name: str, *, comments: int = 0) -> Stage:
        """A plan by its name; where it is new, with so many submitted comments of everybody."""
        if name not in self.stages:
            self.stages[name] = self._staged(name)
            say(self.stages[name], self.members, number=comments)
        return self.stages[name]

    def _staged(self, name: str) -> Stage:
        now, presidency = clock.now(), self.presidency
        plan = apply_outline(
            self.outline, actor=presidency, slug=name, title="A plan", reason="To measure"
        )
        with clock.at(now - timedelta(days=2)):
            draft = issue_draft(
                plan, actor=presidency, dated=date(2030, 3, 1), circulation="public"
            )
            consultation = open_consultation(
                draft,
                actor=self.offices[1],
                title="A round",
                opens_at=now - timedelta(days=1),
                closes_at=now + timedelta(days=30),
            )
        units = tuple(draft.units.select_related("revision"))
        return Stage(plan, draft, consultation, units)


def say(
    stage: Stage, members: list[Capacity], *, number: int, state: str = State.SUBMITTED
) -> None:
    """Write comments as rows, dealt to delegations and units in turn."""
    submissions = _submissions(stage, members) if state == State.SUBMITTED else {}
    Comment.objects.bulk_create(_comments(stage, members, submissions, number, state), 1000)


def _submissions(stage: Stage, members: list[Capacity]) -> dict[int, Submission]:
    made = Submission.objects.bulk_create(
        Submission(
            consultation=stage.consultation,
            delegation=member.delegation,
            number=1,
            submitted_by=member.person,
            submitted_by_name=member.person.name if member.person else "",
            received_at=clock.now(),
            digest="0" * 64,
        )
        for member in members
    )
    return {submission.delegation_id: submission for submission in made}


def _comments(
    stage: Stage,
    members: list[Capacity],
    submissions: dict[int, Submission],
    number: int,
    state: str,
) -> Iterator[Comment]:
    for turn in range(number):
        member = members[turn % len(members)]
        unit = stage.units[turn * 7 % len(stage.units)]
        submission = submissions.get(member.delegation.pk) if member.delegation else None
        words = unit.revision.text.split()
        text = f"Comment {turn}: this should name who acts, and by when. " * (1 + turn % 3)
        proposal = "" if turn % 4 else " ".join([*words[: len(words) // 2], "in good time"])
        yield Comment(
            consultation=stage.consultation,
            delegation=member.delegation,
            unit=unit,
            text=text,
            proposal=proposal,
            search_text=search_key(f"{text}\n{proposal}"),
            state=state,
            author=member.person,
            submission=submission,
            number=turn // len(members) + 1 if submission else None,
        )


def sign_in(actor: Capacity) -> Client:
    """A browser in which the person is signed in and acts in that capacity."""
    client = Client(SERVER_NAME=HOST)
    return admit(client, actor)


def admit(client: Client, actor: Capacity) -> Client:
    """Sign the person in with a client."""
    if actor.person is None:
        raise ValueError("The public signs in nowhere.")
    client.force_login(actor.person)
    session = client.session
    choose_capacity(session, actor)
    session[SECOND_STEP_KEY] = True
    session.save()
    return client
