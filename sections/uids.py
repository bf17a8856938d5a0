"""Permanent short identifiers: eight characters of a-z0-9, the first a letter; never reused."""

from __future__ import annotations

import secrets
import string

from django.core.validators import RegexValidator

_LETTERS = string.ascii_lowercase
_CHARACTERS = string.ascii_lowercase + string.digits

validate_uid = RegexValidator(r"^[a-z][a-z0-9]{7}\Z")


def new_uid() -> str:
    """Draw a uid; 2 * 10^12 of them make a clash a matter for the unique constraint."""
    return secrets.choice(_LETTERS) + "".join(secrets.choice(_CHARACTERS) for _ in range(7))
