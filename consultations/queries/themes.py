"""The themes of a plan with how much stands under each in one consultation."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from consultations.models import Consultation, Theme
from consultations.queries.desk import standing_comments
from delegations.capacities import Capacity


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """The themes in use and those retired, each with `standing`; how many comments have none."""

    in_use: tuple[Theme, ...]
    retired: tuple[Theme, ...]
    without: int


def themes_page(consultation: Consultation, reader: Capacity) -> ThemesPage:
    """
    The themes, with how many comments that stand on the record have each (two queries).

    Themes belong to the plan; the comments counted are those of this consultation.
    """
    standing = standing_comments(consultation, reader)
    counted = Count("themed", filter=Q(themed__comment__in=standing.values("pk")))
    themes = Theme.objects.visible_to(reader).filter(plan=consultation.plan_id)
    found = list(themes.annotate(standing=counted))
    return ThemesPage(
        in_use=tuple(theme for theme in found if theme.retired_at is None),
        retired=tuple(theme for theme in found if theme.retired_at is not None),
        without=standing.filter(themed=None).count(),
    )
