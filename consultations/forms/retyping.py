"""Forms that come back after somebody else was faster: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict


def retyped(data: Mapping[str, Any], **values: str) -> QueryDict:
    """Return what was typed with some hidden values replaced by what is now on screen."""
    changed = QueryDict(mutable=True)
    changed.update(data)
    for name, value in values.items():
        changed[name] = value
    return changed
