"""What the pages of invitations show: how each stands, and what became of its letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delegations.capacities import Capacity
from delegations.models import Delegation, Invitation, Letter, Membership
from delegations.permissions import (
    may_manage_delegations,
    may_resend_invitation,
    may_revoke_invitation,
)
from lap_portal import clock

# How an invitation stands; the first that fits.
STATES: dict[str, Promise] = {
    "waiting": _("Waiting"),
    "joined": _("Joined"),
    "returned": _("Came back"),
    "expired": _("Expired"),
    "revoked": _("Taken back"),
}


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation, how it and its letter stand, and what the reader may do about it."""

    invitation: Invitation
    state: str
    joined: int
    letter_sent_at: datetime | None
    letter_is_waiting: bool
    failure: str
    may_revoke: bool
    may_resend: bool
    may_note: bool

    @property
    def state_label(self) -> str:
        """How it stands, in words."""
        return str(STATES[self.state])


@dataclass(frozen=True, slots=True)
class Shelf:
    """The invitations that stand alike, and how many they are."""

    state: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    """The list of invitations, all or those that stand alike."""

    rows: list[InvitationRow]
    shelves: list[Shelf]
    state: str

    @property
    def may_resend(self) -> bool:
        """Whether anything in the list can be sent again."""
        return any(row.may_resend for row in self.rows)


def invited_to(token: str) -> Invitation | None:
    """The invitation behind a link, while one can join by it."""
    usable = Invitation.objects.usable_at(clock.now()).filter(token=token)
    return usable.select_related("delegation", "invited_by").first()


def invitations_page(reader: Capacity, *, state: str = "") -> InvitationsPage:
    """The invitations the reader may see, by delegation, newest first (two queries)."""
    visible = with_state(Invitation.objects.visible_to(reader))
    numbers: dict[str, int] = dict(
        visible.order_by().values_list("state").annotate(number=Count("pk"))
    )
    rows = visible.filter(state=state) if state else visible
    rows = rows.order_by("delegation__sort_name", "delegation", "-sent_at", "-pk")
    every = Shelf("", str(_("All")), sum(numbers.values()))
    return InvitationsPage(
        rows=[_row(each, reader) for each in _with_letters(rows)],
        shelves=[every, *(Shelf(k, str(v), numbers.get(k, 0)) for k, v in STATES.items())],
        state=state,
    )


def invitations_of(delegation: Delegation, reader: Capacity) -> list[InvitationRow]:
    """The invitations of one delegation that the reader may see, newest first (one query)."""
    visible = Invitation.objects.visible_to(reader).filter(delegation=delegation)
    rows = with_state(visible).order_by("-sent_at", "-pk")
    return [_row(each, reader) for each in _with_letters(rows)]


def resendable(
    reader: Capacity, *, keys: Iterable[int] = (), state: str = ""
) -> QuerySet[Invitation]:
    """The invitations that can be sent again: those named, or all that stand alike."""
    rows = with_state(Invitation.objects.visible_to(reader))
    rows = rows.filter(state=state) if state else rows.filter(pk__in=keys)
    rows = rows.filter(revoked_at=None, delegation__merged_into=None)
    return rows.select_related("delegation").order_by("delegation__sort_name", "pk")


def with_state(invitations: QuerySet[Invitation]) -> QuerySet[Any]:
    """Say of each how it stands at present."""
    joined = Exists(Membership.objects.filter(invitation=OuterRef("pk")))
    return invitations.annotate(
        state=Case(
            When(revoked_at__isnull=False, then=Value("revoked")),
            When(joined, then=Value("joined")),
            When(bounced_at__isnull=False, then=Value("returned")),
            When(expires_at__lte=clock.now(), then=Value("expired")),
            default=Value("waiting"),
            output_field=CharField(),
        )
    )


def _with_letters(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Count who joined by each, and find what became of its last letter."""
    last = Letter.objects.filter(invitation=OuterRef("pk")).order_by("-written_at", "-pk")
    members = Membership.objects.filter(invitation=OuterRef("pk")).order_by()
    number = members.values("invitation").annotate(number=Count("pk")).values("number")
    return invitations.select_related("delegation", "invited_by").annotate(
        joined=Subquery(number),
        letter_written_at=Subquery(last.values("written_at")[:1]),
        letter_sent_at=Subquery(last.values("sent_at")[:1]),
        letter_failed_at=Subquery(last.values("failed_at")[:1]),
        failure=Subquery(last.values("failure")[:1]),
    )


def _row(invitation: Invitation, reader: Capacity) -> InvitationRow:
    found: Any = invitation  # the annotations are not in the type
    is_done = found.letter_sent_at is not None or found.letter_failed_at is not None
    is_live = invitation.revoked_at is None
    is_open = is_live and invitation.expires_at > clock.now()
    return InvitationRow(
        invitation=invitation,
        state=found.state,
        joined=found.joined or 0,
        letter_sent_at=found.letter_sent_at,
        letter_is_waiting=found.letter_written_at is not None and not is_done,
        failure=found.failure or "",
        may_revoke=is_open and bool(may_revoke_invitation(reader, invitation)),
        may_resend=is_live and bool(may_resend_invitation(reader, invitation)),
        may_note=is_live and invitation.bounced_at is None and bool(may_manage_delegations(reader)),
    )
