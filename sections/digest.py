"""
The digest of a text: SHA-256, in hexadecimal, over its canonical JSON. Anybody can make it again.

Version 1 of the JSON is one object, written with sorted keys, without spaces, not escaped beyond
what JSON demands, in UTF-8:

    version      1
    language     the language of the text, as in "en"
    title        the title of the plan
    title_lines  the lines of the title block
    units        the units in reading order, each an object of
                 kind, reference, number, label, section (path of labels), level, text,
                 lead (the place in `units`, from 0, of what an item hangs under, or null),
                 emphasis (pairs of code points, end excluded), answer (shape, "" if no question),
                 card (null, or who_acts, measure, time_frame, source_of_information)
    footnotes    in order, each an object of mark, text, unit (place in `units` or null), offset

Neither database keys, uids nor times enter, so the same text has the same digest everywhere.
"""

from __future__ import annotations

from typing import Any

from documents.digest import digest_of
from sections.models import ActionPlan, Draft
from sections.queries.reading import draft_text
from sections.queries.texts import Card, PlanText

VERSION = 1


def digest_of_text(text: PlanText, *, version: int = VERSION) -> str:
    """Return the digest of a text; ValueError for a version that there is not."""
    return digest_of(content_of(text, version=version))


def digest_matches(draft: Draft) -> bool:
    """Whether the rows of a draft still say what they said when its digest was made."""
    return digest_of_text(draft_text(draft), version=draft.digest_version) == draft.digest


def content_of(text: PlanText, *, version: int = VERSION) -> dict[str, Any]:
    """Return what the digest is made of, before it is written as canonical JSON."""
    if version != VERSION:
        raise ValueError(f"There is no version {version} of the digest.")
    places = {unit.uid: place for place, unit in enumerate(text.units)}
    return {
        "version": version,
        "language": text.language,
        "title": text.title,
        "title_lines": text.title_lines,
        "units": [
            {
                "kind": unit.kind.value,
                "reference": unit.reference,
                "number": unit.number,
                "label": unit.label,
                "section": unit.section_path,
                "level": unit.level,
                "text": unit.text,
                "lead": places.get(unit.lead_uid),
                "emphasis": [[e.start, e.end] for e in unit.emphases],
                "answer": unit.shape,
                "card": _card(unit.card),
            }
            for unit in text.units
        ],
        "footnotes": [
            {"mark": n.mark, "text": n.text, "unit": places.get(n.unit_uid), "offset": n.offset}
            for n in text.footnotes
        ],
    }


def digest_of_title_block(plan: ActionPlan) -> str:
    """Return what tells whether the title or the title block of a plan changed meanwhile."""
    return digest_of({"version": 1, "title": plan.title, "title_lines": plan.title_lines})


def digest_of_working_text(text: PlanText) -> str:
    """Return what tells whether anything in a text being drafted changed, uids included."""
    units = [[u.uid, u.revision_number, u.section_uids, u.lead_uid] for u in text.units]
    return digest_of({"version": 1, "text": content_of(text), "units": units})


def _card(card: Card | None) -> dict[str, Any] | None:
    if card is None:
        return None
    return {
        "who_acts": card.who_acts,
        "measure": card.measure,
        "time_frame": card.time_frame,
        "source_of_information": card.source_of_information,
    }
