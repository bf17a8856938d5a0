"""Choosing who reads what the own delegation submitted."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Submission
from consultations.models.contributions import Readers, narrowest
from consultations.queries.readers import readers_words


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
            self.fields["takes_rule"].widget = forms.CheckboxInput(
                {"value": rule}, check_test=lambda ticked: ticked and self._consent() == rule
            )
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Save who may read it")))

    def clean(self) -> dict[str, Any]:
        """Name the rule consented to, though the page may no longer offer it."""
        return {**self.cleaned_data, "takes_rule": self._consent()}

    def _consent(self) -> str:
        return self.data.get("takes_rule", "")
