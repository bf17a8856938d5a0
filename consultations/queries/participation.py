"""
Who takes part in a consultation: who was invited, joined and submitted, and what each declares.

Nothing here asks what a delegation opened, typed or prepares: comments and answers are not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.models import Association, Consultation, Declaration, Reminder, Submission
from consultations.models.submissions import Channel, has_spoken
from delegations.capacities import Capacity
from delegations.models import Delegation, Invitation, Membership, Role, Standing
from lap_portal import clock
from sections.circulation import within


@dataclass(frozen=True, slots=True)
class Row:
    """
    One delegation in a consultation.

    `invited_at` is when the open invitation was sent while nobody has joined, and the first one
    was afterwards: how a delegation invites its own colleagues is its own affair. `closes_at` is
    its own deadline, later than that of all where it `has_more_time`.
    """

    delegation: Delegation
    standing: Standing | None
    invited_at: datetime | None
    bounced_at: datetime | None
    members: tuple[Membership, ...]
    submissions: tuple[Submission, ...]
    associations: tuple[Association, ...]
    declaration: Declaration | None
    closes_at: datetime
    has_more_time: bool
    reminded: Reminder | None

    @property
    def focal_point(self) -> str:
        """The name of the focal point, or "" where there is none."""
        names = [each.person.name for each in self.members if each.role == Role.FOCAL_POINT]
        return names[0] if names else ""

    @property
    def first(self) -> Submission | None:
        """The first submission."""
        return self.submissions[0] if self.submissions else None

    @property
    def last(self) -> Submission | None:
        """The latest submission."""
        return self.submissions[-1] if self.submissions else None

    @property
    def late(self) -> int:
        """How many submissions came late."""
        return sum(each.is_late for each in self.submissions)

    @property
    def is_preliminary(self) -> bool:
        """Whether what it said last is still subject to confirmation by capital."""
        return self.last is not None and self.last.is_preliminary

    @property
    def is_no_comments(self) -> bool:
        """Whether it said that it has no comments, and nothing else."""
        return bool(self.submissions) and all(each.is_no_comments for each in self.submissions)

    @property
    def channels(self) -> list[str]:
        """The channels other than the portal by which submissions came."""
        found = dict.fromkeys(each.channel for each in self.submissions)
        return [str(Channel(each).label) for each in found if each != Channel.PORTAL]

    @property
    def groups(self) -> list[str]:
        """On behalf of whom it spoke too."""
        return [*dict.fromkeys(s.on_behalf_of for s in self.submissions if s.on_behalf_of)]

    @property
    def aligned_with(self) -> list[str]:
        """Who listed it as aligned, and with whom it aligned itself."""
        found = (
            _("%(speaker)s, on behalf of %(group)s")
            % {"speaker": a.submission.delegation_name, "group": a.submission.on_behalf_of}
            if a.submission.on_behalf_of
            else a.submission.delegation_name
            for a in self.associations
        )
        return [*dict.fromkeys(str(each) for each in found)]


def _declares(intention: str) -> Callable[[Row], bool]:
    return lambda row: row.declaration is not None and row.declaration.intention == intention


# How far a delegation has come: what the list is narrowed down to, and what totals count.
PROGRESS: dict[str, tuple[Any, Callable[[Row], bool]]] = {
    "not_invited": (_("Not invited"), lambda row: not (row.members or row.invited_at)),
    "not_joined": (_("Not joined"), lambda row: not row.members),
    "joined": (_("Joined"), lambda row: bool(row.members)),
    "not_submitted": (_("Not submitted"), lambda row: not row.submissions),
    "submitted": (_("Submitted"), lambda row: bool(row.submissions)),
    "late": (_("Submitted late"), lambda row: row.late > 0),
    "undeclared": (_("Nothing declared"), lambda row: row.declaration is None),
    **{
        intention.value: (intention.label, _declares(intention))
        for intention in Declaration.Intention
    },
}


def _by_instant(instant: datetime | None) -> tuple[bool, float]:
    return (instant is None, instant.timestamp() if instant else 0.0)


SORTS: dict[str, tuple[Any, Callable[[Row], Any]]] = {
    "name": (_("Delegation"), lambda row: 0),
    "invited": (_("Invited"), lambda row: _by_instant(row.invited_at)),
    "joined": (_("Joined"), lambda row: -len(row.members)),
    "submitted": (
        _("Submitted"),
        lambda row: _by_instant(row.last.received_at if row.last else None),
    ),
    "declared": (
        _("Declares"),
        lambda row: row.declaration.intention if row.declaration else "~",
    ),
}


@dataclass(frozen=True, slots=True)
class Total:
    """How many of some delegations have come how far."""

    label: str
    delegations: int
    invited: int
    joined: int
    submitted: int
    declared: int
    is_unverified: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """Reminders sent in one act: when, by whom, to whom."""

    at: datetime
    by: str
    delegations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParticipationPage:
    """The delegations of a consultation, narrowed down and in order; totals count all of them."""

    rows: list[Row]
    total: Total
    totals: list[tuple[str, list[Total]]]


def participation_page(
    consultation: Consultation,
    reader: Capacity,
    *,
    progress: str = "",
    category: str = "",
    group: str = "",
    status: str = "",
    sort: str = "",
) -> ParticipationPage:
    """Who takes part, narrowed down (nine queries, however many delegations there are)."""
    rows = rows_of(consultation, reader)
    shown = [
        row
        for row in rows
        if (not progress or PROGRESS[progress][1](row))
        and (not category or row.delegation.category == category)
        and (not group or row.delegation.regional_group == ("" if group == "none" else group))
        and (not status or (row.standing is not None and row.standing.status == status))
    ]
    shown.sort(key=SORTS[sort or "name"][1])
    return ParticipationPage(
        rows=shown, total=_total(str(_("All")), rows), totals=list(_totals(rows))
    )


def rows_of(consultation: Consultation, reader: Capacity) -> list[Row]:
    """
    A row for every delegation that reads the draft or has spoken, by name (nine queries).

    People and invitations are those of everybody: who may see who takes part may see this much.
    """
    present = Standing.objects.filter(until=None)
    delegations = _concerned(consultation, reader).prefetch_related(
        Prefetch("standings", queryset=present, to_attr="present_standings")
    )
    people = Membership.objects.live().select_related("person", "delegation")
    letters = Invitation.objects.select_related("delegation")
    reminders = consultation.reminders.select_related("delegation")
    invited = _grouped(letters.order_by("sent_at", "pk"))
    members = _grouped(people.order_by("pk"))
    submitted = _submitted(consultation, reader)
    aligned = _aligned(consultation, reader)
    declared = _declared(consultation, reader)
    closes_for = consultation.closings()
    reminded = _grouped(reminders.order_by("sent_at", "pk"))
    return [
        Row(
            delegation=each,
            standing=next(iter(each.present_standings), None),
            **_invited(invited[each.pk], has_joined=bool(members[each.pk])),
            members=tuple(members[each.pk]),
            submissions=tuple(submitted[each.pk]),
            associations=tuple(aligned[each.pk]),
            declaration=next(iter(declared[each.pk][-1:]), None),
            closes_at=closes_for(each.pk),
            has_more_time=closes_for(each.pk) > consultation.closes_at,
            reminded=next(iter(reminded[each.pk][-1:]), None),
        )
        for each in delegations
    ]


def _submitted(consultation: Consultation, reader: Capacity) -> dict[int, list[Any]]:
    seen = Submission.objects.visible_to(reader).filter(consultation=consultation)
    return _grouped(seen.select_related("delegation").order_by("received_at", "pk"))


def _aligned(consultation: Consultation, reader: Capacity) -> dict[int, list[Any]]:
    standing = Association.objects.visible_to(reader).standing()
    here = standing.filter(submission__consultation=consultation)
    return _grouped(here.select_related("submission", "delegation"))


def _declared(consultation: Consultation, reader: Capacity) -> dict[int, list[Any]]:
    seen = Declaration.objects.visible_to(reader).filter(consultation=consultation)
    return _grouped(seen.select_related("delegation").order_by("declared_at"))


def count_silent(consultations: Iterable[Consultation], reader: Capacity) -> dict[int, int]:
    """How many delegations that read the draft have not submitted, by consultation (one query)."""
    counts = {
        f"c{each.pk}": Count("pk", filter=within(each.draft.circulation) & ~Q(has_spoken(each)))
        for each in consultations
    }
    if not counts:
        return {}
    found = Delegation.objects.visible_to(reader).active().aggregate(**counts)
    return {int(name[1:]): count for name, count in found.items()}


def acts_of_reminding(consultation: Consultation) -> list[Act]:
    """The reminders that were sent, newest first, those of one act together (one query)."""
    acts: dict[tuple[datetime, str], list[str]] = defaultdict(list)
    for each in consultation.reminders.select_related("delegation", "sent_by"):
        acts[each.sent_at, each.sent_by.name].append(each.delegation.name)
    return [Act(at, by, tuple(names)) for (at, by), names in acts.items()]


def _concerned(consultation: Consultation, reader: Capacity) -> QuerySet[Delegation]:
    concerned = within(consultation.draft.circulation) | Q(has_spoken(consultation))
    return Delegation.objects.visible_to(reader).active().filter(concerned)


def _grouped(found: Iterable[Any]) -> dict[int, list[Any]]:
    """Rows by delegation; those of an entry merged into another count as that one's."""
    groups: dict[int, list[Any]] = defaultdict(list)
    for each in found:
        groups[each.delegation.merged_into_id or each.delegation_id].append(each)
    return groups


def _invited(invitations: list[Invitation], *, has_joined: bool) -> dict[str, datetime | None]:
    if has_joined:
        first = invitations[0].sent_at if invitations else None
        return {"invited_at": first, "bounced_at": None}
    now = clock.now()
    usable = [i for i in invitations if i.revoked_at is None and i.expires_at > now]
    if not usable:
        return {"invited_at": None, "bounced_at": None}
    return {"invited_at": usable[-1].sent_at, "bounced_at": usable[-1].bounced_at}


def _totals(rows: list[Row]) -> Iterable[tuple[str, list[Total]]]:
    yield (
        str(_("By category")),
        _by(rows, Delegation.Category.choices, lambda row: row.delegation.category),
    )
    states = [row for row in rows if row.delegation.category == Delegation.Category.STATE]
    groups = [*Delegation.RegionalGroup.choices, ("", _("In no group"))]
    yield (
        str(_("By regional group")),
        _by(states, groups, lambda row: row.delegation.regional_group),
    )
    standings = [*Standing.Status.choices, ("", _("Status not recorded"))]
    yield (
        str(_("By status")),
        _by(states, standings, lambda row: row.standing.status if row.standing else ""),
    )


def _by(rows: list[Row], choices: Any, value: Callable[[Row], str]) -> list[Total]:
    found = ((label, [row for row in rows if value(row) == key]) for key, label in choices)
    return [_total(str(label), some) for label, some in found if some]


def _total(label: str, rows: list[Row]) -> Total:
    return Total(
        label=label,
        delegations=len(rows),
        invited=sum(bool(row.members or row.invited_at) for row in rows),
        joined=sum(bool(row.members) for row in rows),
        submitted=sum(bool(row.submissions) for row in rows),
        declared=sum(row.declaration is not None for row in rows),
        is_unverified=any(
            row.delegation.regional_group and not row.delegation.regional_group_source
            for row in rows
        ),
    )
