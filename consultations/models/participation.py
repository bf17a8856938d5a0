"""What a delegation declares it will do, and the reminders that were sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.consultations import Consultation
from delegations.models import Delegation
from lap_portal import clock

if TYPE_CHECKING:
    from delegations.capacities import Capacity


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    """Ways to ask for declarations."""

    def visible_to(self, reader: Capacity) -> Self:
        """All for those who see who takes part; for a delegation, its own."""
        if reader.has_perm("consultations.read_participation"):
            return self
        if reader.delegation is None:
            return self.none()
        return self.filter(delegation=reader.delegation)


class Declaration(models.Model):
    """What a delegation says of itself that it will do in a consultation; nothing else is known."""

    class Intention(models.TextChoices):
        WILL_COMMENT = "will_comment", _("Will comment")
        NO_COMMENTS = "no_comments", _("No comments")
        AWAITING_CAPITAL = "awaiting_capital", _("Awaiting capital")
        WILL_SPEAK = "will_speak", _("Will speak at the meeting")

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="declarations"
    )
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="declarations"
    )
    intention = models.CharField(_("intention"), max_length=20, choices=Intention.choices)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField(default=clock.now)

    objects = DeclarationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["consultation", "delegation"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "delegation"], name="declaration_once_a_delegation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.get_intention_display()}"


class Reminder(models.Model):
    """That a delegation was reminded of a consultation: by whom, when, at which addresses."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="reminders"
    )
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="reminders")
    addresses = models.TextField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-sent_at", "pk"]

    def __str__(self) -> str:
        return f"{self.delegation}, {self.sent_at:%Y-%m-%d %H:%M}"
