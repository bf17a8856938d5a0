"""The door for papers: a file becomes an outline, or a sentence says why not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePath

from documents.outline import Outline
from documents.reading import errors
from documents.reading.assembly import assemble
from documents.reading.content import check_content, check_size, decode
from documents.reading.errors import UnreadablePaper
from documents.reading.exchange import answer_from_json
from documents.reading.package import open_package
from documents.reading.text import read_text
from documents.reading.word import read_word

ENDINGS = (".docx", ".md", ".txt")
SECONDS = 30
PROJECT = Path(__file__).resolve().parents[2]


def read_paper(data: bytes, *, file_name: str) -> Outline:
    """
    Return the outline of a .txt, .md or .docx file; UnreadablePaper says what to do otherwise.

    The file is read in a process of its own, with limits of memory and time: whatever it holds,
    this process goes on.
    """
    check_size(data)
    ending = ending_of(file_name)
    check_content(data, ending=ending)
    command = [sys.executable, "-m", "documents.reading.child", ending]
    try:
        answer = subprocess.run(  # noqa: S603 - our own module; the ending is one of three.
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=PROJECT,
            env=environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadablePaper(errors.TOO_SLOW) from error
    if answer.returncode != 0:
        was_stopped = answer.returncode < 0 or answer.returncode == errors.OUT_OF_MEMORY
        raise UnreadablePaper(errors.TOO_SLOW if was_stopped else errors.UNEXPECTED)
    return answer_from_json(answer.stdout)


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


def environment() -> dict[str, str]:
    """Return what the child may know of this process: where Python finds its modules."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "VIRTUAL_ENV")}
    return {**kept, "PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1"}
