"""Counts words as those do who limit the length of documents. Knows nothing of Django."""

from __future__ import annotations

import re
from collections.abc import Iterable

from documents.outline import Outline

# Chinese is written without blanks; there each character counts.
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def count_words(text: str) -> int:
    """
    Return the number of words: runs without blanks that hold a letter or a digit.

    So "2030-05-01" and "States’" are one each, and a dash by itself is none.
    """
    return sum(any(map(str.isalnum, run)) for run in _HAN.sub(r" \g<0> ", text).split())


def count_words_of(outline: Outline) -> int:
    """Return the number of words of a paper: title block, text and footnotes, without numbers."""
    return sum(map(count_words, _texts(outline)))


def _texts(outline: Outline) -> Iterable[str]:
    yield from outline.title_lines
    yield from (unit.text for unit in outline.units)
    yield from (note.text for note in outline.footnotes)
