"""What one has to do next: in a consultation as a delegation or at the desk, and about people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Answer, Comment, Consultation, Procedure, Reflection
from consultations.models.contributions import INSIDE, State
from consultations.permissions import may_read_participation
from consultations.queries.aligning import words_on_alignments
from consultations.queries.participation import count_silent
from delegations.capacities import Capacity, delegation_of, person_of
from delegations.models import Membership, Role
from delegations.permissions import may_manage_delegations
from delegations.queries import count_by_people
from sections.models import DraftUnit
from sections.models.elements import Kind

LIVE = {*INSIDE, State.SUBMITTED}


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do next, and where."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class _Own:
    """
    What the reader's delegation has said and has yet to say, counted by consultation.

    `is_alone` where the reader is its only member and submits; `submitter` is the name of its focal
    point, "" where it has none.
    """

    inside: Counter[tuple[int, str]]
    answered: Counter[int]
    told: Counter[int]
    questions: Counter[int]
    is_alone: bool
    submits: bool
    submitter: str
    clears: bool


def desk_tasks(reader: Capacity) -> dict[int, list[Task]]:
    """How much of what was submitted is not handled yet, by consultation (one query)."""
    decided = Reflection.objects.latest_for(reader).filter(comment=OuterRef("pk"))
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


def given_tasks(reader: Capacity) -> dict[int, list[Task]]:
    """How many comments given to the reader are not handled yet, by consultation (one query)."""
    person = person_of(reader)
    decided = Reflection.objects.latest_for(reader).filter(comment=OuterRef("pk"))
    given = Comment.objects.visible_to(reader).standing().filter(assignment__person=person)
    counts = (
        given.order_by()
        .filter(~Exists(decided))
        .values("consultation", "consultation__number", "consultation__plan__slug")
        .annotate(waiting=Count("pk"))
    )
    return {
        row["consultation"]: [
            _given_task(
                (row["consultation__plan__slug"], row["consultation__number"]),
                person=person.pk,
                waiting=row["waiting"],
            )
        ]
        for row in counts
    }


def _given_task(place: tuple[str, int], *, person: int, waiting: int) -> Task:
    words = ngettext(
        "%(n)d comment given to you, not yet handled",
        "%(n)d comments given to you, not yet handled",
        waiting,
    )
    address = reverse("consultations:comments_sort", args=place)
    return Task(words % {"n": waiting}, f"{address}?person={person}")


def silent_tasks(consultations: list[Consultation], reader: Capacity) -> dict[int, list[Task]]:
    """How many delegations have not submitted in what is open, for the ISU (one query)."""
    is_open = [
        each
        for each in consultations
        if each.state == Consultation.State.OPEN and may_read_participation(reader, each)
    ]
    counts = count_silent(is_open, reader)
    tasks = {}
    for each in is_open:
        if n := counts.get(each.pk):
            words = ngettext(
                "%(n)d delegation has not submitted", "%(n)d delegations have not submitted", n
            )
            address = each.address("participation")
            tasks[each.pk] = [Task(words % {"n": n}, f"{address}?progress=not_submitted")]
    return tasks


def own_tasks(consultations: list[Consultation], reader: Capacity) -> dict[int, list[Task]]:
    """What a delegation has to do, from its own comments and answers only (five queries)."""
    own = _own(consultations, reader)
    aligned = words_on_alignments(consultations, reader)
    return {each.pk: [*_tasks_in(each, own), *_to_aligned(each, aligned)] for each in consultations}


def _to_aligned(consultation: Consultation, aligned: dict[int, list[str]]) -> Iterator[Task]:
    workspace = consultation.address("workspace")
    for words in dict.fromkeys(aligned.get(consultation.pk, [])):
        yield Task(words, f"{workspace}#aligned")


def _own(consultations: list[Consultation], reader: Capacity) -> _Own:
    delegation = delegation_of(reader)
    said = list(
        _said("comment", Comment.objects.own_of(reader)).union(
            _said("answer", Answer.objects.own_of(reader)), all=True
        )
    )
    answered = {
        (of, unit) for sort, of, state, _by, unit in said if sort == "answer" and state in LIVE
    }
    questions = DraftUnit.objects.filter(
        draft__in=[each.draft_id for each in consultations], kind=Kind.QUESTION
    )
    told = Reflection.objects.latest_for(reader)
    members = Membership.objects.live().filter(delegation=delegation)
    clears = Procedure.objects.filter(delegation=OuterRef("delegation"), clears=True)
    marked = members.annotate(clears=Exists(clears))
    names = list(marked.values_list("role", "person__name", "clears"))
    return _Own(
        # What an entry merged into this one had not submitted is read here, and goes nowhere.
        inside=Counter((of, state) for _s, of, state, by, _u in said if by == delegation.pk),
        answered=Counter(of for of, _unit in answered),
        told=Counter(told.values_list("comment__consultation", flat=True)),
        questions=Counter(questions.values_list("draft", flat=True)),
        is_alone=reader.submits and len(names) == 1,
        submits=reader.submits,
        submitter=next((name for role, name, _c in names if role == Role.FOCAL_POINT), ""),
        clears=any(clears for _role, _name, clears in names),
    )


def _said(sort: str, rows: QuerySet[Comment] | QuerySet[Answer]) -> QuerySet:
    marked = rows.order_by().annotate(sort=Value(sort, output_field=CharField()))
    return marked.values_list("sort", "consultation", "state", "delegation", "unit")


def _tasks_in(consultation: Consultation, own: _Own) -> Iterator[Task]:
    workspace = consultation.address("workspace")
    yield from (Task(words, workspace) for words in _words_inside(consultation, own))
    unanswered = own.questions[consultation.draft_id] - own.answered[consultation.pk]
    if consultation.state == Consultation.State.OPEN and unanswered > 0:
        words = ngettext("%(n)d unanswered question", "%(n)d unanswered questions", unanswered)
        text = consultation.plan.get_absolute_url()
        yield Task(words % {"n": unanswered}, f"{text}?show=unanswered")
    told = own.told[consultation.pk]
    if told:
        words = ngettext(
            "See how %(n)d of your comments was reflected",
            "See how %(n)d of your comments were reflected",
            told,
        )
        yield Task(words % {"n": told}, consultation.address("reflections_read"))


def _words_inside(consultation: Consultation, own: _Own) -> Iterator[str]:
    """What is to be said of contributions that have not left the delegation, if there are any."""
    ready = own.inside[consultation.pk, State.READY]
    cleared = own.inside[consultation.pk, State.CLEARED]
    started = own.inside[consultation.pk, State.IN_PREPARATION]
    if own.clears and not own.is_alone:
        if ready:
            words = ngettext(
                "%(n)d contribution to be cleared", "%(n)d contributions to be cleared", ready
            )
            yield words % {"n": ready}
        ready = cleared
    else:
        ready += cleared
    if own.is_alone:
        ready, started = ready + started, 0
        words = ngettext("%(n)d contribution to submit", "%(n)d contributions to submit", ready)
    elif own.submits:
        words = ngettext(
            "%(n)d contribution ready to submit", "%(n)d contributions ready to submit", ready
        )
    elif own.submitter:
        words = _("%(n)d ready; %(name)s submits")
    else:
        words = _("%(n)d ready; your delegation has no focal point to submit them")
    if ready:
        yield words % {"n": ready, "name": own.submitter}
    if started:
        words = ngettext(
            "%(n)d contribution in preparation", "%(n)d contributions in preparation", started
        )
        yield words % {"n": started}


def tasks_of_people(reader: Capacity) -> Iterator[Task]:
    """What the ISU has to do until every delegation can speak (one query)."""
    if not may_manage_delegations(reader):
        return
    counts = count_by_people(reader)
    words = {
        "uninvited": ngettext(
            "%(n)d delegation not invited yet",
            "%(n)d delegations not invited yet",
            counts["uninvited"],
        ),
        "invited": ngettext(
            "%(n)d invited delegation has not joined",
            "%(n)d invited delegations have not joined",
            counts["invited"],
        ),
        "no_focal_point": ngettext(
            "%(n)d delegation without a focal point",
            "%(n)d delegations without a focal point",
            counts["no_focal_point"],
        ),
    }
    address = reverse("delegations:delegation_list")
    for name, sentence in words.items():
        if counts[name]:
            yield Task(sentence % {"n": counts[name]}, f"{address}?people={name}")
