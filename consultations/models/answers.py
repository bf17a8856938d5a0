"""A delegation's answer to a question of the draft, in that question's shape."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.consultations import Consultation
from consultations.models.contributions import (
    INSIDE,
    ContributionQuerySet,
    State,
    left_with_submission,
    said_by,
    withdrawn_with_reason,
)
from consultations.models.submissions import Submission
from delegations.models import Delegation
from lap_portal import clock
from sections.models import DraftUnit, Question
from sections.models.elements import Kind

CHOICES: dict[str, frozenset[str]] = {
    Question.Shape.YES_NO: frozenset({"yes", "no", "unsure"}),
    Question.Shape.PRINCIPLES_OR_ACTIONS: frozenset({"principles", "actions", "both"}),
}


class AnswerQuerySet(ContributionQuerySet["Answer"]):
    """Ways to ask for answers."""

    def live_of(self, delegation: Delegation) -> Self:
        """Those that answer for a delegation: what it works on, and what stands."""
        stands = said_by(delegation) & Q(state=State.SUBMITTED)
        return self.filter(Q(delegation=delegation, state__in=INSIDE) | stands)


class Answer(models.Model):
    """
    One answer. `choice` is of the question's shape; empty where the shape has only words.

    One is live per delegation and question; replacing makes a new row, as for comments.
    """

    class Choice(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNSURE = "unsure", _("Unsure")
        PRINCIPLES = "principles", _("Principles only")
        ACTIONS = "actions", _("Actions only")
        BOTH = "both", _("Both")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="answers")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="answers")
    unit = models.ForeignKey(DraftUnit, on_delete=models.PROTECT, related_name="answers")
    choice = models.CharField(_("answer"), max_length=12, choices=Choice.choices, blank=True)
    text = models.TextField(_("in words"), blank=True)
    search_text = models.TextField(blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=15, choices=State.choices, default=State.IN_PREPARATION
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(_("why it was withdrawn"), blank=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    objects = AnswerQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["choice", "text", "search_text"])

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["consultation", "delegation", "unit", "pk"]
        constraints = [
            left_with_submission("answer_left_with_submission"),
            withdrawn_with_reason("answer_withdrawn_with_reason"),
            models.UniqueConstraint(
                fields=["consultation", "delegation", "unit"],
                condition=Q(state__in=INSIDE),
                name="answer_one_inside",
                violation_error_message=_("Your delegation is already preparing an answer."),
            ),
            models.UniqueConstraint(
                fields=["consultation", "delegation", "unit"],
                condition=Q(state="submitted"),
                name="answer_one_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.unit}"

    @property
    def is_inside(self) -> bool:
        """Whether it has not left the delegation."""
        return self.state in INSIDE

    @property
    def stamp(self) -> str:
        """What a page carries to know later that the words are still as it showed them."""
        return f"answer {self.pk} {self.changed_at.isoformat()}"


class AnswerMark(models.Model):
    """Within an answer, whether one element of the section is appropriate."""

    class Mark(models.TextChoices):
        APPROPRIATE = "appropriate", _("Appropriate")
        NOT_APPROPRIATE = "not_appropriate", _("Not appropriate")

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="marks")
    unit = models.ForeignKey(DraftUnit, on_delete=models.PROTECT, related_name="answer_marks")
    mark = models.CharField(max_length=16, choices=Mark.choices)

    class Meta:
        verbose_name = _("mark of an answer")
        verbose_name_plural = _("marks of answers")
        ordering = ["answer", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "unit"], name="answer_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_mark_display()}"


def may_be_marked(unit: DraftUnit, *, question: DraftUnit) -> bool:
    """Whether an element lies in the question's section, or below it, and is no question itself."""
    return (
        unit.draft_id == question.draft_id
        and unit.section_uids.startswith(question.section_uids)
        and Kind(unit.kind).is_bullet
        and unit.kind != Kind.QUESTION
    )


def may_be_missing_after(unit: DraftUnit, *, question: DraftUnit) -> bool:
    """Whether what a question finds missing may be proposed after a unit: in its own section."""
    return (
        question.answer_shape == Question.Shape.MISSING
        and unit.draft_id == question.draft_id
        and unit.section_uids.startswith(question.section_uids)
        and unit.kind != Kind.QUESTION
    )
