"""The vocabulary of the synthesis: each phrase with the rule that says when it may be used."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.desk import StaffQuerySet
from sections.models import ActionPlan


class Phrase(models.Model):
    """
    A phrase of a plan's synthesis and its rule, where the Presidency changed or added it.

    What was not changed is as the default vocabulary has it (`consultations.phrases`); `code` is
    the same there. `least` and `most` bound the delegations behind a point that `counts` counts,
    `least_groups` the regional groups they come from. A rule never leaves staff.
    """

    class Counts(models.TextChoices):
        SUPPORT = "support", _("Delegations that support, also with changes")
        SUGGESTION = "suggestion", _("Delegations that propose words, or something to add")
        VIEW = "view", _("Delegations behind the point, whatever their position")
        DIFFERENCE = "difference", _("Delegations on the smaller of the two sides")

    class Opposition(models.TextChoices):
        NONE = "none", _("Nobody has a concern or cannot support")
        ANY = "any", _("With or without opposition")
        SOME = "some", _("Somebody has a concern or cannot support")

    class Groups(models.TextChoices):
        ONCE = "once", _("A group submission counts once")
        BY_STATE = "by_state", _("A group submission counts for each aligned State")

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="phrases")
    code = models.SlugField(max_length=40)
    words = models.CharField(_("phrase"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)
    counts = models.CharField(_("counted"), max_length=12, choices=Counts.choices)
    least = models.PositiveSmallIntegerField(_("at least"), default=1)
    most = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    least_groups = models.PositiveSmallIntegerField(_("regional groups, at least"), default=0)
    is_of_states_parties = models.BooleanField(_("only States Parties count"), default=False)
    opposition = models.CharField(
        _("opposition"), max_length=5, choices=Opposition.choices, default=Opposition.ANY
    )
    groups = models.CharField(
        _("group submissions"), max_length=9, choices=Groups.choices, default=Groups.ONCE
    )
    is_for_staff = models.BooleanField(_("for staff only, in no paper"), default=False)
    is_retired = models.BooleanField(_("no longer used"), default=False)

    objects = StaffQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        ordering = ["plan", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="phrase_once"),
            models.CheckConstraint(condition=~Q(words=""), name="phrase_has_words"),
            models.CheckConstraint(
                condition=Q(most=None) | Q(most__gte=F("least")),
                name="phrase_bounds_in_order",
                violation_error_message=_("“At most” is not less than “at least”."),
            ),
        ]

    def __str__(self) -> str:
        return self.words
