"""What an office is registering, kept from one sitting to the next until it is registered."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.models.submissions import Channel
from delegations.models import Delegation
from delegations.offices import Office
from lap_portal import clock

if TYPE_CHECKING:
    from delegations.capacities import Capacity


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Ways to ask for registrations under way."""

    def visible_to(self, reader: Capacity) -> Self:
        """Those of the reader's own office; none for everybody else."""
        if not reader.has_perm("consultations.register_contribution"):
            return self.none()
        return self.filter(office=reader.office)


class Registration(models.Model):
    """
    A contribution that an office is cutting into comments; deleted once registered or given up.

    `pieces` are its passages in their order, each an object with the fields that its form has:
    text, place (as typed), sort, quote, position. `version` counts the savings, so that of two
    officers who save at once none overwrites the other. The key is the one of the act: it
    registers once.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=20, choices=Office.choices)
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(
        _("channel"), max_length=15, choices=Channel.choices, default=Channel.EMAIL
    )
    received_at = models.DateTimeField(null=True, blank=True)
    sender = models.CharField(_("came from"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    on_behalf_of = models.CharField(_("on behalf of"), max_length=200, blank=True)
    is_preliminary = models.BooleanField(default=False)
    is_no_comments = models.BooleanField(default=False)
    pieces = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration under way")
        verbose_name_plural = _("registrations under way")
        ordering = ["-changed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.delegation or self.key}"


class RegistrationFile(models.Model):
    """A file as it came, kept with a registration until it becomes an original."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("file of a registration")
        verbose_name_plural = _("files of registrations")
        ordering = ["registration", "pk"]

    def __str__(self) -> str:
        return self.name
