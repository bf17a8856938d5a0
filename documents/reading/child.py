"""The process that reads one file from its standard input, within limits, and answers in JSON."""

from __future__ import annotations

import resource
import sys

from documents.reading.content import LARGEST_MB, MEGABYTE
from documents.reading.errors import OUT_OF_MEMORY, UnreadablePaper
from documents.reading.exchange import outline_to_json, refusal_to_json
from documents.reading.files import read_paper_here
from documents.reading.originals import original_to_json, read_original_here

LIMITS = (
    (resource.RLIMIT_AS, 1024 * MEGABYTE),
    (resource.RLIMIT_CPU, 20),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
)


def limit_this_process() -> None:
    """Bound memory and time, and forbid writing files."""
    for limit, most in LIMITS:
        hard = resource.getrlimit(limit)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (allowed, allowed))


def read(data: bytes) -> bytes:
    """Read a paper, or an original kept as it came, as the command line says."""
    if sys.argv[1] == "original":
        return original_to_json(read_original_here(data, ending=sys.argv[2]))
    return outline_to_json(read_paper_here(data, file_name=f"paper{sys.argv[1]}"))


def main() -> int:
    """Read, answer, and return the code that the process ends with."""
    limit_this_process()
    data = sys.stdin.buffer.read(LARGEST_MB * MEGABYTE + 1)
    try:
        answer = read(data)
    except UnreadablePaper as refusal:
        answer = refusal_to_json(refusal)
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
