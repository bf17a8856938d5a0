"""How a change leaves its trace: who, when and why, on the row and in its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db import models
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from lap_portal import clock

Row = TypeVar("Row", bound=models.Model)


def sign(row: models.Model, *, by: models.Model | None, reason: str) -> None:
    """Say in whose name, and why, the next history row of a row is written."""
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]
    row._history_date = clock.now()  # type: ignore[attr-defined]


def save_traced(
    row: models.Model, *, by: models.Model | None, reason: str, fields: list[str] | None = None
) -> None:
    """Check a row whole, save it or some fields of it, and note who changed it and why."""
    sign(row, by=by, reason=reason)
    row.full_clean()
    row.save(update_fields=fields)


def update_traced(
    rows: Sequence[Row], fields: list[str], *, by: models.Model | None, reason: str
) -> None:
    """Save some fields of many rows, with a history row each."""
    if not rows:
        return
    for row in rows:
        sign(row, by=by, reason=reason)
    bulk_update_with_history(rows, type(rows[0]), fields, batch_size=200)


def create_traced(rows: Sequence[Row], *, by: models.Model | None, reason: str) -> None:
    """Write many new rows, with a history row each."""
    if not rows:
        return
    for row in rows:
        sign(row, by=by, reason=reason)
    bulk_create_with_history(rows, type(rows[0]), batch_size=200)


def delete_traced(rows: Sequence[Row], *, by: models.Model | None, reason: str) -> None:
    """Delete rows; their history says who did it, and why."""
    for row in rows:
        sign(row, by=by, reason=reason)
        row.delete()


def save_untraced(row: models.Model) -> None:
    """Save a tracked row without a trace: nobody follows what is still being written."""
    row.skip_history_when_saving = True  # type: ignore[attr-defined]
    try:
        row.save()
    finally:
        del row.skip_history_when_saving  # type: ignore[attr-defined]
