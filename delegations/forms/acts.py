"""The forms that all acts share: one button that says what will be done, and a reason."""

from __future__ import annotations

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lap_portal.text import REASON_LIMIT, PlainTextField


class ActForm(forms.Form):
    """A form that ends in one button, which says what will be done."""

    button: ClassVar[str | Promise] = _("Save")
    is_grave: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        style = "btn btn-danger" if self.is_grave else "btn btn-primary"
        self.helper.add_input(Submit("submit", self.button, css_class=style))


class ReasonForm(ActForm):
    """An act that needs nothing but its reason."""

    reason = PlainTextField(
        limit=REASON_LIMIT,
        label=_("Reason"),
        help_text=_("Kept with the change, for those who manage people and delegations."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
