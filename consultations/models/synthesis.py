"""The points of a synthesis with what they rest on, and the editions that were issued."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.answers import Answer
from consultations.models.comments import Comment
from consultations.models.consultations import Consultation
from lap_portal import clock
from lap_portal.written_once import WrittenOnce
from sections.models import DraftUnit, Element

if TYPE_CHECKING:
    from delegations.capacities import Capacity


class PointQuerySet(models.QuerySet["Point"]):
    """Ways to ask for points."""

    def visible_to(self, reader: Capacity) -> Self:
        """Points are staff's; what others read is the synthesis issued from them."""
        if reader.has_perm("consultations.read_contributions"):
            return self
        return self.none()

    def standing(self) -> Self:
        """Those not struck out."""
        return self.filter(struck_at=None)


class Point(models.Model):
    """
    One sentence of the synthesis, ordered under a section of the draft.

    `section` is the heading of the draft it stands under (none: the front section). `phrase` is the
    code of the phrase it was chosen to say, "" for words of its own. `written_by` and `written_at`
    are of its present words; the trail keeps the earlier.
    `becomes` says what it is in the next plan's text, and `element` which element it became there.
    """

    class Becomes(models.TextChoices):
        NARRATIVE = "narrative", _("Narrative")
        CONSIDERATION = "consideration", _("Consideration")
        PRINCIPLE = "principle", _("Principle")
        ACTION = "action", _("Action")
        SUGGESTION = "suggestion", _("Suggestion")
        QUESTION = "question", _("Question")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="points")
    section = models.ForeignKey(
        DraftUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="points"
    )
    order = models.BigIntegerField()
    text = models.TextField(_("sentence"))
    phrase = models.SlugField(_("phrase"), max_length=40, blank=True)
    becomes = models.CharField(
        _("in the next text"), max_length=15, choices=Becomes.choices, default=Becomes.NARRATIVE
    )
    element = models.OneToOneField(
        Element, on_delete=models.PROTECT, null=True, blank=True, related_name="point"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)
    struck_at = models.DateTimeField(_("struck out"), null=True, blank=True)

    objects = PointQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        ordering = ["consultation", F("section__order").asc(nulls_first=True), "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="point_has_text",
                violation_error_message=_("A point is a sentence."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class PointSource(models.Model):
    """
    A comment that a point rests on, with the exact excerpt, in code points of the comment's text.

    No excerpt: the point rests on the comment as a whole.
    """

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="sources")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="point_sources")
    excerpt_start = models.PositiveIntegerField(null=True, blank=True)
    excerpt_end = models.PositiveIntegerField(null=True, blank=True)
    excerpt = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("source of a point")
        verbose_name_plural = _("sources of points")
        ordering = ["point", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["point", "comment"], name="point_source_once"),
            models.CheckConstraint(
                condition=Q(excerpt_start=None, excerpt_end=None, excerpt="")
                | (Q(excerpt_end__gt=F("excerpt_start")) & ~Q(excerpt="")),
                name="point_source_excerpt_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point} < {self.comment}"


class PointAnswer(models.Model):
    """An answer to a question that a point rests on, as it does on comments."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="answers")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="point_answers")

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("answer behind a point")
        verbose_name_plural = _("answers behind points")
        ordering = ["point", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["point", "answer"], name="point_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.point} < {self.answer}"


class SynthesisQuerySet(models.QuerySet["Synthesis"]):
    """Ways to ask for issued syntheses."""

    def visible_to(self, reader: Capacity) -> Self:
        """Those of consultations the reader knows; nothing in them names a delegation."""
        seen = Consultation.objects.visible_to(reader)
        return self.filter(consultation__in=seen)


class Synthesis(WrittenOnce):
    """
    An issued edition of a consultation's synthesis: a paper, frozen.

    `why_left_out` is what staff noted where comments were reflected in no point, for staff alone.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="syntheses"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=300)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    dated = models.DateField(_("date on the document"))
    language = models.CharField(max_length=10, default="en")
    digest = models.CharField(max_length=64)
    why_left_out = models.TextField(_("why comments are left out"), blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(default=clock.now)

    objects = SynthesisQuerySet.as_manager()

    class Meta:
        verbose_name = _("synthesis")
        verbose_name_plural = _("syntheses")
        ordering = ["consultation", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="synthesis_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where the edition is read."""
        return self.consultation.address("synthesis_read", self.number)


class SynthesisUnit(WrittenOnce):
    """One unit of an issued synthesis, as it stood; `point` is what it came from, for staff."""

    synthesis = models.ForeignKey(Synthesis, on_delete=models.PROTECT, related_name="units")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    section_path = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=10, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    lead = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    point = models.ForeignKey(
        Point, on_delete=models.PROTECT, null=True, blank=True, related_name="issued_as"
    )

    class Meta:
        verbose_name = _("unit of a synthesis")
        verbose_name_plural = _("units of syntheses")
        ordering = ["synthesis", "order"]
        constraints = [
            models.UniqueConstraint(fields=["synthesis", "order"], name="synthesis_unit_once"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
