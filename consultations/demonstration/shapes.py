"""
The shapes of the demonstration's plain data: who takes part, and templates of what is said.

Knows nothing of Django. A place in the paper is a section's label path ("III.a"; "" for what
precedes part I, or for the whole draft), a kind, and an ordinal: the position of the unit among
those of its kind in its section, from 1; for a paragraph, its printed number. An ordinal of 0 means
the section, or the draft, as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Category = Literal[
    "state_party",
    "signatory",
    "state_not_party",
    "united_nations",
    "red_cross",
    "organization",
    "civil_society",
]
Group = Literal[
    "African States",
    "Asia-Pacific States",
    "Eastern European States",
    "Latin American and Caribbean States",
    "Western European and other States",
    "",
]
Role = Literal["presidency", "isu", "focal_point", "member"]
Language = Literal["en", "fr", "es", "ar", "zh"]
ElementKind = Literal[
    "paragraph",
    "introduction_element",
    "principle",
    "consideration",
    "action",
    "suggestion",
    "machinery_element",
    "question",
]
Target = Literal[
    "paragraph",
    "introduction_element",
    "principle",
    "consideration",
    "action",
    "suggestion",
    "machinery_element",
    "question",
    "section",
    "draft",
    "missing",
]
Position = Literal["support", "support_with_changes", "concern", "cannot_support", ""]
CommentType = Literal["general", "substantive", "drafting", "translation", ""]
AnswerShape = Literal["yes_no", "appropriate", "missing", "principles_or_actions"]
Choice = Literal["yes", "no", "unsure", "principles", "actions", "both", ""]
Outcome = Literal[
    "reflected",
    "in_part",
    "not_now",
    "noted",
    "further_discussion",
    "overtaken",
]
Becomes = Literal["narrative", "consideration", "action", "principle", "suggestion", "question"]


@dataclass(frozen=True, slots=True)
class Delegation:
    """An invented delegation; `group` is empty for all but States, `language` is what it writes."""

    name: str
    category: Category
    group: Group
    capital: str
    email: str
    language: Language = "en"


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person; `delegation` is a delegation's name, empty for staff."""

    name: str
    email: str
    role: Role
    delegation: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """
    A comment some delegation could make.

    `replace` is the proposed wording as (old, new), where old occurs exactly once in the text of
    the element. `passage` is a quotation of the element. For a *missing* comment `wording` is the
    text proposed, and `after` with `ordinal` the unit it would follow (both empty: at the end of
    the section). `suits` lists the categories of delegation it sounds natural from; empty: any.
    """

    key: str
    target: Target
    section: str = ""
    ordinal: int = 0
    text: str = ""
    replace: tuple[str, str] | None = None
    wording: str = ""
    after: ElementKind | Literal[""] = ""
    passage: str = ""
    position: Position = ""
    type: CommentType = ""
    reason: str = ""
    language: Language = "en"
    suits: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """
    An answer some delegation could give to a question of that shape.

    `section` and `ordinal` name the question; without them it fits every question of the shape.
    `choice` is empty for the shapes *appropriate* and *missing*, whose `text` says what is missing;
    elsewhere `text` is the reason. With *appropriate*, `not_appropriate` lists (kind, ordinal) of
    the section's elements found wanting; the others are appropriate.
    """

    shape: AnswerShape
    choice: Choice = ""
    text: str = ""
    not_appropriate: tuple[tuple[ElementKind, int], ...] = ()
    section: str = ""
    ordinal: int = 0
    language: Language = "en"


@dataclass(frozen=True, slots=True)
class QuestionShape:
    """How the question at that place wants to be answered."""

    section: str
    ordinal: int
    shape: AnswerShape


@dataclass(frozen=True, slots=True)
class Reply:
    """What the Presidency answers, in private, to the delegation that made the comment `key`."""

    key: str
    outcome: Outcome
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence of the synthesis, the comments it rests on, and what becomes of it."""

    section: str
    text: str
    rests_on: tuple[str, ...]
    becomes: Becomes


@dataclass(frozen=True, slots=True)
class Revision:
    """A new wording for the second draft: (old, new) in one element, why, and prompted by whom."""

    section: str
    kind: ElementKind
    ordinal: int
    replace: tuple[str, str]
    reason: str
    prompted_by: tuple[str, ...]
