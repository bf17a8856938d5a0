"""
The phrases that a synthesis says by default, each with the rule that says when it may be used.

The Presidency changes, retires and adds rules for each plan (`models.Phrase`); what it has not
touched is as it stands here. No rule, and no number in it, ever leaves staff.

Why these rules. In a round some thirty of more than a hundred States speak in writing, and the
paper is fair if a State that was silent could agree with every phrase of it afterwards. So

- only States Parties carry "support": they decide on the plan. Whoever else speaks is heard in
  the suggestions, the views and the comments, which do not ask who speaks;
- support counts each State behind a group's words, because each has let itself be listed and may
  correct it; suggestions, views and comments count a group's words once, because they were written
  once, and a phrase in the plural should not rest on one text;
- "strong" takes a quarter of those who speak, from three of the five regional groups, and nobody
  who objects: with an objection known, the word would hide it;
- "it was suggested" and "the view was expressed" understate what many say, so they end where the
  plural begins; what "was underlined" was said with weight, by at least three;
- "different views" needs somebody on either side, and says nothing of how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from consultations.models import Phrase
from documents.digest import digest_of
from lap_portal.text import search_key

_UNSPACED = "\u3040-\u30ff\u3400-\u9fff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")

Counts, Opposition, Groups = Phrase.Counts, Phrase.Opposition, Phrase.Groups


@dataclass(frozen=True, slots=True)
class Rule:
    """
    A phrase and when it may be used; of many, the first in order says the most.

    `least` and `most` bound the delegations that `counts` counts, `least_groups` the regional
    groups they come from.
    """

    code: str
    words: str
    order: int
    counts: str
    least: int = 1
    most: int | None = None
    least_groups: int = 0
    is_of_states_parties: bool = False
    opposition: str = Opposition.ANY
    groups: str = Groups.ONCE
    is_for_staff: bool = False
    is_retired: bool = False

    @property
    def stamp(self) -> str:
        """What a page carries to know later that the rule is still as it showed it."""
        return digest_of([str(getattr(self, field.name)) for field in fields(self)])


RULE_FIELDS = tuple(field.name for field in fields(Rule))

VOCABULARY: tuple[Rule, ...] = (
    Rule(
        "strong-support",
        "strong support was expressed for",
        10,
        Counts.SUPPORT,
        least=8,
        least_groups=3,
        is_of_states_parties=True,
        opposition=Opposition.NONE,
        groups=Groups.BY_STATE,
    ),
    Rule(
        "support",
        "there is support for",
        20,
        Counts.SUPPORT,
        least=3,
        least_groups=2,
        is_of_states_parties=True,
        groups=Groups.BY_STATE,
    ),
    Rule(
        "different-views",
        "different views were expressed regarding whether",
        30,
        Counts.DIFFERENCE,
        opposition=Opposition.SOME,
    ),
    Rule("suggestions", "suggestions have been made to", 40, Counts.SUGGESTION, least=3),
    Rule("suggested", "it was suggested", 50, Counts.SUGGESTION, most=2),
    Rule("underlined", "it was underlined", 60, Counts.VIEW, least=3),
    Rule("moreover-underlined", "it was moreover underlined", 70, Counts.VIEW, least=3),
    Rule(
        "also-underlined",
        "at the same time, it was also underlined",
        80,
        Counts.VIEW,
        least=3,
    ),
    Rule("comments", "comments were also made on", 90, Counts.VIEW, least=2),
    Rule("view", "the view was expressed", 100, Counts.VIEW, most=2),
    Rule("noted", "it was noted", 110, Counts.VIEW, most=4),
    Rule(
        "no-comments",
        "no comments were received",
        120,
        Counts.VIEW,
        least=0,
        most=0,
        is_for_staff=True,
    ),
)


def begins_with(rule: Rule, text: str) -> str:
    """A sentence that begins with the words of a phrase, unless they stand in it already."""
    if is_said(rule, text):
        return text
    words = rule.words[:1].upper() + rule.words[1:]
    return f"{words} {text.lstrip()}".rstrip()


def is_said(rule: Rule, text: str) -> bool:
    """Whether the words of a phrase stand in a sentence, in whatever case."""
    return _squeezed(rule.words) in _squeezed(text)


def phrases_said(text: str, rules: Iterable[Rule]) -> list[Rule]:
    """The phrases whose words stand in a sentence, but for those that are part of a longer one."""
    said = [rule for rule in rules if is_said(rule, text)]
    return [
        rule
        for rule in said
        if not any(other.code != rule.code and is_said(rule, other.words) for other in said)
    ]


def tokens(text: str) -> list[str]:
    """The words of a text as they are compared; in Chinese and Japanese, each character."""
    return _TOKEN.findall(search_key(text))


def _squeezed(words: str) -> str:
    return f" {' '.join(tokens(words))} "
