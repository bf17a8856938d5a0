"""What was changed, when, by whom and why, as pages show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change: when, by whom, of what, why."""

    at: datetime
    by: str
    what: str
    fields: list[str]
    reason: str


def lines_of(records: Any, name: Callable[[Any], str]) -> list[HistoryLine]:
    """Each record with what it changed, newest first; `name` says what a record is called."""
    lines: list[HistoryLine] = []
    before: dict[int, Any] = {}
    for record in records.select_related("history_user").order_by("history_date", "history_id"):
        lines.append(
            HistoryLine(
                at=record.history_date,
                by=record.history_user.name if record.history_user else "",
                what=f"{record.instance_type._meta.verbose_name}: {name(record)}",
                fields=_changed(before.get(record.id), record),
                reason=record.history_change_reason or "",
            )
        )
        before[record.id] = record
    return lines[::-1]


def _changed(old: Any, new: Any) -> list[str]:
    if old is None:
        return []
    return [
        str(field.verbose_name)
        for field in new.tracked_fields
        if getattr(old, field.attname) != getattr(new, field.attname)
    ]
