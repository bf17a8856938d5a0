"""What is open, what is due and what to do next, for one reader."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import ngettext

from consultations.models import Answer, Comment, Consultation, Reflection
from consultations.models.contributions import State
from delegations.capacities import Capacity
from delegations.models import Delegation, Membership
from delegations.permissions import may_manage_delegations
from sections.models import ActionPlan, Draft, DraftUnit
from sections.models.elements import Kind
from sections.permissions import may_import_plan

LIVE = {State.IN_PREPARATION, State.READY, State.SUBMITTED}


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do next, and where."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Round:
    """A consultation with what the reader has to do in it."""

    consultation: Consultation
    tasks: tuple[Task, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan with the drafts the reader may read, newest first."""

    plan: ActionPlan
    drafts: tuple[Draft, ...]

    @property
    def latest(self) -> Draft | None:
        """The newest draft."""
        return self.drafts[0] if self.drafts else None


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
    """The home page of a reader (two queries for the public, at most eight for others)."""
    drafts: dict[int, list[Draft]] = defaultdict(list)
    for draft in Draft.objects.visible_to(reader).order_by("-number"):
        drafts[draft.plan_id].append(draft)
    plans = ActionPlan.objects.visible_to(reader)
    rounds = list(Consultation.objects.visible_to(reader).select_related("plan", "draft"))
    rounds.sort(key=lambda each: each.closes_at, reverse=True)
    return HomePage(
        rounds=tuple(_rounds(rounds, reader)),
        plans=tuple(Shown(plan, tuple(drafts[plan.pk])) for plan in plans),
        tasks=tuple(_tasks_of_people(reader)),
        may_import=bool(may_import_plan(reader)),
    )


def _rounds(consultations: list[Consultation], reader: Capacity) -> Iterator[Round]:
    if not consultations:
        return
    tasks = _staff_tasks(reader) if reader.is_staff else _own_tasks(consultations, reader)
    for each in consultations:
        is_open = each.state != Consultation.State.CLOSED
        yield Round(each, tuple(tasks.get(each.pk, [])), is_open)


def _staff_tasks(reader: Capacity) -> dict[int, list[Task]]:
    decided = Reflection.objects.visible_to(reader).current().filter(comment=OuterRef("pk"))
    standing = Comment.objects.visible_to(reader).standing()
    counts = (
        standing.order_by()
        .annotate(is_handled=Exists(decided))
        .values("consultation", "consultation__number", "consultation__plan__slug")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=Q(is_handled=False)))
    )
    return {
        row["consultation"]: [
            _desk_task(
                (row["consultation__plan__slug"], row["consultation__number"]),
                {"total": row["total"], "waiting": row["waiting"]},
            )
        ]
        for row in counts
    }


def _desk_task(place: tuple[str, int], row: dict[str, int]) -> Task:
    words = ngettext(
        "%(waiting)d of %(total)d comment not yet handled",
        "%(waiting)d of %(total)d comments not yet handled",
        row["total"],
    )
    if not row["waiting"]:
        words = ngettext(
            "%(total)d comment, handled", "%(total)d comments, all handled", row["total"]
        )
    return Task(words % row, reverse("consultations:desk", args=place))


def _own_tasks(consultations: Iterable[Consultation], reader: Capacity) -> dict[int, list[Task]]:
    """What a delegation has to do, from its own comments and answers only (four queries)."""
    comments = Comment.objects.visible_to(reader).order_by().values_list("consultation", "state")
    answers = list(
        Answer.objects.visible_to(reader).order_by().values_list("consultation", "state", "unit")
    )
    said = Counter(comments) + Counter((pk, state) for pk, state, _unit in answers)
    answered = Counter(pk for pk, _unit in {(pk, u) for pk, state, u in answers if state in LIVE})
    questions = Counter(
        DraftUnit.objects.filter(
            draft__in=[each.draft_id for each in consultations], kind=Kind.QUESTION
        ).values_list("draft", flat=True)
    )
    shared = Counter(
        Reflection.objects.visible_to(reader)
        .current()
        .values_list("comment__consultation", flat=True)
    )
    return {
        each.pk: list(
            _tasks_in(each, said, questions[each.draft_id] - answered[each.pk], shared[each.pk])
        )
        for each in consultations
    }


def _tasks_in(
    consultation: Consultation, said: Counter[tuple[int, str]], unanswered: int, shared: int
) -> Iterator[Task]:
    place = (consultation.plan.slug, consultation.number)
    workspace = reverse("consultations:workspace", args=place)
    is_open = consultation.state == Consultation.State.OPEN
    ready = said[consultation.pk, State.READY]
    started = said[consultation.pk, State.IN_PREPARATION]
    if ready:
        words = ngettext(
            "%(n)d contribution ready to submit", "%(n)d contributions ready to submit", ready
        )
        yield Task(words % {"n": ready}, workspace)
    if started:
        words = ngettext(
            "%(n)d contribution in preparation", "%(n)d contributions in preparation", started
        )
        yield Task(words % {"n": started}, workspace)
    if is_open and unanswered > 0:
        words = ngettext("%(n)d unanswered question", "%(n)d unanswered questions", unanswered)
        text = reverse("consultations:plan_read", args=place[:1])
        yield Task(words % {"n": unanswered}, f"{text}?show=unanswered")
    if shared:
        words = ngettext(
            "See how %(n)d of your comments was reflected",
            "See how %(n)d of your comments were reflected",
            shared,
        )
        yield Task(words % {"n": shared}, reverse("consultations:reflections_read", args=place))


def _tasks_of_people(reader: Capacity) -> Iterator[Task]:
    """What the ISU has to do about delegations that were invited and have not joined."""
    if not may_manage_delegations(reader):
        return
    members = Membership.objects.live().filter(delegation=OuterRef("pk"))
    invited = Delegation.objects.visible_to(reader).active().filter(invitations__isnull=False)
    absent = invited.filter(~Exists(members)).distinct().count()
    if absent:
        words = ngettext(
            "%(n)d invited delegation has not joined",
            "%(n)d invited delegations have not joined",
            absent,
        )
        yield Task(words % {"n": absent}, reverse("delegations:delegation_list"))
