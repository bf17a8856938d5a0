"""Confirming a submission."""

from __future__ import annotations

from collections.abc import Iterable
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

    def ticked(self, stamps: Iterable[str]) -> set[str]:
        """
        Which of the stamps on the page are ticked: all at first; later what was ticked before.

        What changed meanwhile has another stamp and is the same thing: what was left out stays out.
        """
        if not self.is_bound:
            return set(stamps)
        before = {_thing(stamp) for stamp in self.cleaned_data["listed"]}
        return {stamp for stamp in stamps if _thing(stamp) in before}


def _thing(stamp: str) -> str:
    """The comment or answer of a stamp, whenever it was changed."""
    return stamp.rpartition(" ")[0]
