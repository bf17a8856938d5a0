"""The title block of a plan, and the labels of its sections."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lap_portal.text import PlainTextField
from sections.forms.fields import ReasonedForm
from sections.words import TITLE_LIMIT, WORDING_LIMIT


class TitleBlockForm(ReasonedForm):
    """The title of a plan and the block printed above its text; `based_on` was on screen."""

    title = PlainTextField(
        label=_("Title"),
        limit=TITLE_LIMIT,
        widget=forms.TextInput,
        help_text=_("By which the portal names the plan."),
    )
    title_lines = PlainTextField(
        label=_("Title block, one line each"),
        limit=WORDING_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Printed above the text in this order. Without a line that is a date, a draft prints "
            "the date it bears."
        ),
    )
    based_on = forms.CharField(widget=forms.HiddenInput)


class LimitForm(ReasonedForm):
    """How many words a draft may have at most."""

    word_limit = forms.IntegerField(
        label=_("At most so many words"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Title block, text and footnotes together. Empty: no limit."),
    )


class LabelForm(ReasonedForm):
    """Another label for a section; `based_on` was on screen."""

    label = PlainTextField(
        label=_("Label"),
        limit=20,
        widget=forms.TextInput,
        help_text=_("Such as IV or a, without the labels above it and without a full stop."),
    )
    based_on = forms.CharField(widget=forms.HiddenInput)
