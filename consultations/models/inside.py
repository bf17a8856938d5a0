"""What stays inside a delegation for good: how it agrees, its notes, what one is typing."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models.answers import Answer
from consultations.models.comments import Comment
from consultations.models.consultations import Consultation
from delegations.models import Delegation
from lap_portal import clock

if TYPE_CHECKING:
    from delegations.capacities import Capacity


class Procedure(models.Model):
    """How a delegation agrees: whether what is ready must also be cleared before it goes."""

    delegation = models.OneToOneField(Delegation, on_delete=models.PROTECT, related_name="+")
    clears = models.BooleanField(_("the focal point or a deputy clears what goes"), default=False)

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")

    def __str__(self) -> str:
        return str(self.delegation)


class NoteQuerySet(models.QuerySet["Note"]):
    """Ways to ask for notes."""

    def visible_to(self, reader: Capacity) -> Self:
        """Those of the reader's own delegation; none for everybody else, whoever asks."""
        return (
            self.none() if reader.delegation is None else self.filter(delegation=reader.delegation)
        )


class Note(models.Model):
    """
    A note among colleagues, on a comment, an answer, or the delegation's work as a whole.

    `returns` says that the comment or answer went back into preparation with it. It leaves no
    trace, goes with what it is on when that is deleted, and never leaves the delegation. Pages name
    it by `key`: a number would tell how many notes others write.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="+")
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="notes"
    )
    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="notes"
    )
    text = models.TextField(_("note"))
    returns = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["consultation", "delegation"], name="note_of_delegation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(comment=None) | Q(answer=None), name="note_on_one_thing"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.delegation}, {self.written_at:%Y-%m-%d %H:%M}"


class Typed(models.Model):
    """
    What one person is typing in one form, kept until it is saved there; nobody else reads it.

    `path` and `capacity` tell the form, `form_key` one opening of it: two devices keep two.
    `fields` are the form's fields as a browser sends them, name to list of values.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    capacity = models.CharField(max_length=40)
    path = models.CharField(max_length=300)
    form_key = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(default=dict)
    typed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("what is being typed")
        verbose_name_plural = _("what is being typed")
        ordering = ["-typed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "capacity", "path", "form_key"], name="typed_once_a_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.typed_at:%Y-%m-%d %H:%M}"
