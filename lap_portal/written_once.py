"""Rows that are evidence: written once, never changed, never deleted."""

from __future__ import annotations

from typing import Any

from django.db import models


class WrittenOnce(models.Model):
    """A row that is written once: saving it again, or deleting it, is a mistake in the code."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; refuse to write it again."""
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is written once; make a new one instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what was written stays."""
        raise TypeError(f"{type(self).__name__} is never deleted.")
