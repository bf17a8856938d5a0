"""Delegations, and how each stands to a convention at a date."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from delegations.capacities import Capacity


# What whoever manages delegations fills in, in the order in which it is shown.
FIELDS = (
    "name",
    "category",
    "formal_name",
    "name_fr",
    "name_es",
    "iso2",
    "iso3",
    "m49",
    "m49_region",
    "regional_group",
    "regional_group_source",
    "coordinates_theme",
    "mission_email",
    "mission_phone",
)


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Ways to ask for delegations."""

    def visible_to(self, reader: Capacity) -> Self:
        """All for staff; for a delegation, itself; for the public, none."""
        if reader.is_staff:
            return self
        if reader.delegation is None:
            return self.none()
        return self.filter(pk=reader.delegation.pk)

    def active(self) -> Self:
        """Those that have not been merged into another."""
        return self.filter(merged_into=None)


class Delegation(models.Model):
    """A State, organization or network that takes part and speaks with one voice."""

    class Category(models.TextChoices):
        STATE = "state", _("State")
        UNITED_NATIONS = "united_nations", _("United Nations")
        RED_CROSS = "red_cross", _("ICRC and IFRC")
        ORGANIZATION = "organization", _("Regional or other organization")
        CIVIL_SOCIETY = "civil_society", _("Civil society")

    class RegionalGroup(models.TextChoices):
        AFRICA = "African States", _("African States")
        ASIA_PACIFIC = "Asia-Pacific States", _("Asia-Pacific States")
        EASTERN_EUROPE = "Eastern European States", _("Eastern European States")
        LATIN_AMERICA = (
            "Latin American and Caribbean States",
            _("Latin American and Caribbean States"),
        )
        WESTERN_EUROPE = (
            "Western European and other States",
            _("Western European and other States"),
        )

    name = models.CharField(_("official short name"), max_length=200, unique=True)
    sort_name = models.CharField(max_length=200, editable=False, db_index=True)
    formal_name = models.CharField(_("formal name"), max_length=300, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    iso2 = models.CharField(_("ISO code, two letters"), max_length=2, blank=True)
    iso3 = models.CharField(_("ISO code, three letters"), max_length=3, blank=True)
    m49 = models.CharField(_("M49 code"), max_length=3, blank=True)
    m49_region = models.CharField(_("M49 region"), max_length=50, blank=True)
    regional_group = models.CharField(
        _("UN regional group"), max_length=50, blank=True, choices=RegionalGroup.choices
    )
    regional_group_source = models.CharField(
        _("source of the regional group"),
        max_length=200,
        blank=True,
        help_text=_("Empty: not verified."),
    )
    coordinates_theme = models.CharField(
        _("theme it coordinates"),
        max_length=200,
        blank=True,
        help_text=_("A Coordinator sits on the Coordination Committee."),
    )
    mission_email = models.EmailField(_("official address of the mission"), blank=True)
    mission_phone = models.CharField(_("telephone of the mission"), max_length=60, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects = DelegationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["sort_name", "pk"]
        permissions = [("manage_delegations", "May manage delegations, members and invitations")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="delegation_has_name",
                violation_error_message=_("A delegation needs its official name."),
            ),
            models.UniqueConstraint(
                fields=["iso3"],
                condition=~Q(iso3=""),
                name="delegation_iso3_once",
                violation_error_message=_("Another delegation has this ISO code."),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")), name="delegation_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the key that orders names alike on every database."""
        self.sort_name = sort_key(self.name)
        super().save(*args, **kwargs)

    def name_in(self, language: str) -> str:
        """The official short name in a language, in English where there is none."""
        return {"fr": self.name_fr, "es": self.name_es}.get(language) or self.name


def sort_key(name: str) -> str:
    """A name without accents and case: Côte d'Ivoire stands before Croatia."""
    bare = unicodedata.normalize("NFKD", name)
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()[:200]


class Standing(models.Model):
    """How a State stands to a convention between two dates, as found at a date in a source."""

    class Status(models.TextChoices):
        STATE_PARTY = "state_party", _("State Party")
        SIGNATORY = "signatory", _("Signatory")
        NOT_PARTY = "not_party", _("State not party")

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="standings")
    instrument = models.CharField(_("convention"), max_length=20, default="CCM")
    status = models.CharField(_("status"), max_length=20, choices=Status.choices)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    as_at = models.DateField(_("as at"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_verified = models.BooleanField(_("verified"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        ordering = ["delegation", "instrument", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "instrument"],
                condition=Q(until=None),
                name="standing_one_at_present",
                violation_error_message=_("This State already has a present standing."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")),
                name="standing_ends_after_it_begins",
                violation_error_message=_("A standing cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.get_status_display()} ({self.as_at_text})"

    @property
    def as_at_text(self) -> str:
        """The date at which the status was found, in ISO form."""
        return self.as_at.isoformat() if isinstance(self.as_at, date) else str(self.as_at)
