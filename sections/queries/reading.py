"""Reads the working text and issued drafts into one shape, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from documents.outline import Emphasis, Kind
from sections.labels import join_labels
from sections.models import ActionPlan, Draft, Element, Section
from sections.numbering import Citation, Place, cite
from sections.queries.texts import Card, Note, PlanText, TextUnit


def working_text(plan: ActionPlan) -> PlanText:
    """The text being drafted, as its elements say it today (two queries)."""
    units = working_units([plan]).get(plan.pk, [])
    notes = [
        Note(n.mark, n.text, _standing_uid(n.element), n.offset)
        for n in plan.footnotes.select_related("element")
        if n.element is None or n.element.deleted_at is None
    ]
    return _text(plan, units, notes)


def working_units(plans: Iterable[ActionPlan]) -> dict[int, list[TextUnit]]:
    """The units of the texts being drafted, without footnotes, by the key of a plan (one query)."""
    by_plan: dict[int, list[Element]] = defaultdict(list)
    for element in _elements(plans):
        by_plan[element.plan_id].append(element)
    return {plan: _working_units(elements) for plan, elements in by_plan.items()}


def _working_units(elements: list[Element]) -> list[TextUnit]:
    # A section stands in the text with its heading, and so do those it lies in.
    paths = _label_paths({e.section_id: e.section for e in elements}.values())
    places = [_place(element, paths[element.section_id]) for element in elements]
    return [
        _working_unit(element, place, citation)
        for element, place, citation in zip(elements, places, cite(places), strict=True)
    ]


def draft_text(draft: Draft) -> PlanText:
    """An issued draft as it stood, read from its own rows alone (two queries)."""
    units = draft_units(draft)
    uids = {unit.unit_pk: unit.uid for unit in units}
    notes = [
        Note(mark, text, "" if unit_pk is None else uids[unit_pk], offset)
        for mark, text, unit_pk, offset in draft.footnotes.values_list(
            "mark", "text", "unit", "offset"
        )
    ]
    return _text(draft, units, notes)


def draft_units(draft: Draft) -> list[TextUnit]:
    """
    The units of an issued draft in reading order, without their footnotes (one query).

    Read as bare rows: making models of some hundred units and wordings costs more than the query.
    """
    rows = draft.units.order_by("order").values_list(*_UNIT, *_MORE, *_CARD)
    return [_drafted_unit(row) for row in rows]


def _elements(plans: Iterable[ActionPlan]) -> Iterable[Element]:
    return (
        Element.objects.in_text()
        .filter(plan__in=plans)
        .select_related("current_revision", "current_card", "question", "section", "lead")
        .order_by("order")
    )


def _label_paths(sections: Iterable[Section]) -> dict[int, str]:
    """Return the path of labels of each section by its key; those above come first."""
    paths: dict[int | None, str] = {None: ""}
    for section in sorted(sections, key=lambda s: s.path.count("/")):
        paths[section.pk] = join_labels(paths[section.parent_id], section.label)
    return {pk: path for pk, path in paths.items() if pk is not None}


def _place(element: Element, path: str) -> Place:
    return Place(Kind(element.kind), path, element.lead_id, element.level)


def _standing_uid(element: Element | None) -> str:
    return element.uid if element is not None else ""


def _working_unit(element: Element, place: Place, citation: Citation) -> TextUnit:
    revision = element.current_revision
    if revision is None:
        raise ValueError(f"Element {element.uid} has no words.")
    return TextUnit(
        uid=element.uid,
        kind=place.kind,
        reference=citation.reference,
        text=revision.text,
        element_pk=element.pk,
        revision_pk=revision.pk,
        revision_number=revision.number,
        section_path=place.section_path,
        section_uids=element.section.path,
        number=citation.number,
        label=element.section.label if place.kind is Kind.HEADING else "",
        level=element.level,
        lead_uid=element.lead.uid if element.lead else "",
        emphases=revision.emphases,
        card=Card.of(element.current_card) if element.current_card else None,
        shape=element.question.shape if place.kind is Kind.QUESTION else "",
    )


# In the order of the fields of a TextUnit, and of a Card.
_UNIT = (
    "uid",
    "kind",
    "reference",
    "revision__text",
    "element",
    "revision",
    "revision__number",
    "section_path",
    "section_uids",
    "number",
    "label",
    "level",
    "lead_uid",
    "revision__emphasis",
)
_MORE = ("answer_shape", "change", "pk")
_CARD = (
    "card",
    "card__number",
    "card__who_acts",
    "card__measure",
    "card__time_frame",
    "card__source_of_information",
)


def _drafted_unit(row: tuple[Any, ...]) -> TextUnit:
    uid, kind, *place, emphasis, shape, change, pk = row[: -len(_CARD)]
    emphases = tuple(Emphasis(start, end) for start, end in emphasis)
    card = row[-len(_CARD) :]
    rest = [*place, emphases, Card(*card) if card[0] else None, shape, change, pk]
    return TextUnit(uid, Kind(kind), *rest)


def _text(of: ActionPlan | Draft, units: list[TextUnit], notes: list[Note]) -> PlanText:
    by_unit: dict[str, list[Note]] = defaultdict(list)
    for note in notes:
        by_unit[note.unit_uid].append(note)
    return PlanText(
        title=of.title,
        title_lines=tuple(of.title_lines.splitlines()),
        language=of.language,
        units=tuple(
            replace(unit, notes=tuple(by_unit[unit.uid])) if unit.uid in by_unit else unit
            for unit in units
        ),
        footnotes=tuple(notes),
    )
