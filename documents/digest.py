"""One fingerprint for texts: the SHA-256 of canonical JSON. Knows nothing of what is in it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any


def canonical_json(content: Any) -> bytes:
    """
    Return the one way in which `content` is written: keys sorted, no blanks, UTF-8, no escapes.

    `content` is made of dicts, lists or tuples, strings, integers, booleans and None; say in it
    which version of a layout it follows. Raises ValueError or TypeError for anything else.
    """
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest_of(content: Any) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return sha256(canonical_json(content)).hexdigest()
