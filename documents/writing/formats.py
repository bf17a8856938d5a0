"""The formats in which papers and lists leave the portal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from documents.writing.paper import Paper
from documents.writing.pdf import write_pdf
from documents.writing.spreadsheet import Sheet, write_csv, write_xlsx
from documents.writing.text import write_text
from documents.writing.word import write_word

Written = TypeVar("Written")


@dataclass(frozen=True, slots=True)
class Format(Generic[Written]):
    """A format in which something is written: the end of a file's name, its type, the writer."""

    extension: str
    content_type: str
    write: Callable[[Written], bytes]


def _pdf(paper: Paper) -> bytes:
    return write_pdf(paper).data


def _plain_text(paper: Paper) -> bytes:
    return write_text(paper).encode()


_OFFICE = "application/vnd.openxmlformats-officedocument"

PAPERS: dict[str, Format[Paper]] = {
    each.extension: each
    for each in (
        Format("docx", f"{_OFFICE}.wordprocessingml.document", write_word),
        Format("pdf", "application/pdf", _pdf),
        Format("txt", "text/plain; charset=utf-8", _plain_text),
    )
}
LISTS: dict[str, Format[Sheet]] = {
    each.extension: each
    for each in (
        Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", write_xlsx),
        Format("csv", "text/csv; charset=utf-8", write_csv),
    )
}
