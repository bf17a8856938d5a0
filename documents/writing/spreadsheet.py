"""Lists as spreadsheets in which no cell ever acts: whatever it says is text or a number."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int

# What a spreadsheet takes for a formula, after blanks too, in narrow and in full-width form.
_ACTS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
_WIDTHS = (8, 60)
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    A list: its name, notes that stand above it, what the columns are called, and the rows.

    `marking` says for whom alone it is: in the first row, and in the file's properties where the
    format has any.
    """

    name: str
    notes: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    marking: str = ""

    @property
    def lines_above(self) -> tuple[str, ...]:
        """The lines above the header: the marking, if there is one, and the notes."""
        return (self.marking, *self.notes) if self.marking else self.notes


def write_xlsx(sheet: Sheet) -> bytes:
    """Return the list as an Excel file; the notes and the header stay in view."""
    book = Workbook()
    page = book.active
    page.title = _SHEET_NAME.sub(" ", sheet.name)[:31]
    for number, note in enumerate(sheet.lines_above, start=1):
        _fill(page.cell(number, 1), note)
    top = len(sheet.lines_above) + 1
    for column, name in enumerate(sheet.header, start=1):
        _fill(page.cell(top, column), name).font = Font(bold=True)
    for number, row in enumerate(sheet.rows, start=top + 1):
        for column, value in enumerate(row, start=1):
            cell = _fill(page.cell(number, column), value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    page.freeze_panes = page.cell(top + 1, 2)
    _widen(page, sheet)
    _mark(book, sheet)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def write_csv(sheet: Sheet) -> bytes:
    """Return the list as comma-separated values that Excel reads as UTF-8."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([_harmless(note)] for note in sheet.lines_above)
    writer.writerow([_harmless(name) for name in sheet.header])
    writer.writerows([_harmless(value) for value in row] for row in sheet.rows)
    return written.getvalue().encode("utf-8-sig")


def _fill(cell: Cell, value: Value) -> Cell:
    if isinstance(value, int):
        cell.value = value
        return cell
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
    cell.data_type = "s"  # or a text that begins with "=" would be a formula
    return cell


def _mark(book: Workbook, sheet: Sheet) -> None:
    if sheet.marking:
        book.properties.title = f"{sheet.name} ({sheet.marking})"
        book.properties.category = sheet.marking
        book.properties.keywords = sheet.marking


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and _ACTS.match(value) else value


def _widen(page: Worksheet, sheet: Sheet) -> None:
    narrowest, widest = _WIDTHS
    for column, values in enumerate(zip(sheet.header, *sheet.rows, strict=True), start=1):
        longest = max(len(line) for value in values for line in f"{value}".split("\n"))
        width = min(max(longest + 2, narrowest), widest)
        page.column_dimensions[get_column_letter(column)].width = width
