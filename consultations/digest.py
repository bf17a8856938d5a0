"""The digest under which an edition of a synthesis is issued."""

from __future__ import annotations

from documents.digest import digest_of
from documents.outline import Outline

VERSION = 1


def digest_of_paper(outline: Outline) -> str:
    """Return the SHA-256, in hexadecimal, of the canonical JSON of a paper's words and places."""
    return digest_of(
        {
            "version": VERSION,
            "language": outline.language,
            "title_lines": outline.title_lines,
            "units": [
                [unit.kind, unit.section, unit.number, unit.level, unit.lead, unit.text]
                for unit in outline.units
            ],
        }
    )
