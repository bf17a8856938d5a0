"""Tables as people send them: pasted, CSV, or the first sheet of a workbook, as rows of cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import PurePath

from django.utils.translation import gettext as _

from documents.reading import UnreadablePaper
from documents.reading.spreadsheet import read_sheet
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_text

LINES_AT_MOST = 500
TABLE_LIMIT = 200_000
FILE_LIMIT = 1024 * 1024
DELIMITERS = "\t;,"

Row = tuple[int, list[str]]


def table_of_text(text: str) -> list[Row]:
    """
    Return the number and the cells of each line that says something.

    Cells stand between tabs, or else semicolons, or else commas, whichever the text has.
    """
    delimiter = next((mark for mark in DELIMITERS if mark in text), ",")
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    rows = []
    try:
        for cells in reader:
            words = [" ".join(cell.split()) for cell in cells]
            if any(words):
                rows.append((reader.line_num, words))
    except csv.Error as error:
        raise RuleViolation(_("Line %d cannot be read as CSV.") % reader.line_num) from error
    if len(rows) > LINES_AT_MOST:
        raise RuleViolation(_("A list has at most %d lines.") % LINES_AT_MOST)
    return rows


def table_of_file(data: bytes, *, name: str) -> list[list[str]]:
    """Return the rows of a .csv, .txt or .xlsx file, blank ones too; RuleViolation says why not."""
    if not data:
        raise RuleViolation(_("The file is empty."))
    if len(data) > FILE_LIMIT:
        raise RuleViolation(_("This file is too large for a list."))
    ending = PurePath(name.replace("\\", "/")).suffix.lower()
    if ending == ".xlsx":
        try:
            return read_sheet(data, most_rows=LINES_AT_MOST + 1)
        except UnreadablePaper as refusal:
            raise RuleViolation(_(refusal.template).format(**refusal.values)) from refusal
    if ending in {".csv", ".txt"}:
        return _rows_of_csv(data)
    raise RuleViolation(
        _("Only .xlsx, .csv and .txt files can be read: please save the list as one of these.")
    )


def text_of_table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as lines that `table_of_text` reads again, and that a person can correct."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\n").writerows(rows)
    return written.getvalue()


def _rows_of_csv(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleViolation(
            _("This is not a text file in UTF-8. Save it again as “CSV UTF-8”.")
        ) from error
    rows: list[list[str]] = []
    for number, cells in table_of_text(clean_text(text, limit=TABLE_LIMIT)):
        rows += [[] for _blank in range(number - len(rows) - 1)]
        rows.append(cells)
    return rows
