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

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from delegations.forms import DelegationForm
from delegations.models import Delegation, Standing, User
from delegations.models.delegations import FIELDS, sort_key
from delegations.operations import create_delegation, load_state
from lap_portal.errors import RuleViolation

LINES_AT_MOST = 500
FACTS = Path(__file__).resolve().parent.parent / "data" / "states.json"


@dataclass(frozen=True, slots=True)
class ListedDelegation:
    """One line of a list: where it stands, what it says, what is wrong, who is there already."""

    line: int
    fields: dict[str, str]
    faults: list[str]
    present: Delegation | None = None

    @property
    def name(self) -> str:
        """The name on the line."""
        return self.fields.get("name", "")


@dataclass(frozen=True, slots=True)
class ListPreview:
    """A list as it was understood: its columns, and each line with a cell for each of them."""

    columns: list[str]
    rows: list[tuple[ListedDelegation, list[tuple[str, str]]]]
    is_right: bool


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
    text = text.lstrip("\ufeff")
    columns = _columns(text)
    lines = _table(text, columns) if columns else _plain(text)
    if len(lines) > LINES_AT_MOST:
        raise RuleViolation(_("A list has at most %d lines.") % LINES_AT_MOST)
    keys = Counter(sort_key(fields.get("name", "")) for _line, fields in lines)
    present = {row.sort_name: row for row in Delegation.objects.filter(sort_name__in=keys)}
    listed = []
    for number, fields in lines:
        key = sort_key(fields.get("name", ""))
        fields.setdefault("category", category)
        faults = _faults(fields, present=present.get(key))
        if keys[key] > 1:
            faults.append(_("This name stands twice in the list."))
        if not columns and _looks_like_table(fields["name"]):
            faults = [_("This line looks like a table; name the columns in the first line.")]
        listed.append(ListedDelegation(number, fields, faults, present.get(key)))
    return listed


def preview_list(listed: list[ListedDelegation]) -> ListPreview:
    """Show a list with every column that a line of it fills, choices in words."""
    shown = [name for name in FIELDS[1:] if any(name in row.fields for row in listed)]
    fields = {field.name: field for field in Delegation._meta.fields}
    labels = [str(fields[name].verbose_name) for name in shown]
    words = [dict(fields[name].flatchoices) for name in shown]
    rows = []
    for row in listed:
        given = [row.fields.get(name, "") for name in shown]
        cells = [str(choices.get(cell, cell)) for choices, cell in zip(words, given, strict=True)]
        rows.append((row, list(zip(labels, cells, strict=True))))
    is_right = bool(listed) and not any(row.faults for row in listed)
    return ListPreview(columns=labels, rows=rows, is_right=is_right)


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


def _columns(text: str) -> list[str]:
    """The columns that the first line names; none when the list is one of names only."""
    first, _break, _rest = text.partition("\n")
    columns = next(csv.reader([first], delimiter=_delimiter(first)), [])
    columns = [column.strip().lower() for column in columns]
    if "name" not in columns:
        return []
    if unknown := [column for column in columns if column not in FIELDS]:
        raise RuleViolation(_("There is no column called %s.") % ", ".join(unknown))
    return columns


def _plain(text: str) -> list[tuple[int, dict[str, str]]]:
    """The number and the name of each line that says something."""
    lines = enumerate(text.split("\n"), start=1)
    return [(number, {"name": line.strip()}) for number, line in lines if line.strip()]


def _looks_like_table(line: str) -> bool:
    """Commas say nothing: names have them."""
    return ";" in line or "\t" in line


def _table(text: str, columns: list[str]) -> list[tuple[int, dict[str, str]]]:
    """The number and the fields of each line below the first that says something."""
    delimiter = _delimiter(text.partition("\n")[0])
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


def _faults(fields: dict[str, str], *, present: Delegation | None) -> list[str]:
    form = DelegationForm(data=fields)
    labels = {name: str(field.label) for name, field in form.fields.items()}
    faults = [_("%s is already there.") % present.name] if present else []
    for name, errors in form.errors.as_data().items():
        said = [error for error in errors if not (name == "name" and error.code == "unique")]
        for sentence in ValidationError(said).messages if said else []:
            faults.append(f"{labels[name]}: {sentence}" if name in labels else sentence)
    return faults
