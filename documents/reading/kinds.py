"""What the bullets of a list are, told by the words that announce them. The rules are data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.outline import Kind


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that name a kind of bullet."""

    kind: Kind
    words: re.Pattern[str]


def rule(kind: Kind, words: str) -> Rule:
    """Return a rule whose words are found whole and in any case."""
    return Rule(kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))


# What a list says it lists. "Action Plan" is the name of a document.
NAMED = (
    rule(Kind.QUESTION, r"questions?"),
    rule(Kind.PRINCIPLE, r"principles?"),
    rule(Kind.SUGGESTION, r"suggest\w*|proposals?|recommendations?"),
    rule(Kind.CONSIDERATION, r"considerations?|chapeau"),
    rule(Kind.ACTION, r"actions?(?!\s+plans?\b)|commitments?"),
)
# Where a list lists "elements", what they are elements of.
ELEMENTS_OF = (
    rule(Kind.INTRODUCTION_ELEMENT, r"introduct\w+"),
    rule(Kind.MACHINERY_ELEMENT, r"machinery"),
    rule(Kind.PRINCIPLE, r"principles?"),
)
ELEMENTS = re.compile(r"\belements?\b", re.IGNORECASE)
FOLLOWING = re.compile(r"\bfollowing\s+((?:[\w-]+\s*){1,3})", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
DEFAULT = Kind.SUGGESTION


def kind_of_bullets(lead: str, *, list_heading: str, titles: tuple[str, ...]) -> Kind | None:
    """
    Return what the bullets under a lead are; None where nothing says so.

    The lead's announcing sentence decides, then the list heading it stands under, then the whole
    lead, then the titles of its sections, the nearest first.
    """
    sentence = SENTENCE_END.split(lead.strip())[-1]
    following = FOLLOWING.search(sentence)
    if following and (kind := named_first(following[1], NAMED)):
        return kind
    if ELEMENTS.search(sentence):
        for words in (sentence, lead, *titles):
            if kind := named_first(words, ELEMENTS_OF):
                return kind
    for words in (sentence, list_heading, lead):
        if kind := named_first(words, NAMED):
            return kind
    return next(filter(None, (named_first(words, ELEMENTS_OF + NAMED) for words in titles)), None)


def named_first(words: str, rules: tuple[Rule, ...]) -> Kind | None:
    """Return the kind whose word comes first in the words."""
    found = [(match.start(), r.kind) for r in rules if (match := r.words.search(words))]
    return min(found)[1] if found else None
