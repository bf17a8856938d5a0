"""How a comment was taken up, and which comments prompted which wording."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.comments import Comment
from consultations.models.consultations import Consultation
from consultations.models.contributions import said_by
from delegations.models import Delegation
from lap_portal import clock
from lap_portal.written_once import WrittenOnce
from sections.models import DraftUnit, ElementRevision

if TYPE_CHECKING:
    from delegations.capacities import Capacity


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    """Ways to ask for reflections."""

    def visible_to(self, reader: Capacity) -> Self:
        """All for those who read contributions; for a delegation, those shared on its comments."""
        if reader.delegation is not None:
            own = said_by(reader.delegation, path="comment__delegation")
            return self.filter(own, shared_at__isnull=False)
        if reader.has_perm("consultations.read_contributions"):
            return self
        return self.none()

    def current(self) -> Self:
        """The decision in force on each comment."""
        return self.filter(superseded_at=None)

    def latest_for(self, reader: Capacity) -> Self:
        """
        What a reader is told of each comment, one decision at most.

        Staff: the one in force. A delegation: the last one shared with it, though staff may have
        decided otherwise since; that they did shows nowhere.
        """
        seen = self.visible_to(reader)
        if reader.delegation is None:
            return seen.current()
        later = Reflection.objects.filter(
            comment=OuterRef("comment"), shared_at__isnull=False, pk__gt=OuterRef("pk")
        )
        return seen.filter(~Exists(later))


class Reflection(WrittenOnce):
    """
    One decision on how a comment is taken up. A new decision supersedes it; none is overwritten.

    `note` is for staff and never shown outside. `reply` is read by the comment's delegation, and
    nobody else, once `shared_at` is set.
    """

    CHANGEABLE = frozenset({"superseded_at", "shared_at"})

    class Outcome(models.TextChoices):
        REFLECTED = "reflected", _("Reflected")
        IN_PART = "in_part", _("Reflected in part")
        NOT_NOW = "not_now", _("Not reflected at this stage")
        NOTED = "noted", _("Noted")
        FURTHER_DISCUSSION = "further_discussion", _("For further discussion")
        OVERTAKEN = "overtaken", _("Overtaken by revised text")

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="reflections")
    outcome = models.CharField(_("how it is reflected"), max_length=20, choices=Outcome.choices)
    note = models.TextField(_("staff note"), blank=True)
    reply = models.TextField(_("reply to the delegation"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(default=clock.now)
    superseded_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(_("shared with the delegation"), null=True, blank=True)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        ordering = ["comment", "-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(superseded_at=None),
                name="reflection_one_current",
                violation_error_message=_("Somebody has decided on this comment meanwhile."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.get_outcome_display()}"


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Ways to ask for replies to delegations."""

    def visible_to(self, reader: Capacity) -> Self:
        """All for those who read contributions; for a delegation, what was sent to it."""
        if reader.delegation is None and reader.has_perm("consultations.read_contributions"):
            return self
        return self.sent_to(reader)

    def sent_to(self, reader: Capacity) -> Self:
        """Those sent to the reader's own delegation."""
        if reader.delegation is None:
            return self.none()
        return self.filter(said_by(reader.delegation), sent_at__isnull=False)


class Reply(models.Model):
    """
    One reply to all that a delegation said, prepared in private; once sent it never changes.

    That delegation reads it, and nobody else. Its pages name it by `key`, which counts nothing.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="replies")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(_("reply"))
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ReplyQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["key"])

    class Meta:
        verbose_name = _("reply to a delegation")
        verbose_name_plural = _("replies to delegations")
        ordering = ["consultation", "delegation", "written_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="reply_has_text"),
            models.UniqueConstraint(
                fields=["consultation", "delegation"],
                condition=Q(sent_at=None),
                name="reply_one_in_preparation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.text[:40]}"


class RevisionPromptQuerySet(models.QuerySet["RevisionPrompt"]):
    """Ways to ask which comments prompted which wording."""

    def visible_to(self, reader: Capacity) -> Self:
        """
        All for those who read contributions; for a delegation, its own comments only.

        And for a delegation only on wordings that stood in a draft it may read.
        """
        if reader.has_perm("consultations.read_contributions"):
            return self
        if reader.delegation is None:
            return self.none()
        read = DraftUnit.objects.visible_to(reader).values("revision")
        own = said_by(reader.delegation, path="comment__delegation")
        return self.filter(own, revision__in=read)


class RevisionPrompt(WrittenOnce):
    """That a comment prompted a revision. Staff know all; a delegation its own."""

    revision = models.ForeignKey(ElementRevision, on_delete=models.PROTECT, related_name="prompts")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="prompted")

    objects = RevisionPromptQuerySet.as_manager()

    class Meta:
        verbose_name = _("prompt of a revision")
        verbose_name_plural = _("prompts of revisions")
        ordering = ["revision", "comment"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "comment"], name="prompt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.revision} < {self.comment}"


class RemarkQuerySet(models.QuerySet["Remark"]):
    """Ways to ask for remarks."""

    def visible_to(self, reader: Capacity) -> Self:
        """All for those who read contributions; for a delegation, its own."""
        if reader.has_perm("consultations.read_contributions"):
            return self
        if reader.delegation is None:
            return self.none()
        on_comments = said_by(reader.delegation, path="comment__delegation")
        return self.filter(on_comments | said_by(reader.delegation, path="reply__delegation"))


class Remark(WrittenOnce):
    """
    What a delegation remarks on how its comment was reflected, or on a reply to it.

    Staff and it alone read it.
    """

    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks"
    )
    reply = models.ForeignKey(
        Reply, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks"
    )
    text = models.TextField(_("remark"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["comment", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=Q(comment=None, reply__isnull=False)
                | Q(comment__isnull=False, reply=None),
                name="remark_on_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment or self.reply}, {self.made_at:%Y-%m-%d}"
