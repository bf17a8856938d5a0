"""In which shape a question is probably answered, told from its words."""

from __future__ import annotations

import re

from sections.models import Question

# The first that is found decides. Other languages than English are answered in words until
# somebody chooses a shape.
RULES = (
    (Question.Shape.PRINCIPLES_OR_ACTIONS, r"\bprinciples?\b.*\bactions?\b"),
    (Question.Shape.APPROPRIATE, r"\bappropriate\b"),
    (Question.Shape.MISSING, r"\b(?:missing|missed|lacking)\b"),
    (Question.Shape.YES_NO, r"\bvalue\b|\bis there\b|\bdoes it make sense\b"),
)


def proposed_shape(words: str) -> Question.Shape:
    """Return the shape that the words of a question suggest; in words where nothing does."""
    for shape, pattern in RULES:
        if re.search(pattern, words, re.IGNORECASE | re.DOTALL):
            return shape
    return Question.Shape.OPEN
