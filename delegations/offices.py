"""The two offices of staff, and the permissions each holds: the table, and what applies it."""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Office(models.TextChoices):
    """On whose behalf a person acts."""

    PUBLIC = "public", _("Public")
    DELEGATION = "delegation", _("Delegation")
    PRESIDENCY = "presidency", _("Presidency")
    ISU = "isu", _("Implementation Support Unit")


PERMISSIONS: dict[Office, frozenset[str]] = {
    Office.PRESIDENCY: frozenset(
        {
            "sections.read_working_text",
            "sections.import_plan",
            "sections.draft_plan",
            "sections.issue_draft",
            "consultations.read_contributions",
            "consultations.reflect_comment",
            "consultations.write_synthesis",
            "consultations.read_participation",
            "consultations.register_contribution",
        }
    ),
    Office.ISU: frozenset(
        {
            "delegations.manage_people",
            "delegations.manage_delegations",
            "sections.read_working_text",
            "sections.import_plan",
            "consultations.read_contributions",
            "consultations.open_consultation",
            "consultations.read_participation",
            "consultations.register_contribution",
            "consultations.remind_delegations",
        }
    ),
}


def grant_offices(*, using: str, apps: Apps = installed, **kwargs: Any) -> None:
    """Make each office's group hold exactly the permissions of the table; run after migrating."""
    try:
        Group = apps.get_model("auth", "Group")  # noqa: N806 - a model
        Permission = apps.get_model("auth", "Permission")  # noqa: N806 - a model
        apps.get_model(settings.AUTH_USER_MODEL)
    except LookupError:
        return
    for office, names in PERMISSIONS.items():
        group, _made = Group.objects.using(using).get_or_create(name=office.value)
        wanted = models.Q(pk__in=[])
        for name in names:
            app, codename = name.split(".")
            wanted |= models.Q(content_type__app_label=app, codename=codename)
        group.permissions.set(Permission.objects.using(using).filter(wanted))
