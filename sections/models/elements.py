"""Elements of a plan, their wordings, and the facets that actions and questions have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from documents.outline import Emphasis
from lap_portal import clock
from lap_portal.written_once import WrittenOnce
from sections.circulation import circulations_open_to
from sections.models.plans import ActionPlan, Section
from sections.uids import new_uid, validate_uid

if TYPE_CHECKING:
    from delegations.capacities import Capacity


class Kind(models.TextChoices):
    """What an element is; the values are those of `documents.outline.Kind`."""

    HEADING = "heading", _("Heading")
    LIST_HEADING = "list_heading", _("List heading")
    PARAGRAPH = "paragraph", _("Paragraph")
    INTRODUCTION_ELEMENT = "introduction_element", _("Introduction element")
    PRINCIPLE = "principle", _("Principle")
    CONSIDERATION = "consideration", _("Consideration")
    ACTION = "action", _("Action")
    SUGGESTION = "suggestion", _("Suggestion")
    MACHINERY_ELEMENT = "machinery_element", _("Machinery element")
    QUESTION = "question", _("Question")

    @property
    def is_bullet(self) -> bool:
        """Whether such an element hangs under a lead."""
        return self not in {Kind.HEADING, Kind.LIST_HEADING, Kind.PARAGRAPH}


class ElementQuerySet(models.QuerySet["Element"]):
    """Ways to ask for elements."""

    def in_text(self) -> Self:
        """Those that stand in the working text."""
        return self.filter(deleted_at=None)

    def visible_to(self, reader: Capacity) -> Self:
        """All for readers of the working text; for others, what stood in a draft they may read."""
        if reader.has_perm("sections.read_working_text"):
            return self
        stood = Element.objects.filter(
            pk=OuterRef("pk"), draft_units__draft__circulation__in=circulations_open_to(reader)
        )
        return self.filter(Exists(stood))


class Element(models.Model):
    """
    The smallest unit of a plan's text that can be cited and commented on.

    `order` is a sparse key over the whole plan, so moving one never touches another. `lead` is the
    paragraph or list heading a bullet hangs under. Words stand in revisions, never here.
    """

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="elements")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="elements")
    uid = models.CharField(
        max_length=8, unique=True, default=new_uid, editable=False, validators=[validate_uid]
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    lead = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    level = models.PositiveSmallIntegerField(default=0)
    order = models.BigIntegerField()
    current_revision = models.ForeignKey(
        "sections.ElementRevision", on_delete=models.PROTECT, null=True, related_name="+"
    )
    current_card = models.ForeignKey(
        "sections.ActionCard", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deleted_at = models.DateTimeField(_("deleted from the text"), null=True, blank=True)

    objects = ElementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("element")
        verbose_name_plural = _("elements")
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="element_order_once"),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="element_kind_known",
                violation_error_message=_("This kind of element does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(lead=None) | ~Q(kind__in=["heading", "list_heading", "paragraph"]),
                name="element_only_items_have_a_lead",
                violation_error_message=_("Only an item of a list hangs under another element."),
            ),
            models.CheckConstraint(
                condition=Q(current_card=None) | Q(kind="action"),
                name="element_only_actions_have_a_card",
                violation_error_message=_("Only an action has an action card."),
            ),
            models.CheckConstraint(condition=~Q(lead=F("id")), name="element_not_its_own_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.uid}"


class ElementRevision(WrittenOnce):
    """
    One wording of an element. Written once, never changed.

    Comments and issued drafts point here rather than at the element, so
    "the text you commented on" stays answerable after ten more edits.
    `emphasis` is a list of [start, end] in code points, end excluded: italics that carry meaning.
    """

    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField(_("wording"))
    emphasis = models.JSONField(default=list, blank=True)
    reason = models.CharField(_("reason"), max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(_("acting for"), max_length=20, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["element", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["element", "number"], name="revision_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_from_one"),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="revision_has_text",
                violation_error_message=_("A wording needs some words."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="revision_has_reason",
                violation_error_message=_("Say why the wording changes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element} r{self.number}"

    @property
    def emphases(self) -> tuple[Emphasis, ...]:
        """The italics as ranges."""
        return tuple(Emphasis(start, end) for start, end in self.emphasis)


class ActionCard(WrittenOnce):
    """One version of an action's card: SMART facts beside the wording; empty fields are gaps."""

    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="cards")
    number = models.PositiveIntegerField()
    who_acts = models.CharField(_("who acts"), max_length=500, blank=True)
    measure = models.CharField(_("what is measured"), max_length=500, blank=True)
    time_frame = models.CharField(_("by when"), max_length=300, blank=True)
    source_of_information = models.CharField(
        _("source of the information"), max_length=500, blank=True
    )
    reason = models.CharField(_("reason"), max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("action card")
        verbose_name_plural = _("action cards")
        ordering = ["element", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["element", "number"], name="card_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="card_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.element} card {self.number}"


class Question(models.Model):
    """The facet of an element of kind question: the shape in which delegations answer it."""

    class Shape(models.TextChoices):
        YES_NO = "yes_no", _("Yes, no or unsure")
        APPROPRIATE = "appropriate", _("Appropriate or not, per element")
        MISSING = "missing", _("What is missing")
        PRINCIPLES_OR_ACTIONS = "principles_or_actions", _("Principles, actions or both")
        OPEN = "open", _("In words")

    element = models.OneToOneField(Element, on_delete=models.PROTECT, related_name="question")
    shape = models.CharField(_("answer"), max_length=24, choices=Shape.choices, default=Shape.OPEN)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return f"{self.element}: {self.get_shape_display()}"


class Footnote(models.Model):
    """A footnote of the working text, standing at an offset of an element's wording if known."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="footnotes")
    element = models.ForeignKey(
        Element, on_delete=models.PROTECT, null=True, blank=True, related_name="footnotes"
    )
    offset = models.PositiveIntegerField(null=True, blank=True)
    order = models.PositiveIntegerField()
    mark = models.CharField(_("mark"), max_length=10)
    text = models.TextField(_("words"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("footnote")
        verbose_name_plural = _("footnotes")
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="footnote_order_once"),
            models.CheckConstraint(
                condition=Q(offset=None) | Q(element__isnull=False),
                name="footnote_offset_in_an_element",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark} {self.text[:40]}"


class DescentQuerySet(models.QuerySet["Descent"]):
    """Ways to ask for descents."""

    def visible_to(self, reader: Capacity) -> Self:
        """All for readers of the working text; for others, those a draft they read came after."""
        if reader.has_perm("sections.read_working_text"):
            return self
        return self.filter(
            descendant__draft_units__draft__issued_at__gte=F("created_at"),
            descendant__draft_units__draft__circulation__in=circulations_open_to(reader),
        ).distinct()


class Descent(WrittenOnce):
    """That one element comes from another: split, merged, or taken over by a successor plan."""

    class Relation(models.TextChoices):
        SPLIT = "split", _("split from")
        MERGE = "merge", _("merged from")
        SUCCESSION = "succession", _("taken over from")

    ancestor = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="descendants")
    descendant = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="ancestors")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    created_at = models.DateTimeField(default=clock.now)

    objects = DescentQuerySet.as_manager()

    class Meta:
        verbose_name = _("descent")
        verbose_name_plural = _("descents")
        constraints = [
            models.UniqueConstraint(
                fields=["ancestor", "descendant", "relation"], name="descent_once"
            ),
            models.CheckConstraint(
                condition=~Q(ancestor=F("descendant")), name="descent_from_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.descendant} {self.get_relation_display()} {self.ancestor}"
