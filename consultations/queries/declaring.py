"""What a delegation has declared it will do, and how that changed: for itself alone."""

from __future__ import annotations

from dataclasses import dataclass

from consultations.models import Consultation, Declaration
from delegations.capacities import Capacity, delegation_of
from delegations.queries.history import HistoryLine, lines_of


@dataclass(frozen=True, slots=True)
class DeclarationPage:
    """What is declared at present, None where nothing is, and what was before."""

    declaration: Declaration | None
    history: list[HistoryLine]


def own_declaration(consultation: Consultation, reader: Capacity) -> Declaration | None:
    """What the reader's delegation has declared (one query; none for others)."""
    if reader.delegation is None:
        return None
    own = Declaration.objects.visible_to(reader).filter(delegation=reader.delegation)
    return own.filter(consultation=consultation).first()


def declaration_page(consultation: Consultation, reader: Capacity) -> DeclarationPage:
    """What the reader's delegation has declared, and its trail (two queries)."""
    trail = Declaration.history.filter(
        consultation_id=consultation.pk, delegation_id=delegation_of(reader).pk
    )
    return DeclarationPage(
        declaration=own_declaration(consultation, reader),
        history=lines_of(trail, lambda record: record.get_intention_display()),
    )
