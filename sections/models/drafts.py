"""Issued drafts: the whole plan as rows that are written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from lap_portal import clock
from lap_portal.written_once import WrittenOnce
from sections.circulation import Circulation, circulations_open_to
from sections.models.elements import ActionCard, Element, ElementRevision, Kind
from sections.models.plans import ActionPlan

if TYPE_CHECKING:
    from delegations.capacities import Capacity


class DraftQuerySet(models.QuerySet["Draft"]):
    """Ways to ask for drafts."""

    def visible_to(self, reader: Capacity) -> Self:
        """Drafts within whose circulation the reader is."""
        return self.filter(circulation__in=circulations_open_to(reader))

    def standing(self) -> Self:
        """Those neither withdrawn nor reissued since."""
        return self.filter(withdrawn_at=None, reissued_as=None)

    def adopted(self) -> Self:
        """The one draft of its plan that was adopted."""
        return self.filter(adopted_on__isnull=False)


class Draft(WrittenOnce):
    """
    An issued, immutable state of the whole plan.

    What is said about it changes, each by an operation that keeps a trail: `circulation`, and only
    wider; that it was withdrawn; that it was adopted, with the oral amendments if there were any.
    `follows` is the draft that the changes of its units are counted from. A draft that `reissues`
    another for technical reasons has the same units; only what stands above them may differ.
    `digest` is the SHA-256, in hexadecimal, of the canonical JSON of version `digest_version`.
    """

    CHANGEABLE = frozenset(
        {"circulation", "withdrawn_at", "withdrawal_reason", "adopted_on", "oral_amendments"}
    )

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    designation = models.CharField(_("designation"), max_length=100, blank=True)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    dated = models.DateField(_("date on the document"))
    note = models.TextField(_("what changed and why"), blank=True)
    circulation = models.CharField(
        _("circulation"),
        max_length=20,
        choices=Circulation.choices,
        default=Circulation.DELEGATIONS,
    )
    title = models.CharField(max_length=300)
    title_lines = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="en")
    digest = models.CharField(max_length=64, editable=False)
    digest_version = models.PositiveSmallIntegerField(default=1, editable=False)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    reissues = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reissued_as"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(_("why it was withdrawn"), blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    oral_amendments = models.TextField(_("oral amendments"), blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(default=clock.now)

    objects = DraftQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="draft_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="draft_number_from_one"),
            models.UniqueConstraint(
                fields=["symbol"],
                condition=~Q(symbol="") & Q(reissues=None),
                name="draft_symbol_once",
                violation_error_message=_("Another draft bears this document symbol."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawal_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason=""),
                name="draft_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=False) | Q(oral_amendments=""),
                name="draft_amended_when_adopted",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(adopted_on=None),
                name="draft_withdrawn_or_adopted",
            ),
            models.CheckConstraint(
                condition=Q(reissues=None) | ~Q(note=""), name="draft_reissued_with_reason"
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(adopted_on__isnull=False),
                name="draft_one_adopted",
                violation_error_message=_("Another draft of this plan was adopted."),
            ),
            models.CheckConstraint(
                condition=Q(circulation__in=Circulation.values), name="draft_circulation_known"
            ),
        ]

    def __str__(self) -> str:
        name = self.designation or _("Draft %(number)s") % {"number": self.number}
        if not self.state:
            return name
        return _("%(draft)s (%(state)s)") % {"draft": name, "state": self.state}

    def get_absolute_url(self) -> str:
        """Where the draft is read."""
        return reverse("consultations:draft_read", args=[self.plan.slug, self.number])

    @property
    def state(self) -> str:
        """In a word what is out of the ordinary about it; "" for a draft like others."""
        if self.withdrawn_at is not None:
            return gettext("withdrawn")
        if self.oral_amendments:
            return gettext("adopted as orally amended")
        if self.adopted_on is not None:
            return gettext("adopted")
        return gettext("reissued") if self.reissues_id is not None else ""


class DraftUnitQuerySet(models.QuerySet["DraftUnit"]):
    """Ways to ask for the units of drafts."""

    def visible_to(self, reader: Capacity) -> Self:
        """Units of drafts within whose circulation the reader is."""
        return self.filter(draft__circulation__in=circulations_open_to(reader))

    def with_wording(self) -> Self:
        """Bring the words and cards along."""
        return self.select_related("revision", "card")


class DraftUnit(WrittenOnce):
    """
    One unit of an issued draft, as it stood: everything a reader, an export or a comparison needs.

    `section_path` is the path of labels ("III.a"), `section_uids` that of uids, `number` the number
    printed before a paragraph, `lead_uid` the uid of what a bullet hung under. `change` is the fate
    of the unit against the draft before, for readers who may read both.
    """

    class Change(models.TextChoices):
        NONE = "", _("unchanged")
        ADDED = "added", _("added")
        REWORDED = "reworded", _("reworded")
        MOVED = "moved", _("moved")

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="units")
    order = models.PositiveIntegerField()
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="draft_units")
    uid = models.CharField(max_length=8)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    reference = models.CharField(max_length=60)
    number = models.CharField(max_length=10, blank=True)
    label = models.CharField(max_length=20, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    lead_uid = models.CharField(max_length=8, blank=True)
    section_path = models.CharField(max_length=60, blank=True)
    section_uids = models.CharField(max_length=90)
    answer_shape = models.CharField(max_length=24, blank=True)
    change = models.CharField(max_length=10, blank=True, choices=Change.choices)
    revision = models.ForeignKey(
        ElementRevision, on_delete=models.PROTECT, related_name="draft_units"
    )
    card = models.ForeignKey(
        ActionCard, on_delete=models.PROTECT, null=True, blank=True, related_name="draft_units"
    )

    objects = DraftUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of a draft")
        verbose_name_plural = _("units of drafts")
        ordering = ["draft", "order"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "order"], name="draft_unit_order_once"),
            models.UniqueConstraint(fields=["draft", "uid"], name="draft_unit_uid_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class DraftFootnote(WrittenOnce):
    """A footnote of an issued draft, as it stood."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="footnotes")
    order = models.PositiveIntegerField()
    unit = models.ForeignKey(
        DraftUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="footnotes"
    )
    offset = models.PositiveIntegerField(null=True, blank=True)
    mark = models.CharField(max_length=10)
    text = models.TextField()

    class Meta:
        verbose_name = _("footnote of a draft")
        verbose_name_plural = _("footnotes of drafts")
        ordering = ["draft", "order"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "order"], name="draft_footnote_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mark} {self.text[:40]}"
