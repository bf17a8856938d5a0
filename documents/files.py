"""A file in hand, whatever it holds: one sent, one to be kept, one to be enclosed in a letter."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class File:
    """A file's name, its type for a browser, and its bytes."""

    name: str
    content_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of its content, in hexadecimal."""
        return sha256(self.content).hexdigest()
