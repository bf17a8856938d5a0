"""How the reading process hands its answer over: an outline, or a refusal, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from documents.outline import Doubt, Emphasis, Footnote, Kind, Outline, Unit
from documents.reading.errors import UnreadablePaper


def outline_to_json(outline: Outline) -> bytes:
    """Return an outline for the other side."""
    return json.dumps({"outline": asdict(outline)}).encode()


def refusal_to_json(refusal: UnreadablePaper) -> bytes:
    """Return a refusal for the other side."""
    return json.dumps({"template": refusal.template, "values": refusal.values}).encode()


def said_in(answer: bytes) -> dict[str, Any]:
    """Return what an answer says; a refusal is raised here as it was there."""
    said: dict[str, Any] = json.loads(answer)
    if "template" in said:
        raise UnreadablePaper(said["template"], **said["values"])
    return said


def answer_from_json(answer: bytes) -> Outline:
    """Return the outline of an answer; a refusal is raised here as it was there."""
    outline = said_in(answer)["outline"]
    return Outline(
        title_lines=tuple(outline["title_lines"]),
        units=tuple(unit_from(unit) for unit in outline["units"]),
        footnotes=tuple(Footnote(**note) for note in outline["footnotes"]),
        warnings=tuple(Doubt(**doubt) for doubt in outline["warnings"]),
        language=outline["language"],
    )


def unit_from(unit: dict[str, Any]) -> Unit:
    """Return one unit."""
    emphasis = tuple(Emphasis(**each) for each in unit["emphasis"])
    return Unit(**{**unit, "kind": Kind(unit["kind"]), "emphasis": emphasis})
