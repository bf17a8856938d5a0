"""The official act by which a delegation speaks, in the portal or by another channel."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.consultations import Consultation
from consultations.models.contributions import Readers, said_by, shared_with
from delegations.models import Delegation
from delegations.offices import Office
from lap_portal import clock
from lap_portal.written_once import WrittenOnce

if TYPE_CHECKING:
    from delegations.capacities import Capacity


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Ways to ask for submissions."""

    def visible_to(self, reader: Capacity) -> Self:
        """All for those who read contributions; for others their own, and what is shared."""
        if reader.has_perm("consultations.read_contributions"):
            return self
        shared = shared_with(reader)
        if reader.delegation is not None:
            shared |= said_by(reader.delegation)
        return self.filter(shared)

    def own_of(self, reader: Capacity) -> Self:
        """Those of the reader's own delegation; none for everybody else."""
        return self.none() if reader.delegation is None else self.filter(said_by(reader.delegation))


def has_spoken(consultation: Consultation) -> Exists:
    """Whether a delegation has submitted, itself or under an entry since merged into it."""
    own = Q(delegation=OuterRef("pk")) | Q(delegation__merged_into=OuterRef("pk"))
    return Exists(Submission.objects.filter(own, consultation=consultation))


class Channel(models.TextChoices):
    """How a contribution came."""

    PORTAL = "portal", _("In the portal")
    WORD = "word", _("By the offline form")
    EMAIL = "email", _("By e-mail")
    LETTER = "letter", _("By letter")
    NOTE_VERBALE = "note_verbale", _("By note verbale")
    ORAL = "oral", _("Orally")


OWN_CHANNELS = (Channel.PORTAL, Channel.WORD)


class Submission(WrittenOnce):
    """
    The official act: a delegation's ready comments and answers leave it together.

    Numbered per delegation and consultation. `received_at` is when it reached the portal, or, for
    what an office registered, when it reached the office; `digest` is the SHA-256, in hexadecimal,
    of the canonical JSON of what was submitted. The names are those of that day, whatever the
    delegation and the person are called later.

    `readers` is what the delegation chose, `rule` the consultation's rule on that day: the
    delegation alone widens them afterwards; a narrower rule of the consultation narrows `rule`.
    `office` registered it where it came from `sender` by another channel; then `submitted_by` is
    the person of that office, `submitted_by_name` the name of the office, and `form_key` makes a
    double click one submission. To others a submission is addressed by its `form_key`: a number
    would tell the order in which all came.
    """

    CHANGEABLE = frozenset({"readers", "rule"})
    CHOICES_OF_READERS = (Readers.OFFICES, Readers.PARTICIPANTS, Readers.PUBLIC)

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="submissions"
    )
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_by_name = models.CharField(max_length=150)
    delegation_name = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now)
    is_late = models.BooleanField(default=False)
    readers = models.CharField(
        _("who may read it"), max_length=15, choices=Readers.choices, default=Readers.OFFICES
    )
    rule = models.CharField(max_length=15, choices=Readers.choices, default=Readers.OFFICES)
    is_preliminary = models.BooleanField(
        _("preliminary, subject to confirmation by capital"), default=False
    )
    is_no_comments = models.BooleanField(_("no comments"), default=False)
    cover_letter = models.TextField(_("cover letter"), blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=200, blank=True)
    channel = models.CharField(
        _("channel"), max_length=15, choices=Channel.choices, default=Channel.PORTAL
    )
    office = models.CharField(max_length=20, choices=Office.choices, blank=True)
    sender = models.CharField(_("came from"), max_length=254, blank=True)
    unplaced = models.TextField(_("passages not placed"), blank=True)
    digest = models.CharField(max_length=64)
    digest_version = models.PositiveSmallIntegerField(default=2, editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = SubmissionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["cover_letter", "unplaced", "form_key"])

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["consultation", "received_at", "pk"]
        indexes = [
            models.Index(fields=["consultation", "readers", "rule"], name="submission_by_readers"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "delegation", "number"], name="submission_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="submission_number_from_one"),
            models.CheckConstraint(
                condition=Q(readers__in=["offices", "participants", "public"]),
                name="submission_readers_chosen",
                violation_error_message=_("Choose who may read it."),
            ),
            models.CheckConstraint(
                condition=Q(channel__in=OWN_CHANNELS, office="", sender="")
                | (~Q(channel__in=OWN_CHANNELS) & ~Q(office="") & ~Q(sender="")),
                name="submission_registered_by_an_office",
                violation_error_message=_("Say from whom it came."),
            ),
            models.CheckConstraint(
                condition=Q(unplaced="") | ~Q(channel__in=OWN_CHANNELS),
                name="submission_unplaced_when_registered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation} {self.number}"

    @property
    def is_registered(self) -> bool:
        """Whether an office registered it, from another channel."""
        return self.channel not in OWN_CHANNELS


class OriginalQuerySet(models.QuerySet["Original"]):
    """Ways to ask for originals."""

    def visible_to(self, reader: Capacity) -> Self:
        """Those of the own delegation, and all for those who read contributions; no others."""
        if reader.has_perm("consultations.read_contributions"):
            return self
        if reader.delegation is None:
            return self.none()
        return self.filter(said_by(reader.delegation, path="submission__delegation"))


class Original(WrittenOnce):
    """A file as it reached an office, kept with the submission that was registered from it."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="originals")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)

    objects = OriginalQuerySet.as_manager()

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")
        ordering = ["submission", "pk"]

    def __str__(self) -> str:
        return self.name


class AssociationQuerySet(models.QuerySet["Association"]):
    """Ways to ask for associations."""

    def visible_to(self, reader: Capacity) -> Self:
        """
        All for those who read contributions; for a delegation, its own and those with its words.

        The States that a speaker lists are part of the submission: who reads it reads them.
        """
        if reader.has_perm("consultations.read_contributions"):
            return self
        read = Submission.objects.visible_to(reader).values("pk")
        listed = Q(origin=Association.Origin.LISTED, submission__in=read)
        if reader.delegation is None:
            return self.filter(listed, ended_at=None)
        own = said_by(reader.delegation)
        theirs = said_by(reader.delegation, path="submission__delegation")
        return self.filter(own | (theirs | listed) & Q(ended_at=None))

    def own_of(self, reader: Capacity) -> Self:
        """Those that align the reader's own delegation; none for everybody else."""
        return self.none() if reader.delegation is None else self.filter(said_by(reader.delegation))

    def standing(self) -> Self:
        """Those that were neither corrected nor taken back."""
        return self.filter(ended_at=None)


class Association(models.Model):
    """
    That a delegation aligns itself with a submission, or with one comment of it.

    The speaker of a group lists it (`LISTED`), and nobody must confirm; or the delegation does so
    itself (`OWN`). It is bound to that wording: what replaces the comment is another row, with
    which nobody is aligned until asked. `line` is the delegation's own, such as what it adds in
    its national capacity. Ended, with its reason, it stays on the record. Pages name it by `key`,
    which tells nobody how many there are, or which came first.
    """

    class Origin(models.TextChoices):
        LISTED = "listed", _("Listed by the speaker")
        OWN = "own", _("By the delegation itself")

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="associations"
    )
    comment = models.ForeignKey(
        "consultations.Comment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="associations",
    )
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="associations"
    )
    origin = models.CharField(max_length=10, choices=Origin.choices)
    line = models.TextField(_("a line of its own"), blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = AssociationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["line", "key"])

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("associations")
        ordering = ["submission", "delegation__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "delegation"],
                condition=Q(ended_at=None, comment=None),
                name="association_once_with_a_submission",
                violation_error_message=_("This delegation is aligned with it already."),
            ),
            models.UniqueConstraint(
                fields=["comment", "delegation"],
                condition=Q(ended_at=None, comment__isnull=False),
                name="association_once_with_a_comment",
                violation_error_message=_("This delegation is aligned with it already."),
            ),
            models.CheckConstraint(
                condition=Q(comment=None) | Q(origin="own"),
                name="association_listed_with_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.submission}"
