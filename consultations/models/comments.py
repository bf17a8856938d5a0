"""What a delegation says about a wording, a section, the whole draft, or what is missing."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.consultations import Consultation
from consultations.models.contributions import (
    INSIDE,
    ContributionQuerySet,
    State,
    left_with_submission,
    withdrawn_with_reason,
)
from consultations.models.submissions import Submission
from delegations.models import Delegation
from lap_portal import clock
from sections.models import DraftUnit


class CommentQuerySet(ContributionQuerySet["Comment"]):
    """Ways to ask for comments."""

    def with_words(self) -> Self:
        """Bring along who speaks, and the words spoken of."""
        return self.select_related("delegation", "unit__revision", "unit__element")

    def with_decision(self) -> Self:
        """Annotate with the decision in force: outcome, reply, note, when it was shared."""
        in_force = FilteredRelation("reflections", condition=Q(reflections__superseded_at=None))
        return self.annotate(
            in_force=in_force,
            outcome=F("in_force__outcome"),
            reply=F("in_force__reply"),
            note=F("in_force__note"),
            shared_at=F("in_force__shared_at"),
        )

    def in_order_of_text(self) -> Self:
        """Order as the text runs: the whole draft first, then unit by unit, by speaker."""
        return self.order_by(
            F("unit__order").asc(nulls_first=True), "delegation__sort_name", "number", "pk"
        )


class Comment(models.Model):
    """
    One comment of a delegation: text, a proposed wording, or both; on the whole draft, a file too.

    It points at a unit of the draft consulted on (none: the whole draft), at a place there, and if
    wished at a passage of its words, in code points, end excluded. Once submitted it never
    changes: replacing makes a new row. The trail keeps who, when and why, never the words, so a
    regretted word of a comment in preparation is kept nowhere.
    """

    class Place(models.TextChoices):
        DRAFT = "draft", _("On the whole draft")
        SECTION = "section", _("On the section")
        ON = "on", _("On the words")
        MISSING_AFTER = "missing_after", _("Missing after this")

    class Type(models.TextChoices):
        GENERAL = "general", _("General")
        SUBSTANTIVE = "substantive", _("Substantive")
        DRAFTING = "drafting", _("Drafting")
        TRANSLATION = "translation", _("Translation")

    class Position(models.TextChoices):
        SUPPORT = "support", _("Support")
        SUPPORT_WITH_CHANGES = "support_with_changes", _("Support with changes")
        CONCERN = "concern", _("Concern")
        CANNOT_SUPPORT = "cannot_support", _("Cannot support")

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="comments"
    )
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="comments")
    unit = models.ForeignKey(
        DraftUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    place = models.CharField(_("place"), max_length=15, choices=Place.choices, default=Place.ON)
    passage_start = models.PositiveIntegerField(null=True, blank=True)
    passage_end = models.PositiveIntegerField(null=True, blank=True)
    passage = models.TextField(blank=True)
    text = models.TextField(_("comment"), blank=True)
    proposal = models.TextField(_("proposed wording"), blank=True)
    type = models.CharField(_("type"), max_length=12, choices=Type.choices, blank=True)
    position = models.CharField(_("position"), max_length=21, choices=Position.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    search_text = models.TextField(blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=15, choices=State.choices, default=State.IN_PREPARATION
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    number = models.PositiveIntegerField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    reason_for_change = models.TextField(_("why it replaces the one before"), blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(_("why it was withdrawn"), blank=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    objects = CommentQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=[
            "text",
            "proposal",
            "reason",
            "passage",
            "passage_start",
            "passage_end",
            "form_key",
            "reason_for_change",
            "file_name",
            "file_digest",
            "search_text",
        ]
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["consultation", "delegation", "created_at", "pk"]
        indexes = [
            models.Index(fields=["consultation", "state", "unit"], name="comment_by_unit"),
            models.Index(fields=["consultation", "delegation", "state"], name="comment_by_speaker"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(proposal="") | ~Q(file_name=""),
                name="comment_says_something",
                violation_error_message=_("Write a comment, or propose a wording."),
            ),
            models.CheckConstraint(
                condition=Q(file_name="", file_digest="")
                | Q(place="draft") & ~Q(file_name="") & ~Q(file_digest=""),
                name="comment_file_with_the_whole_draft",
                violation_error_message=_("A file goes with a comment on the whole draft."),
            ),
            models.CheckConstraint(
                condition=Q(unit=None, place="draft")
                | Q(unit__isnull=False, place__in=["section", "on", "missing_after"]),
                name="comment_has_a_place",
                violation_error_message=_("A comment stands at a place of the draft."),
            ),
            models.CheckConstraint(
                condition=Q(passage_start=None, passage_end=None, passage="")
                | (
                    Q(place="on", passage_end__gt=F("passage_start"), passage_start__gte=0)
                    & ~Q(passage="")
                ),
                name="comment_passage_whole",
                violation_error_message=_("A passage is a stretch of the words commented on."),
            ),
            left_with_submission("comment_left_with_submission"),
            withdrawn_with_reason("comment_withdrawn_with_reason"),
            models.CheckConstraint(
                condition=Q(number=None, submission=None)
                | Q(number__gte=1, submission__isnull=False),
                name="comment_numbered_when_submitted",
            ),
            models.UniqueConstraint(
                fields=["consultation", "delegation", "number"], name="comment_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation} {self.number or self.get_state_display()}"

    @property
    def is_inside(self) -> bool:
        """Whether it has not left the delegation."""
        return self.state in INSIDE

    @property
    def stamp(self) -> str:
        """What a page carries to know later that the words are still as it showed them."""
        return f"comment {self.form_key} {self.changed_at.isoformat()}"


class CommentFile(models.Model):
    """
    The file of a general statement, whose name and SHA-256 stand on the comment.

    It is deleted with a comment that is discarded, and never otherwise.
    """

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="file")
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("file of a comment")
        verbose_name_plural = _("files of comments")

    def __str__(self) -> str:
        return str(self.comment)
