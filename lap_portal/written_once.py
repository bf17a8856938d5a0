"""Rows that are evidence: written once, never deleted, and changed in what they name only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class WrittenOnce(models.Model):
    """
    A row that is written once: saving it again, or deleting it, is a mistake in the code.

    The fields in `CHANGEABLE`, and they alone, are saved afterwards, named by `update_fields`.
    """

    CHANGEABLE: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; afterwards only what may change of it."""
        named = frozenset(kwargs.get("update_fields") or ())
        if not self._state.adding and not (named and named <= self.CHANGEABLE):
            raise TypeError(f"{type(self).__name__} is written once; make a new one instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what was written stays."""
        raise TypeError(f"{type(self).__name__} is never deleted.")
