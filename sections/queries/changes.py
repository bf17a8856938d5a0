"""Who was faster: the last act on something that somebody else was writing at too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sections.models import ActionCard, ActionPlan, Element, ElementRevision, Question, Section


@dataclass(frozen=True, slots=True)
class Change:
    """An act: by whom (a name, "" where nobody is known), when and why."""

    person: str
    at: datetime
    reason: str


def change_of(written: ElementRevision | ActionCard) -> Change:
    """The act that wrote a revision or a card."""
    return Change(written.author.name, written.created_at, written.reason)


def last_change(row: ActionPlan | Section | Question) -> Change:
    """The last act on something whose history is kept."""
    act = row.history.select_related("history_user").latest()
    person = act.history_user.name if act.history_user else ""
    return Change(person, act.history_date, act.history_change_reason or "")


def words_since(element: Element, number: int) -> Change | None:
    """The act that wrote the words in force, where these are not the revision of that number."""
    current = element.revisions.select_related("author").first()
    return None if current is None or current.number == number else change_of(current)
