"""What becomes of an issued draft: its new edition, its withdrawal, its adoption."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lap_portal import clock
from lap_portal.text import REASON_LIMIT, PlainTextField
from sections.models import Draft
from sections.words import WORDING_LIMIT


class DraftActForm(forms.Form):
    """A form with one button, of something that is not done lightly."""

    def __init__(self, *args: Any, button: str | Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", button))


class ReissueForm(DraftActForm):
    """The date, symbol and title block of a new edition, and why there is one."""

    dated = forms.DateField(
        label=_("Date on the document"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    symbol = forms.CharField(
        label=_("Document symbol"),
        max_length=60,
        required=False,
        help_text=_("That of the former, unless the secretariat has given another."),
    )
    title_lines = PlainTextField(
        label=_("Title block, one line each"),
        limit=WORDING_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    reason = PlainTextField(
        label=_("What was put right"),
        limit=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Read by everybody who may read the draft."),
    )

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "dated": clock.now().date(),
            "symbol": draft.symbol,
            "title_lines": draft.title_lines,
        }
        super().__init__(*args, button=_("Reissue the draft"), **kwargs)


class WithdrawForm(DraftActForm):
    """Why a draft is withdrawn."""

    reason = PlainTextField(
        label=_("Reason"),
        limit=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Printed on the draft and read by everybody who may read it."),
    )


class AdoptForm(DraftActForm):
    """When a draft was adopted, and with which oral amendments."""

    adopted_on = forms.DateField(
        label=_("Adopted on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    oral_amendments = PlainTextField(
        label=_("Oral amendments"),
        limit=WORDING_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "As read out, one in each line, such as “In III.a-A2, replace “may” by “will””. Empty: "
            "it was adopted as it stands."
        ),
    )


class UndoForm(DraftActForm):
    """Why an adoption is taken back."""

    reason = PlainTextField(
        label=_("Reason"),
        limit=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the change, and read by staff."),
    )
