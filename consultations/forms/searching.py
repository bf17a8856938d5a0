"""What to look for, and in which plan."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lap_portal.text import PlainTextField
from sections.models import ActionPlan

QUERY_LIMIT = 200
_SHORTEST = 2


class SearchForm(forms.Form):
    """A search; `plans` are those the reader may know of, and any other is none."""

    q = PlainTextField(
        label=gettext_lazy("Words to look for"),
        limit=QUERY_LIMIT,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=gettext_lazy(
            "All of them must occur. Capitals and accents make no difference, and a part of a word "
            "is enough."
        ),
        error_messages={"required": gettext_lazy("Write what to look for.")},
    )
    plan = forms.ChoiceField(
        label=gettext_lazy("In"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of these plans.")},
    )

    def __init__(self, *args: Any, plans: Sequence[ActionPlan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {plan.slug: plan for plan in plans}
        names = [(plan.slug, plan.title) for plan in plans]
        self.fields["plan"].choices = [("", _("All plans")), *names]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_action = reverse("consultations:search")
        self.helper.disable_csrf = True
        self.helper.attrs = {"role": "search"}
        self.helper.add_input(Submit("", _("Search")))

    def clean_q(self) -> str:
        """Refuse what would find nearly everything: fewer than two letters, or one ideograph."""
        words: str = self.cleaned_data["q"]
        letters = [mark for mark in words if mark.isalnum()]
        if len(letters) < _SHORTEST and not any(map(_is_ideograph, letters)):
            raise ValidationError(_("Write at least two letters, or one Chinese character."))
        return words

    @property
    def chosen(self) -> ActionPlan | None:
        """The plan to look in, None for all."""
        return self.plans.get(self.cleaned_data["plan"])


def _is_ideograph(mark: str) -> bool:
    return unicodedata.name(mark, "").startswith(("CJK", "HIRAGANA", "KATAKANA"))
