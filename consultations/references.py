"""How people refer to a place of the draft in their letters. Asks no database."""

from __future__ import annotations

import re
from collections.abc import Iterator

WHOLE_DRAFT = "whole draft"

_LETTERS = {
    "action": "A",
    "consideration": "C",
    "principle": "P",
    "machinery element": "M",
    "suggestion": "S",
    "question": "Q",
}
_PATH = r"[IVXLC]{1,7}(?:[. ]?\(?[a-z]\)?(?![a-z]))?"
_CITED = re.compile(r"\b(?:[IVXLC]{1,7}(?:\.[a-z]{1,2})*-)[ACPEMSQ]\d{1,3}\b")
_PARAGRAPH = re.compile(r"\b[Pp]ara(?:graph|s?\.|s)?\s*(\d{1,4})\b")
_NUMBERED = re.compile(
    rf"\b({'|'.join(_LETTERS)})\s+(\d{{1,3}})\s*,?\s+(?:of|in|under)\s+"
    rf"(?:the\s+)?(?:section|part|chapter)\s+({_PATH})",
    re.IGNORECASE,
)
_SECTION = re.compile(rf"\b(?:[Ss]ection|[Pp]art|[Cc]hapter)\s+({_PATH})(?![\w-])")
_SQUEEZED = re.compile(r"[\s§.()]+")


def folded(reference: str) -> str:
    """A reference as it is compared: "Para 17" is "para. 17", "iii.a-a2" is "III.a-A2"."""
    bare = reference.strip().casefold().replace("paragraph", "para").replace("§", "para")
    return _SQUEEZED.sub("", bare)


def found_in(words: str) -> Iterator[str]:
    """The references that stand in some words, in the house's spelling, in order of certainty."""
    for match in _CITED.finditer(words):
        yield match[0]
    for match in _NUMBERED.finditer(words):
        yield f"{_path(match[3])}-{_LETTERS[match[1].casefold()]}{match[2]}"
    for match in _PARAGRAPH.finditer(words):
        yield f"para. {match[1]}"
    for match in _SECTION.finditer(words):
        yield _path(match[1])


def _path(written: str) -> str:
    """A section's path of labels: "III (a)" and "IIIa" are "III.a"."""
    part, letter = re.fullmatch(r"([IVXLCivxlc]+)[. ]?\(?([a-z]?)\)?", written).groups()  # type: ignore[union-attr]
    return f"{part.upper()}.{letter}" if letter else part.upper()
