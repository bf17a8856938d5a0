"""Aligning with what another delegation said, and taking it back."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Hidden, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.operations.aligning import LINE_LIMIT
from lap_portal.text import REASON_LIMIT, PlainTextField


class LineForm(forms.Form):
    """A line of the delegation's own, beside what it is aligned with."""

    line = PlainTextField(
        label=_("A line of your own"),
        limit=LINE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, button: str, readers: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].help_text = readers
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", button))


class AlignForm(LineForm):
    """
    Aligning with exactly the wording that the page shows.

    The page always carries what stands now, whatever was sent: `shown` is what was sent.
    """

    def __init__(self, *args: Any, wording: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.add_input(Hidden("shown", wording))

    def clean(self) -> dict[str, Any]:
        """Add what the page had shown."""
        return {**self.cleaned_data, "shown": self.data.get("shown", "")}


class EndForm(forms.Form):
    """Why a delegation is aligned no more, if it wishes to say so."""

    reason = PlainTextField(
        label=_("Reason, if you wish to give one"),
        limit=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", button, css_class="btn btn-danger"))
