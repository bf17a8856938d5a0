"""Things ticked in a list, each as it was on screen."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

_STAMP = re.compile("([0-9]{1,9})-([0-9]{1,9})", re.ASCII)


class VersionsField(forms.Field):
    """
    Rows chosen from a list, as "key-version" of what the page showed; in Python version by key.

    Whether they still are as shown is for the operation to say.
    """

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> dict[int, int]:
        """Return the version of each row by its key."""
        found = [_STAMP.fullmatch(str(stamp)) for stamp in value or []]
        if not all(found):
            raise ValidationError(gettext("Choose from the list."), code="stamp")
        return {int(each[1]): int(each[2]) for each in found if each}
