"""
A plan as one reader finds it: the drafts within reach, and the consultation on each.

Every page of a text begins here, so drafts, plan and consultations come in one query: the rows are
drafts, each repeated per consultation on it, and what is needed of a consultation comes along as
annotations `talk_…`. (`select_related` follows no relation that leads to several rows, and
`prefetch_related` would be a second query on each of the most read pages.)
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, F, OuterRef, Subquery

from consultations.models import Consultation, Extension, Synthesis
from delegations.capacities import Capacity
from sections.models import ActionPlan, Draft

_NEEDED = {
    "id",
    "plan_id",
    "number",
    "draft_id",
    "title",
    "opens_at",
    "closes_at",
    "time_zone",
    "late",
    "readers",
}
# In the order of the model, which is the order `from_db` takes values in. What is not among them
# is deferred: asking such a consultation for its guidance costs a query.
_FIELDS = [f.attname for f in Consultation._meta.concrete_fields if f.attname in _NEEDED]


@dataclass(frozen=True, slots=True)
class Shelf:
    """
    A plan with the drafts its reader may read, newest first.

    `consultations` holds, by the key of a draft, the latest consultation on it that the reader
    knows of.
    """

    plan: ActionPlan
    drafts: tuple[Draft, ...]
    consultations: dict[int, Consultation]

    @property
    def latest(self) -> Draft | None:
        """The newest draft that was not withdrawn, or None before any was issued."""
        return next((each for each in self.drafts if each.withdrawn_at is None), None)

    def draft(self, number: int) -> Draft | None:
        """The draft with a number, or None when the reader may not read it."""
        return next((draft for draft in self.drafts if draft.number == number), None)

    def before(self, draft: Draft) -> Draft | None:
        """The draft that another's changes are counted from, when the reader may read both."""
        return self._by_key(draft.follows_id)

    def reissue_of(self, draft: Draft) -> Draft | None:
        """The edition in which a draft was reissued, when the reader may read it."""
        return next((each for each in self.drafts if each.reissues_id == draft.pk), None)

    @property
    def under_way(self) -> Consultation | None:
        """The consultation on any of the drafts that is open or about to open, or None."""
        states = ((each.state, each) for each in self.consultations.values())
        return next((each for state, each in states if state != each.State.CLOSED), None)

    def consultation_on(self, draft: Draft | None) -> Consultation | None:
        """The latest consultation on a draft, or on one of which it is a new edition, or None."""
        while draft and draft.pk not in self.consultations:
            draft = self._by_key(draft.reissues_id)
        return self.consultations[draft.pk] if draft else None

    def _by_key(self, key: int | None) -> Draft | None:
        return next((each for each in self.drafts if each.pk == key), None)


def find_shelf(slug: str, reader: Capacity) -> Shelf | None:
    """Find a plan by its short name, or None where the reader may not know of it (1-2 queries)."""
    known = Consultation.objects.visible_to(reader)
    given = Extension.objects.filter(
        consultation=OuterRef("consultations__pk"), delegation=reader.delegation
    )
    issued = Synthesis.objects.filter(consultation=OuterRef("consultations__pk"))
    rows = (
        Draft.objects.visible_to(reader)
        .filter(plan__slug=slug)
        .select_related("plan")
        .annotate(**{f"talk_{name}": F(f"consultations__{name}") for name in _FIELDS})
        .annotate(
            talk_is_known=Exists(known.filter(pk=OuterRef("consultations__pk"))),
            talk_is_synthesized=Exists(issued),
            talk_extended_to=Subquery(given.values("closes_at")[:1]),
        )
        .order_by("-number", "-consultations__number")
    )
    drafts: dict[int, Draft] = {}
    consultations: dict[int, Consultation] = {}
    for row in rows:
        draft = drafts.setdefault(row.pk, row)
        if row.talk_is_known and draft.pk not in consultations:
            consultations[draft.pk] = _consultation(row)
    if drafts:
        newest = next(iter(drafts.values()))
        return Shelf(newest.plan, tuple(drafts.values()), consultations)
    plan = ActionPlan.objects.visible_to(reader).filter(slug=slug).first()
    return Shelf(plan, (), {}) if plan else None


def _consultation(row: Draft) -> Consultation:
    """The consultation that came along with a draft, as if it had been read alone."""
    values = [getattr(row, f"talk_{name}") for name in _FIELDS]
    consultation = Consultation.from_db(connection.alias, _FIELDS, values)
    consultation.plan, consultation.draft = row.plan, row
    consultation.extended_to = row.talk_extended_to  # type: ignore[attr-defined]
    consultation.known_as_synthesized = row.talk_is_synthesized  # type: ignore[attr-defined]
    return consultation
