"""Reads the working text and issued drafts into one shape, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from documents.outline import Kind
from sections.labels import join_labels
from sections.models import ActionPlan, Draft, DraftUnit, Element, Section
from sections.numbering import Citation, Place, cite
from sections.queries.texts import Card, Note, PlanText, TextUnit


def working_text(plan: ActionPlan) -> PlanText:
    """The text being drafted, as its elements say it today (three queries)."""
    elements = list(_elements(plan))
    paths = _label_paths(plan.sections.all())
    places = [_place(element, paths[element.section_id]) for element in elements]
    notes = [
        Note(n.mark, n.text, _standing_uid(n.element), n.offset)
        for n in plan.footnotes.select_related("element")
        if n.element is None or n.element.deleted_at is None
    ]
    units = [
        _working_unit(element, place, citation)
        for element, place, citation in zip(elements, places, cite(places), strict=True)
    ]
    return _text(plan, units, notes)


def draft_text(draft: Draft) -> PlanText:
    """An issued draft as it stood, read from its own rows alone (two queries)."""
    rows = list(draft.units.with_wording())
    uids = {row.pk: row.uid for row in rows}
    notes = [
        Note(n.mark, n.text, "" if n.unit_id is None else uids[n.unit_id], n.offset)
        for n in draft.footnotes.all()
    ]
    citations = cite(
        Place(Kind(row.kind), row.section_path, row.lead_uid or None, row.level) for row in rows
    )
    units = [_drafted_unit(row, citation) for row, citation in zip(rows, citations, strict=True)]
    return _text(draft, units, notes)


def _elements(plan: ActionPlan) -> Iterable[Element]:
    return (
        plan.elements.in_text()
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
        item=citation.item,
        level=element.level,
        lead_uid=element.lead.uid if element.lead else "",
        emphases=revision.emphases,
        card=Card.of(element.current_card) if element.current_card else None,
        shape=element.question.shape if place.kind is Kind.QUESTION else "",
    )


def _drafted_unit(row: DraftUnit, citation: Citation) -> TextUnit:
    return TextUnit(
        uid=row.uid,
        kind=Kind(row.kind),
        reference=row.reference,
        text=row.revision.text,
        element_pk=row.element_id,
        revision_pk=row.revision_id,
        revision_number=row.revision.number,
        section_path=row.section_path,
        section_uids=row.section_uids,
        number=row.number,
        label=row.label,
        item=citation.item,
        level=row.level,
        lead_uid=row.lead_uid,
        emphases=row.revision.emphases,
        card=Card.of(row.card) if row.card else None,
        shape=row.answer_shape,
        change=row.change,
        unit_pk=row.pk,
    )


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
