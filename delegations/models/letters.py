"""The outbox: letters written in the same transaction as the fact they tell, sent by a worker."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delegations.models.delegations import Delegation
from delegations.models.memberships import Invitation
from lap_portal import clock


class Letter(models.Model):
    """
    A letter to one address. Its key makes the Message-ID, the same however often it is tried.

    Once it was sent, or cannot be, its words and enclosures are emptied: what it said is the
    business of its reader. `about` names its kind, for those who look after the mail. One that
    speaks for a `delegation` leaves only while its reader still belongs there.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField(max_length=254)
    about = models.CharField(max_length=60)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-written_at", "pk"]
        indexes = [
            models.Index(
                fields=["written_at"],
                condition=Q(sent_at=None, failed_at=None),
                name="letter_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None), name="letter_sent_or_failed"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, failed_at=None) | Q(subject="", text="", html=""),
                name="letter_emptied_when_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}, {self.to}"


class Enclosure(models.Model):
    """A file that goes with a letter."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("enclosure")
        verbose_name_plural = _("enclosures")
        ordering = ["letter", "pk"]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """
    A sentence that waits for a person's next letter; gone once it was put into one.

    It was meant for a member of `delegation`, or, where there is none, for somebody in an office;
    whoever is that no longer when the letter is written does not get it. `calendar` is an event
    to enclose, as the lines of an .ics file.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    about = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)
    words = models.CharField(max_length=500)
    address = models.CharField(max_length=500)
    calendar = models.TextField(blank=True)
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.about}, {self.person}"
