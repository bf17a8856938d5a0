"""Rows named by their numbers, as addresses and ticked boxes do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

_DIGITS = 9


def number_of(written: str) -> int | None:
    """
    The number somebody wrote, or None where it is none.

    More digits than any row's number has are none: databases, and Python, refuse to count so far.
    """
    if not (written.isascii() and written.isdecimal() and len(written) <= _DIGITS):
        return None
    return int(written)


class RowsField(forms.ModelMultipleChoiceField):
    """Rows that were ticked; what no row can have as its number is no choice."""

    def clean(self, value: Any) -> QuerySet[Any]:
        """The rows; refused where one is none of those offered."""
        if any(number_of(str(each)) is None for each in value or ()):
            raise ValidationError(_("Choose from what is shown."), code="invalid_choice")
        return super().clean(value)
