"""Finds, in a plan or a draft, the units that the demonstration's data speak of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from consultations.demonstration.shapes import Comment as CommentTemplate
from consultations.models import Comment
from documents.outline import Kind
from sections.models import ActionPlan, Draft
from sections.queries import draft_text, working_text

_LANGUAGES = {"zh": "zh-hans"}


@dataclass(frozen=True)
class Places:
    """Elements of a plan, or units of a draft, by section, kind and ordinal."""

    units: dict[tuple[str, str, int], Any]

    @classmethod
    def of_plan(cls, plan: ActionPlan) -> Places:
        """The places of the working text; what is found is elements."""
        elements = plan.elements.in_text().select_related("current_revision", "question")
        return cls._of(working_text(plan).units, {e.uid: e for e in elements})

    @classmethod
    def of_draft(cls, draft: Draft) -> Places:
        """The places of an issued draft; what is found is its units."""
        units = draft.units.with_wording()
        return cls._of(draft_text(draft).units, {unit.uid: unit for unit in units})

    @classmethod
    def _of(cls, text: Iterable[Any], found: dict[str, Any]) -> Places:
        counts: dict[tuple[str, str], int] = {}
        units = {}
        for unit in text:
            key = (unit.section_path, str(unit.kind))
            counts[key] = counts.get(key, 0) + 1
            ordinal = int(unit.number) if unit.kind == Kind.PARAGRAPH else counts[key]
            units[(*key, ordinal)] = found[unit.uid]
        return cls(units)

    def find(self, section: str, kind: str, ordinal: int) -> Any:
        """The unit at a place; a KeyError means that data and paper do not fit."""
        return self.units[section, kind, ordinal]

    def heading(self, section: str) -> Any | None:
        """The heading of a section; None for the front of the draft."""
        return self.units.get((section, Kind.HEADING.value, 1))

    def words(self, template: CommentTemplate) -> dict[str, Any] | None:
        """What `save_comment` takes for a template; None where the draft has moved on."""
        shared = {
            "text": template.text,
            "type": template.type,
            "position": template.position,
            "reason": template.reason,
            "language": _LANGUAGES.get(template.language, template.language),
        }
        if template.target == "draft":
            return shared | {"unit": None, "place": Comment.Place.DRAFT}
        if template.target == "section":
            return shared | {"unit": self.heading(template.section), "place": Comment.Place.SECTION}
        if template.target == "missing":
            return shared | {
                "unit": self._before_the_gap(template),
                "place": Comment.Place.MISSING_AFTER,
                "proposal": template.wording,
            }
        unit = self.find(template.section, template.target, template.ordinal)
        return self._on(unit, template, shared)

    def _before_the_gap(self, template: CommentTemplate) -> Any:
        if template.after:
            return self.find(template.section, template.after, template.ordinal)
        inside = [u for (section, _k, _n), u in self.units.items() if section == template.section]
        return inside[-1]

    def _on(self, unit: Any, template: CommentTemplate, shared: dict[str, Any]) -> Any:
        text = unit.revision.text
        words = shared | {"unit": unit, "place": Comment.Place.ON}
        if template.replace is not None:
            old, new = template.replace
            if old not in text:
                return None
            words["proposal"] = text.replace(old, new)
        if template.passage:
            start = text.find(template.passage)
            if start < 0:
                return None
            words["passage"] = (start, start + len(template.passage))
        return words
