"""The first sheet of an Excel workbook as rows of words. Values only; nothing in it is run."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime

from openpyxl import load_workbook

from documents.reading import errors
from documents.reading.content import MEGABYTE, OLE, ZIP
from documents.reading.errors import UnreadablePaper
from documents.reading.package import (
    CONTENT_TYPES,
    check_entries,
    check_relations,
    parse,
    unpack,
)

LARGEST_MB = 1
LARGEST_UNPACKED_MB = 10
MOST_COLUMNS = 30
FARTHEST_ROW = 5_000
SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# What the guards say of a Word file, said of a workbook.
OF_A_WORKBOOK = {
    errors.MACROS: errors.SHEET_MACROS,
    errors.TOO_LARGE_UNPACKED: errors.SHEET_TOO_LARGE_UNPACKED,
    errors.ENCRYPTED: errors.ENCRYPTED,
}


def read_sheet(data: bytes, *, most_rows: int) -> list[list[str]]:
    """
    Return the rows of a workbook's first sheet, the blank ones too; UnreadablePaper says why not.

    A cell with a formula gives the value last computed, and nothing where there is none. The
    workbook is read from a copy that holds only the parts that were checked.
    """
    try:
        checked = _checked_copy(data)
    except UnreadablePaper as refusal:
        said = OF_A_WORKBOOK.get(refusal.template, errors.SHEET_DAMAGED)
        raise UnreadablePaper(said, **refusal.values) from refusal
    try:
        rows = list(_rows(checked, most_rows=most_rows))
    except UnreadablePaper:
        raise
    except Exception as error:  # openpyxl raises whatever its parser meets
        raise UnreadablePaper(errors.SHEET_DAMAGED) from error
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _checked_copy(data: bytes) -> io.BytesIO:
    if len(data) > LARGEST_MB * MEGABYTE:
        raise UnreadablePaper(errors.TOO_LARGE_UNPACKED, limit=LARGEST_UNPACKED_MB)
    if data.startswith(OLE) or not data.startswith(ZIP):
        raise UnreadablePaper(errors.DAMAGED)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            check_entries(entries)
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_MB * MEGABYTE:
                raise UnreadablePaper(errors.TOO_LARGE_UNPACKED, limit=LARGEST_UNPACKED_MB)
            parts = unpack(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise UnreadablePaper(errors.DAMAGED) from error
    _check_kind(parts)
    check_relations(parts)
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return copy


def _check_kind(parts: dict[str, bytes]) -> None:
    said = parse(parts[CONTENT_TYPES]) if CONTENT_TYPES in parts else ()
    kinds = {(each.get("ContentType") or "").lower() for each in said}
    if any("macroenabled" in kind or "vbaproject" in kind for kind in kinds):
        raise UnreadablePaper(errors.MACROS)
    if SHEET_MAIN not in kinds:
        raise UnreadablePaper(errors.DAMAGED)


def _rows(stream: io.BytesIO, *, most_rows: int) -> Iterator[list[str]]:
    book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is not believed
        far = {"max_row": FARTHEST_ROW, "max_col": MOST_COLUMNS}
        for number, row in enumerate(sheet.iter_rows(values_only=True, **far), start=1):
            words = _without_end([_words(value) for value in row])
            if number <= most_rows:
                yield words
            elif words:
                raise UnreadablePaper(errors.SHEET_TOO_LONG, limit=most_rows)
    finally:
        book.close()


def _without_end(cells: list[str]) -> list[str]:
    """The cells up to the last one that says something."""
    filled = [place for place, cell in enumerate(cells, start=1) if cell]
    return cells[: max(filled, default=0)]


def _words(value: object) -> str:
    """What a cell says on one line."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else " ".join(str(value).split())
