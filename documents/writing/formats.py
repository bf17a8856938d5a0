"""The formats in which papers leave the portal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from documents.writing.paper import Paper
from documents.writing.pdf import write_pdf
from documents.writing.text import write_text
from documents.writing.word import write_word


@dataclass(frozen=True, slots=True)
class Format:
    """A format a paper is written in: the end of the file's name, its type, and the writer."""

    extension: str
    content_type: str
    write: Callable[[Paper], bytes]


def _pdf(paper: Paper) -> bytes:
    return write_pdf(paper).data


def _plain_text(paper: Paper) -> bytes:
    return write_text(paper).encode()


FORMATS = {
    each.extension: each
    for each in (
        Format(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            write_word,
        ),
        Format("pdf", "application/pdf", _pdf),
        Format("txt", "text/plain; charset=utf-8", _plain_text),
    )
}
