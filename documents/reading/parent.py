"""The side that starts the reading process, `documents.reading.child`, and waits for its answer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from documents.reading import errors
from documents.reading.errors import UnreadablePaper

SECONDS = 30
PROJECT = Path(__file__).resolve().parents[2]


def answer_of_child(data: bytes, *arguments: str) -> bytes:
    """
    Return what the reading process answers about a file; UnreadablePaper if it had to be stopped.

    The arguments are words of letters, digits and dots. Whatever the file holds, this process goes
    on.
    """
    command = [sys.executable, "-m", "documents.reading.child", *arguments]
    try:
        answer = subprocess.run(  # noqa: S603 - our own module; the arguments are as promised.
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
    return answer.stdout


def environment() -> dict[str, str]:
    """Return what the child may know of this process: where Python finds its modules."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "VIRTUAL_ENV")}
    return {**kept, "PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1"}
