"""The door for papers: a file becomes an outline, or a sentence says why not."""

from __future__ import annotations

from pathlib import PurePath

from documents.outline import Outline
from documents.reading import errors
from documents.reading.assembly import assemble
from documents.reading.content import check_content, check_size, decode
from documents.reading.errors import UnreadablePaper
from documents.reading.exchange import answer_from_json
from documents.reading.package import open_package
from documents.reading.parent import answer_of_child
from documents.reading.text import read_text
from documents.reading.word import read_word

ENDINGS = (".docx", ".md", ".txt")


def read_paper(data: bytes, *, file_name: str) -> Outline:
    """
    Return the outline of a .txt, .md or .docx file; UnreadablePaper says what to do otherwise.

    The file is read in a process of its own, with limits of memory and time: whatever it holds,
    this process goes on.
    """
    check_size(data)
    ending = ending_of(file_name)
    check_content(data, ending=ending)
    return answer_from_json(answer_of_child(data, ending))


def read_paper_here(data: bytes, *, file_name: str) -> Outline:
    """Return what `read_paper` returns, read in this process: for trusted files, and the child."""
    check_size(data)
    ending = ending_of(file_name)
    check_content(data, ending=ending)
    if ending == ".docx":
        package = open_package(data)
        lines, doubts = read_word(package)
        return assemble(lines, doubts=doubts, language=package.language())
    text, doubts = decode(data)
    return assemble(read_text(text, is_markdown=ending == ".md"), doubts=doubts)


def ending_of(file_name: str) -> str:
    """Return the ending of a file's name in small letters; refused unless it can be read."""
    ending = PurePath(file_name.replace("\\", "/")).suffix.lower()
    if ending in (".docm", ".dotm"):
        raise UnreadablePaper(errors.MACROS)
    if ending not in ENDINGS:
        raise UnreadablePaper(errors.UNKNOWN_ENDING)
    return ending
