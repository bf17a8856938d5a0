"""Which documents of a consultation a reader may take away."""

from __future__ import annotations

from dataclasses import dataclass

from consultations.models import Consultation, Point, Synthesis
from delegations.capacities import Capacity
from sections.models import Draft


@dataclass(frozen=True, slots=True)
class Documents:
    """The drafts and issued syntheses the reader may read; `has_points` for staff alone."""

    drafts: tuple[Draft, ...]
    syntheses: tuple[Synthesis, ...]
    has_points: bool


def documents_of(consultation: Consultation, reader: Capacity) -> Documents:
    """The documents down the side of the exports page (three queries)."""
    points = Point.objects.visible_to(reader).standing()
    return Documents(
        drafts=tuple(Draft.objects.visible_to(reader).filter(plan=consultation.plan_id)),
        syntheses=tuple(Synthesis.objects.visible_to(reader).filter(consultation=consultation)),
        has_points=points.filter(consultation=consultation).exists(),
    )
