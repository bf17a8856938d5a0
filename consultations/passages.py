"""Where copied words stand in a text. Asks no database."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from lap_portal.errors import RuleViolation


def find_passage(words: str, text: str) -> tuple[int, int]:
    """
    Return where copied words stand in a text; blanks and line breaks may differ.

    The range is of code points, its end excluded. RuleViolation says that they stand there not at
    all, or more than once.
    """
    pattern = r"\s+".join(map(re.escape, words.split()))
    places = [found.start() for found in re.finditer(f"(?={pattern})", text)]
    if len(places) > 1:
        raise RuleViolation(
            _("The words you speak of stand there more than once. Copy a longer passage.")
        )
    found = re.compile(pattern).match(text, places[0]) if places else None
    if found is None:
        raise RuleViolation(
            _("The words you speak of are not what stands in the text. Copy them from it.")
        )
    return found.span()
