"""Confirming a submission."""

from __future__ import annotations

from typing import Any

from django import forms


class StampsField(forms.Field):
    """The stamps of what the page listed; whether they still hold is for the operation to say."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        return [str(stamp) for stamp in value or []]


class SubmissionForm(forms.Form):
    """What the page said would go."""

    listed = StampsField(required=False)
