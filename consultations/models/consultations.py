"""A consultation on a draft, and the official act by which a delegation speaks in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.contributions import said_by
from delegations.models import Delegation
from lap_portal import clock
from lap_portal.written_once import WrittenOnce
from sections.models import ActionPlan, Draft

if TYPE_CHECKING:
    from delegations.capacities import Capacity


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Ways to ask for consultations."""

    def visible_to(self, reader: Capacity) -> Self:
        """
        Those on a draft the reader may read.

        Before a consultation opens, only staff know of it; the public sees none.
        """
        drafts = Draft.objects.visible_to(reader).filter(pk=OuterRef("draft"))
        seen = self.filter(Exists(drafts))
        if reader.is_staff:
            return seen
        if reader.delegation is None:
            return self.none()
        return seen.filter(opens_at__lte=clock.now())

    def open_at(self, moment: datetime) -> Self:
        """Those between whose two instants a moment lies."""
        return self.filter(opens_at__lte=moment, closes_at__gt=moment)


class Consultation(models.Model):
    """
    One call for comments on one draft, open between two instants. Time decides its state.

    `time_zone` is the zone in which the instants are shown to everybody; they are kept in UTC.
    """

    class Late(models.TextChoices):
        RECEIVED = "received", _("Received, and marked as late for staff")
        REFUSED = "refused", _("Refused")

    class State(models.TextChoices):
        PLANNED = "planned", _("not yet open")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="consultations")
    number = models.PositiveIntegerField()
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="consultations")
    title = models.CharField(_("title"), max_length=200)
    guidance = models.TextField(_("guidance"), blank=True)
    covering_letter = models.TextField(_("covering letter of the President"), blank=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Zurich")
    late = models.CharField(
        _("contributions after closing"),
        max_length=10,
        choices=Late.choices,
        default=Late.RECEIVED,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    objects = ConsultationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["plan", "-number"]
        permissions = [
            ("open_consultation", "May open consultations and change their instants"),
            ("read_contributions", "May read what was submitted"),
            ("reflect_comment", "May record how a comment is reflected, and reply"),
            ("write_synthesis", "May write and issue the synthesis"),
            ("read_participation", "May see who takes part"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="consultation_number_once"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="consultation_closes_after_it_opens",
                violation_error_message=_("A consultation closes after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where the consultation is presented."""
        return reverse("consultations:consultation_read", args=[self.plan.slug, self.number])

    def state_at(self, moment: datetime) -> State:
        """The state at a moment, from the instants alone."""
        if moment < self.opens_at:
            return self.State.PLANNED
        return self.State.OPEN if moment < self.closes_at else self.State.CLOSED

    def is_synthesized(self) -> bool:
        """Whether a synthesis was issued, after which nothing more is received."""
        known: bool | None = self.__dict__.get("known_as_synthesized")
        return self.syntheses.exists() if known is None else known

    @property
    def state(self) -> State:
        """The state now."""
        return self.state_at(clock.now())

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the instants are shown."""
        return ZoneInfo(self.time_zone)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Ways to ask for submissions."""

    def visible_to(self, reader: Capacity) -> Self:
        """All for those who read contributions; for a delegation, its own."""
        if reader.has_perm("consultations.read_contributions"):
            return self
        if reader.delegation is None:
            return self.none()
        return self.filter(said_by(reader.delegation))


class Submission(WrittenOnce):
    """
    The official act: a delegation's ready comments and answers leave it together.

    Numbered per delegation and consultation. `received_at` is when the request reached the server;
    `digest` is the SHA-256, in hexadecimal, of the canonical JSON of what was submitted. The names
    are those of that day, whatever the delegation and the person are called later.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="submissions"
    )
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_by_name = models.CharField(max_length=150)
    delegation_name = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["consultation", "received_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "delegation", "number"], name="submission_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="submission_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.delegation} {self.number}"
