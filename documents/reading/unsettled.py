"""Traces that a file of words carries beside its words: tracked changes, notes in the margin."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from documents.reading.content import MEGABYTE, ZIP

_PART_LIMIT = 60 * MEGABYTE
_PARTS = re.compile(r"word/[^/]+\.xml|content\.xml")
# ECMA-376 17.13: who inserted, deleted or moved; OpenDocument 1.3, 5.5 and 14.1.
_TRACES = re.compile(
    rb"<\w+:(?:ins|del|moveFrom|moveTo|comment)\s[^>]*:author=|<text:changed-region\b|"
    rb"<office:annotation\b"
)
_TRACES_RTF = re.compile(rb"\\(?:revised|deleted|annotation)(?![a-z])")


def is_unsettled(data: bytes) -> bool:
    """
    Whether a Word, OpenDocument or RTF file shows who changed which words, or notes in its margin.

    A part too long to be looked through counts as if it did, and so does a broken package.
    """
    if data.startswith(b"{\\rtf"):
        return _TRACES_RTF.search(data) is not None
    if not data.startswith(ZIP):
        return False
    try:
        with ZipFile(BytesIO(data)) as package:
            return any(
                _has_traces(package, name) for name in package.namelist() if _PARTS.fullmatch(name)
            )
    except (BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError):
        return True


def _has_traces(package: ZipFile, name: str) -> bool:
    with package.open(name) as part:
        words = part.read(_PART_LIMIT + 1)
    return len(words) > _PART_LIMIT or _TRACES.search(words) is not None
