"""What a person typed and has not saved, as the form it was typed in brings it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consultations.models import Typed
from consultations.openings import Fields, words_in
from delegations.capacities import Capacity

_BEGINNING = 90
# Fields of which the value is a choice or a number, and no words to give back.
_CHOICES = frozenset(
    {"place", "type", "position", "language", "choice", "after", "passage_start", "passage_end"}
)


@dataclass(frozen=True, slots=True)
class Left:
    """What another opening of the form left, in other words, with how they begin."""

    key: str
    at: datetime
    beginning: str


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """
    What a form begins with. `typed` is what it brings back, None where nothing was left unsaved.

    `others` were left by other openings, on other devices or in other tabs: the person picks.
    """

    typed: Typed | None = None
    others: tuple[Left, ...] = ()

    @property
    def initial(self) -> dict[str, Any]:
        """The values of the fields, by name."""
        if self.typed is None:
            return {}
        return {name: values[-1] for name, values in self.typed.fields.items() if values}


def brought_back(reader: Capacity, path: str, *, chosen: str = "") -> BroughtBack:
    """What the reader typed in a form and left (one query); `chosen` is the opening picked."""
    rows: list[Typed] = []
    for row in sorted(own_typed(reader, path), key=lambda row: row.form_key != chosen):
        said = words_in(row.fields)
        if said and all(said != words_in(seen.fields) for seen in rows):
            rows.append(row)
    if not rows:
        return BroughtBack()
    others = (Left(row.form_key, row.typed_at, _beginning_of(row)) for row in rows[1:])
    return BroughtBack(typed=rows[0], others=tuple(others))


def own_typed(reader: Capacity, path: str) -> list[Typed]:
    """The rows of one form, newest first; only ever the reader's own, in the capacity of now."""
    if reader.person is None:
        return []
    return list(Typed.objects.filter(person=reader.person, capacity=reader.key, path=path))


def words_of(fields: Fields) -> tuple[str, ...]:
    """The words among the fields of a form, to be read and copied, in the order of the form."""
    return tuple(_words_of(fields))


def _words_of(fields: Fields) -> Iterator[str]:
    for name, values in words_in(fields).items():
        if name not in _CHOICES and not name.startswith("mark_"):
            yield from values


def _beginning_of(typed: Typed) -> str:
    said = (*words_in(typed.fields).get("text", ()), *words_of(typed.fields))
    words = " ".join(next(iter(said), "").split())
    return words if len(words) <= _BEGINNING else f"{words[:_BEGINNING]}…"
