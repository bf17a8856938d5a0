"""Who holds the text of a section, and who is at an element just now: both end by time alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from lap_portal import clock
from sections.models.elements import Element
from sections.models.plans import Section

if TYPE_CHECKING:
    from delegations.capacities import Capacity

Row = TypeVar("Row", bound=models.Model)

HELD_FOR = timedelta(hours=4)
# A page says every minute that its person is there; two may get lost on the way.
HERE_FOR = timedelta(minutes=3)


class WorkingQuerySet(models.QuerySet[Row]):
    """Rows that belong to work on the text."""

    def visible_to(self, reader: Capacity) -> Self:
        """All for readers of the working text; none for anybody else."""
        if reader.has_perm("sections.read_working_text"):
            return self
        return self.none()


class HoldQuerySet(WorkingQuerySet["Hold"]):
    """Ways to ask for holds."""

    def in_force(self) -> Self:
        """Those that have not ended."""
        return self.filter(taken_at__gt=clock.now() - HELD_FOR)


class Hold(models.Model):
    """
    That one person works on the text of a section and what lies below it.

    It tells others and stops nobody. Anyone who drafts may take it over.
    """

    section = models.OneToOneField(Section, on_delete=models.PROTECT, related_name="hold")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holds"
    )
    taken_at = models.DateTimeField(default=clock.now)

    objects = HoldQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("hold of a section")
        verbose_name_plural = _("holds of sections")
        ordering = ["section"]

    def __str__(self) -> str:
        return f"{self.section}: {self.person}"

    @property
    def ends_at(self) -> datetime:
        """When it ends by itself."""
        return self.taken_at + HELD_FOR


class PresenceQuerySet(WorkingQuerySet["Presence"]):
    """Ways to ask who is where."""

    def now(self) -> Self:
        """Those whose page has just said that they are there."""
        return self.filter(seen_at__gt=clock.now() - HERE_FOR)

    def outdated(self) -> Self:
        """Those who have left: of where somebody was nothing is kept."""
        return self.filter(seen_at__lte=clock.now() - HERE_FOR)


class Presence(models.Model):
    """That a person has an element open for rewording; gone with the next that is noted."""

    element = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences"
    )
    seen_at = models.DateTimeField(default=clock.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["element", "person"]
        constraints = [
            models.UniqueConstraint(fields=["element", "person"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.element}: {self.person}"
