"""A file becomes an outline: `read_paper`, and the one exception it raises."""

from documents.reading.errors import UnreadablePaper
from documents.reading.files import read_paper, read_paper_here

__all__ = ["UnreadablePaper", "read_paper", "read_paper_here"]
