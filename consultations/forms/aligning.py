"""Aligning with what another delegation said, and choosing who reads what one's own submitted."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Submission
from consultations.models.contributions import Readers, narrowest
from consultations.operations.aligning import LINE_LIMIT
from consultations.queries.readers import readers_words
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


class SubmissionReadersForm(forms.Form):
    """Who reads a submission, chosen anew; and consent to a rule that was widened since."""

    readers = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[(code, Readers(code).label) for code in Submission.CHOICES_OF_READERS],
        widget=forms.RadioSelect,
    )
    takes_rule = forms.BooleanField(
        label=_("The consultation's rule of today holds for this submission too"), required=False
    )

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        kwargs["initial"] = {"readers": submission.readers}
        super().__init__(*args, **kwargs)
        rule = submission.consultation.readers
        if narrowest(submission.rule, rule) != submission.rule or submission.rule == rule:
            del self.fields["takes_rule"]
        else:
            self.fields["takes_rule"].help_text = _("The rule of today: %s.") % readers_words(
                submission.consultation, Readers.PUBLIC
            )
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Save who may read it")))
