"""A plan and its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from lap_portal import clock
from sections.circulation import circulations_open_to
from sections.uids import new_uid, validate_uid

if TYPE_CHECKING:
    from delegations.capacities import Capacity


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    """Ways to ask for plans."""

    def visible_to(self, reader: Capacity) -> Self:
        """All for readers of the working text; for others, plans with a draft they may read."""
        if reader.has_perm("sections.read_working_text"):
            return self
        readable = ActionPlan.objects.filter(
            pk=OuterRef("pk"), drafts__circulation__in=circulations_open_to(reader)
        )
        return self.filter(Exists(readable))


class ActionPlan(models.Model):
    """
    An action plan being drafted. Its working text is what its elements say today.

    `title_lines` holds the title block, one line each, in the order of the paper.
    """

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=300)
    title_lines = models.TextField(_("title block"), blank=True)
    language = models.CharField(
        _("language"), max_length=10, default="en", choices=settings.WRITING_LANGUAGES
    )
    word_limit = models.PositiveIntegerField(_("at most so many words"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    objects = ActionPlanQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("read_working_text", "May read the working text of plans"),
            ("import_plan", "May import a plan from a file"),
            ("draft_plan", "May revise the text of plans"),
            ("issue_draft", "May issue drafts"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="plan_has_title",
                violation_error_message=_("A plan needs a title."),
            ),
            models.CheckConstraint(
                condition=Q(word_limit=None) | Q(word_limit__gte=1),
                name="plan_word_limit_from_one",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("id")), name="plan_not_its_own_predecessor"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where the whole text is read."""
        return reverse("consultations:plan_read", args=[self.slug])


class Section(models.Model):
    """
    A part or sub-part of a plan. Its title is the wording of its heading element.

    The front section, without label or heading, holds what precedes the first part. `path` is the
    uids from the top, each ended by "/", so a subtree is everything that begins with it.
    `label` is as printed without its punctuation: "III", "A", "a".
    """

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="sections")
    uid = models.CharField(
        max_length=8, unique=True, default=new_uid, editable=False, validators=[validate_uid]
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=90, db_index=True, editable=False)
    label = models.CharField(_("label"), max_length=20, blank=True)
    heading = models.OneToOneField(
        "sections.Element",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="section_headed",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["plan", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(parent=None, label=""),
                name="section_one_front_per_plan",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="section_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.label or str(_("Front section"))
