"""Who belongs to a delegation, in which role, and the invitations by which people join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegations.models.delegations import Delegation
from lap_portal import clock

if TYPE_CHECKING:
    from datetime import datetime

    from delegations.capacities import Capacity


class Role(models.TextChoices):
    """What a member does for the delegation."""

    FOCAL_POINT = "focal_point", _("Focal point")
    DEPUTY = "deputy", _("Deputy")
    MEMBER = "member", _("Member")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Ways to ask for invitations."""

    def usable_at(self, moment: datetime) -> Self:
        """Those by which one can join at a moment."""
        return self.filter(revoked_at=None, expires_at__gt=moment)

    def waiting_at(self, moment: datetime) -> Self:
        """Those that reached an address, as far as anybody knows, and by which nobody joined."""
        return self.usable_at(moment).filter(bounced_at=None, memberships=None)

    def locked(self) -> Self:
        """
        Themselves, locked until the transaction ends, each time in one order.

        Whoever locks rows of several kinds locks invitations first, then delegations, then
        memberships or accounts: joining knows nothing but an invitation when it begins. So of two
        acts at one moment one waits for the other, and never both.
        """
        return self.select_for_update(of=("self",)).order_by("pk")

    def visible_to(self, reader: Capacity) -> Self:
        """All for whoever manages delegations; for focal point and deputy, the own delegation's."""
        if reader.has_perm("delegations.manage_delegations"):
            return self
        if reader.delegation is None or not reader.submits:
            return self.none()
        return self.filter(delegation=reader.delegation)


class Invitation(models.Model):
    """
    A letter to a mission's address by which several colleagues may join.

    Opening its link uses nothing. Only the code in it, typed, lets somebody join; the portal keeps
    a digest of the code, never the code.
    """

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="invitations")
    address = models.EmailField(_("sent to"))
    role = models.CharField(
        _("role of the first who joins"), max_length=20, choices=Role.choices, default=Role.MEMBER
    )
    token = models.CharField(max_length=43, unique=True, editable=False)
    code_digest = models.CharField(max_length=64, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    message = models.TextField(_("message"), blank=True)
    bounced_at = models.DateTimeField(_("came back"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["token", "code_digest", "message"])

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")), name="invitation_expires_after_sending"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.address}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Ways to ask for memberships."""

    def live(self) -> Self:
        """Those that have not ended, of people who may sign in."""
        return self.filter(ended_at=None, person__is_active=True)

    def visible_to(self, reader: Capacity) -> Self:
        """All for whoever manages delegations; for a member, the colleagues."""
        if reader.has_perm("delegations.manage_delegations"):
            return self
        if reader.delegation is None:
            return self.none()
        return self.filter(delegation=reader.delegation)


class Membership(models.Model):
    """A person's place in a delegation, from joining until it ends."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    joined_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["delegation", "joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "delegation"],
                condition=Q(ended_at=None),
                name="membership_once_at_a_time",
                violation_error_message=_("This person already belongs to the delegation."),
            ),
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(ended_at=None, role="focal_point"),
                name="membership_one_focal_point",
                violation_error_message=_("A delegation has one focal point at a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.delegation}"

    @property
    def submits(self) -> bool:
        """Whether this member submits for the delegation."""
        return self.role in {Role.FOCAL_POINT, Role.DEPUTY}
