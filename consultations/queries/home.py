"""What is open, what is due and what to do next, for one reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from consultations.models import Consultation
from consultations.permissions import (
    may_open_consultation,
    may_read_contributions,
    may_write_synthesis,
)
from consultations.queries.tasks import (
    Task,
    desk_tasks,
    given_tasks,
    own_tasks,
    silent_tasks,
    tasks_of_people,
)
from delegations.capacities import Capacity
from sections.models import ActionPlan, Draft
from sections.permissions import may_import_plan, may_read_working_text


@dataclass(frozen=True, slots=True)
class Round:
    """A consultation with what the reader has to do in it; `is_open` also where it is to open."""

    consultation: Consultation
    tasks: tuple[Task, ...]
    is_open: bool
    may_read_contributions: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """
    A plan with the drafts the reader may read, newest first.

    `to_open` is the draft on which the reader may open a consultation now, None where there is none
    or one is under way.
    """

    plan: ActionPlan
    drafts: tuple[Draft, ...]
    may_read_working_text: bool
    to_open: Draft | None


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything the home page says to one reader; `tasks` belong to no consultation."""

    rounds: tuple[Round, ...]
    plans: tuple[Shown, ...]
    tasks: tuple[Task, ...]
    may_import: bool

    @property
    def open_rounds(self) -> tuple[Round, ...]:
        """What is open, or about to open."""
        return tuple(each for each in self.rounds if each.is_open)

    @property
    def closed_rounds(self) -> tuple[Round, ...]:
        """What has closed."""
        return tuple(each for each in self.rounds if not each.is_open)


def home_page(reader: Capacity) -> HomePage:
    """The home page of a reader (three queries for the public, at most ten for others)."""
    consultations = list(Consultation.objects.visible_to(reader).select_related("plan", "draft"))
    consultations.sort(key=lambda each: each.closes_at, reverse=True)
    rounds = tuple(_rounds(consultations, reader))
    return HomePage(
        rounds=rounds,
        plans=tuple(_plans(rounds, reader)),
        tasks=tuple(tasks_of_people(reader)),
        may_import=bool(may_import_plan(reader)),
    )


def _plans(rounds: tuple[Round, ...], reader: Capacity) -> Iterator[Shown]:
    busy = {each.consultation.plan_id for each in rounds if each.is_open}
    drafts: dict[int, list[Draft]] = defaultdict(list)
    for draft in Draft.objects.visible_to(reader).order_by("-number"):
        drafts[draft.plan_id].append(draft)
    for plan in ActionPlan.objects.visible_to(reader):
        found = drafts[plan.pk]
        latest = next((each for each in found if each.withdrawn_at is None), None)
        rests = latest is not None and latest.adopted_on is None and plan.pk not in busy
        opens = rests and latest and may_open_consultation(reader, latest)
        yield Shown(
            plan,
            tuple(found),
            may_read_working_text=bool(may_read_working_text(reader, plan)),
            to_open=latest if opens else None,
        )


def _rounds(consultations: list[Consultation], reader: Capacity) -> Iterator[Round]:
    tasks: dict[int, list[Task]] = {}
    if consultations and reader.delegation is not None:
        tasks = own_tasks(consultations, reader)
    elif consultations and may_write_synthesis(reader, consultations[0]):
        tasks = desk_tasks(reader)
    else:
        tasks = silent_tasks(consultations, reader)
    given = given_tasks(reader) if consultations and reader.is_staff else {}
    for each in consultations:
        yield Round(
            each,
            (*tasks.get(each.pk, []), *given.get(each.pk, [])),
            is_open=each.state != Consultation.State.CLOSED,
            may_read_contributions=bool(may_read_contributions(reader, each)),
        )
