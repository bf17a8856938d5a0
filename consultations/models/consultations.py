"""A consultation on a draft, and the official act by which a delegation speaks in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.contributions import Readers
from delegations.models import Delegation
from lap_portal import clock
from sections.models import ActionPlan, Draft

if TYPE_CHECKING:
    from delegations.capacities import Capacity


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Ways to ask for consultations."""

    def visible_to(self, reader: Capacity) -> Self:
        """
        Those on a draft the reader may read.

        Before a consultation opens, only staff know of it. The public knows of those whose
        contributions may be posted, once they have closed.
        """
        drafts = Draft.objects.visible_to(reader).filter(pk=OuterRef("draft"))
        seen = self.filter(Exists(drafts))
        if reader.is_staff:
            return seen
        if reader.delegation is None:
            return seen.filter(readers=Readers.PUBLIC).closed_for_all(clock.now())
        return seen.filter(opens_at__lte=clock.now()).with_extension(reader.delegation)

    def with_extension(self, delegation: Delegation) -> Self:
        """Annotate with the instant until which a delegation has more time, if it has."""
        own = Extension.objects.filter(consultation=OuterRef("pk"), delegation=delegation)
        return self.annotate(extended_to=Subquery(own.values("closes_at")[:1]))

    def closed_for_all(self, moment: datetime) -> Self:
        """Those that have closed for every delegation, extended ones included."""
        later = Extension.objects.filter(consultation=OuterRef("pk"), closes_at__gt=moment)
        return self.filter(closes_at__lte=moment).exclude(Exists(later))

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
    readers = models.CharField(
        _("who reads contributions"),
        max_length=15,
        choices=Readers.choices,
        default=Readers.OFFICES,
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
            ("register_contribution", "May register what came by another channel"),
            ("remind_delegations", "May remind delegations that have not spoken"),
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
        return self.address("consultation_read")

    def address(self, name: str, *more: object) -> str:
        """The address of one of its pages, by the name of the page."""
        return reverse(f"consultations:{name}", args=[self.plan.slug, self.number, *more])

    @property
    def own_closes_at(self) -> datetime:
        """When it closes for its reader: later than for others where time was given."""
        extended: datetime | None = self.__dict__.get("extended_to")
        return max(extended, self.closes_at) if extended else self.closes_at

    def closes_at_for(self, delegation: Delegation) -> datetime:
        """When it closes for a delegation; asks the database unless it was found for its reader."""
        if "extended_to" in self.__dict__:
            return self.own_closes_at
        return self.closings()(delegation.pk)

    def closings(self) -> Callable[[int | None], datetime]:
        """When it closes for each of many delegations, by their keys (one query)."""
        later: dict[int | None, datetime] = dict(
            self.extensions.values_list("delegation", "closes_at")
        )
        return lambda key: max(later.get(key, self.closes_at), self.closes_at)

    @property
    def receives_late(self) -> bool:
        """Whether what comes after closing is received."""
        return self.late != self.Late.REFUSED

    def state_at(self, moment: datetime) -> State:
        """The state at a moment, for its reader, from the instants alone."""
        if moment < self.opens_at:
            return self.State.PLANNED
        return self.State.OPEN if moment < self.own_closes_at else self.State.CLOSED

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


class Extension(models.Model):
    """
    More time for one delegation, which nobody learns of but staff and the delegation itself.

    There is one row a delegation; the trail keeps what it said before, and why.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="extensions"
    )
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="extensions")
    closes_at = models.DateTimeField(_("closes"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField(default=clock.now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["consultation", "delegation"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "delegation"], name="extension_once_a_delegation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.closes_at:%Y-%m-%d %H:%M}"
