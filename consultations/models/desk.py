"""What staff keep beside a comment while they read: theirs alone, and in no file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.comments import Comment
from consultations.models.consultations import Consultation
from lap_portal import clock
from lap_portal.text import search_key
from lap_portal.written_once import WrittenOnce
from sections.models import ActionPlan

if TYPE_CHECKING:
    from delegations.capacities import Capacity

Row = TypeVar("Row", bound=models.Model)


class StaffQuerySet(models.QuerySet[Row]):
    """Rows of the desk."""

    def visible_to(self, reader: Capacity) -> Self:
        """All for those who read contributions; none for anybody else."""
        if reader.has_perm("consultations.read_contributions"):
            return self
        return self.none()


class Theme(models.Model):
    """A label of the Presidency's for comments on a plan; retired, never deleted."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="themes")
    name = models.CharField(_("name"), max_length=80)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = StaffQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["plan", Lower("name")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="theme_has_a_name"),
            models.UniqueConstraint(
                "plan",
                Lower("name"),
                name="theme_once",
                violation_error_message=_("There is a theme of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Themed(models.Model):
    """That a comment belongs to a theme; taken off, its trail stays."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="themed")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="themed")

    objects = StaffQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("theme of a comment")
        verbose_name_plural = _("themes of comments")
        ordering = ["comment", "theme"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "comment"], name="themed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.theme}"


class Assignment(models.Model):
    """Which person of staff looks after a comment; given to another or taken back, with a trail."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="assignment")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    given_at = models.DateTimeField(default=clock.now)

    objects = StaffQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["comment"]

    def __str__(self) -> str:
        return f"{self.comment}: {self.person}"


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Ways to ask for reading marks."""

    def visible_to(self, reader: Capacity) -> Self:
        """The reader's own, for those who read contributions."""
        if reader.person is None or not reader.has_perm("consultations.read_contributions"):
            return self.none()
        return self.filter(person=reader.person)


class Reading(models.Model):
    """
    That a person of staff marked a comment as read; a mark of their own, which they may take off.

    Nobody else is told who has read what.
    """

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings"
    )
    read_at = models.DateTimeField(default=clock.now)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading mark")
        verbose_name_plural = _("reading marks")
        ordering = ["person", "comment"]
        constraints = [
            models.UniqueConstraint(fields=["person", "comment"], name="reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.comment}"


class DeskNote(WrittenOnce):
    """A note of staff's beside a comment; struck out, never reworded."""

    CHANGEABLE = frozenset({"struck_at", "struck_by"})

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="desk_notes")
    text = models.TextField(_("note"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of the desk")
        verbose_name_plural = _("notes of the desk")
        ordering = ["comment", "written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="desk_note_has_text"),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
                name="desk_note_struck_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class WorkingTranslation(WrittenOnce):
    """
    An unofficial translation of a comment, beside it and never instead; a new one supersedes it.

    Of the three texts of a comment those are translated that it has.
    """

    CHANGEABLE = frozenset({"superseded_at"})

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("comment"), blank=True)
    proposal = models.TextField(_("proposed wording"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    superseded_at = models.DateTimeField(null=True, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("working translation")
        verbose_name_plural = _("working translations")
        ordering = ["comment", "language", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(language=""), name="working_translation_has_a_language"
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(proposal="") | ~Q(reason=""),
                name="working_translation_says_something",
                violation_error_message=_("Translate at least one of its texts."),
            ),
            models.UniqueConstraint(
                fields=["comment", "language"],
                condition=Q(superseded_at=None),
                name="working_translation_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row with the key by which its words are found."""
        if self._state.adding:
            said = (self.text, self.proposal, self.reason)
            self.search_text = search_key("\n".join(filter(None, said)))
        super().save(*args, **kwargs)


class Bundle(models.Model):
    """Comments that a person found to say nearly the same: read together, never merged."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="bundles")
    name = models.CharField(_("what they say"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)

    objects = StaffQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering = ["consultation", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="bundle_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Bundled(models.Model):
    """That a comment lies in a bundle; in one at a time."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="bundled")
    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="bundled")

    objects = StaffQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("comment in a bundle")
        verbose_name_plural = _("comments in bundles")
        ordering = ["bundle", "comment"]

    def __str__(self) -> str:
        return f"{self.bundle}: {self.comment}"
