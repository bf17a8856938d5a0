"""Lists of delegations and the shipped facts about States, brought in all or nothing."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from delegations.forms import DelegationForm
from delegations.models import Delegation, Standing, User
from delegations.models.delegations import FIELDS
from delegations.operations import create_delegation, load_state
from lap_portal.errors import RuleViolation

LINES_AT_MOST = 500
FACTS = Path(__file__).resolve().parent / "data" / "states.json"


@dataclass(frozen=True, slots=True)
class ListedDelegation:
    """One line of a list: where it stands, what it says, what is wrong with it."""

    line: int
    fields: dict[str, str]
    faults: list[str]

    @property
    def name(self) -> str:
        """The name on the line."""
        return self.fields.get("name", "")


@dataclass(frozen=True, slots=True)
class LoadedStates:
    """What loading the facts did."""

    entered: int
    present: int


def read_list(text: str, *, category: str) -> list[ListedDelegation]:
    """
    Read a list of names, or a table whose first line names its columns; nothing is stored.

    Raises RuleViolation when the list as a whole cannot be read.
    """
    lines = _lines(text)
    if len(lines) > LINES_AT_MOST:
        raise RuleViolation(_("A list has at most %d lines.") % LINES_AT_MOST)
    names = Counter(fields.get("name", "").casefold() for _line, fields in lines)
    listed = []
    for number, fields in lines:
        fields.setdefault("category", category)
        faults = _faults(fields)
        if names[fields.get("name", "").casefold()] > 1:
            faults.append(_("This name stands twice in the list."))
        listed.append(ListedDelegation(number, fields, faults))
    return listed


@transaction.atomic
def import_delegations(listed: list[ListedDelegation], *, actor: Capacity) -> list[Delegation]:
    """Add every delegation of a list, or none when one of its lines is wrong."""
    if wrong := [row for row in listed if row.faults]:
        raise RuleViolation(_("Line %d is not right yet; nothing was added.") % wrong[0].line)
    if not listed:
        raise RuleViolation(_("There is no delegation in this list."))
    return [create_delegation(actor=actor, **row.fields) for row in listed]


@transaction.atomic
def load_states(*, by: User | None = None) -> LoadedStates:
    """Enter every State of the shipped facts that is not there yet."""
    facts: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    as_at = date.fromisoformat(facts["as_at"])
    entered = 0
    for state in facts["states"]:
        fields = {name: state[name] for name in FIELDS if name in state}
        source = "; ".join(facts["sources"][key] for key in state["sources"])
        entered += load_state(fields, _standings(state, as_at=as_at, source=source), by=by)
    return LoadedStates(entered=entered, present=len(facts["states"]) - entered)


def _standings(state: dict[str, Any], *, as_at: date, source: str) -> list[Standing]:
    """The standings of a State one after the other; a State counts as Party from its deposit."""
    acts = [
        (Standing.Status.SIGNATORY, state["signed"]),
        (Standing.Status.STATE_PARTY, state["deposited"]),
        (Standing.Status.NOT_PARTY, state["withdrawn"]),
    ]
    days = [(status, date.fromisoformat(day)) for status, day in acts if day]
    ends = [day for _status, day in days[1:]] + [None]
    return [
        Standing(
            status=status,
            since=since,
            until=until,
            as_at=as_at,
            source=source,
            is_verified=state["is_verified"],
        )
        for (status, since), until in zip(days, ends, strict=True)
        if since != until
    ]


def _lines(text: str) -> list[tuple[int, dict[str, str]]]:
    """The number and the fields of each line that says something."""
    first, _break, _rest = text.lstrip("\ufeff").partition("\n")
    columns = next(csv.reader([first], delimiter=_delimiter(first)), [])
    columns = [column.strip().lower() for column in columns]
    if "name" not in columns:
        plain = enumerate(text.lstrip("\ufeff").split("\n"), start=1)
        return [(number, {"name": line.strip()}) for number, line in plain if line.strip()]
    if unknown := [column for column in columns if column not in FIELDS]:
        raise RuleViolation(_("There is no column called %s.") % ", ".join(unknown))
    return _table(text.lstrip("\ufeff"), columns, delimiter=_delimiter(first))


def _table(text: str, columns: list[str], *, delimiter: str) -> list[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    next(reader)
    rows = []
    try:
        for cells in reader:
            if len(cells) > len(columns):
                raise RuleViolation(_("Line %d has too many cells.") % reader.line_num)
            filled = {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}
            if any(filled.values()):
                rows.append((reader.line_num, {k: v for k, v in filled.items() if v}))
    except csv.Error as error:
        raise RuleViolation(_("Line %d cannot be read as CSV.") % reader.line_num) from error
    return rows


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _faults(fields: dict[str, str]) -> list[str]:
    form = DelegationForm(data=fields)
    labels = {name: str(field.label) for name, field in form.fields.items()}
    return [
        f"{labels[name]}: {fault}" if name in labels else str(fault)
        for name, faults in form.errors.items()
        for fault in faults
    ]
