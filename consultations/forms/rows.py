"""A choice among rows by their numbers, as boxes on a page are ticked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

_DIGITS = 9


def is_number(written: str) -> bool:
    """Whether this may be the number of a row; more digits databases, and Python, refuse."""
    return written.isascii() and written.isdecimal() and len(written) <= _DIGITS


class RowsField(forms.ModelMultipleChoiceField):
    """Rows that were ticked; what no row can have as its number is no choice."""

    def clean(self, value: Any) -> QuerySet[Any]:
        """The rows; refused where one is none of those offered."""
        if any(not is_number(str(each)) for each in value or ()):
            raise ValidationError(_("Choose from what is shown."), code="invalid_choice")
        return super().clean(value)
