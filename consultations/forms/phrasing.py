"""A phrase of the synthesis and its rule, and why it is changed."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.forms.retyping import retyped
from consultations.models import Phrase
from consultations.operations.phrasing import WORDS_LIMIT
from consultations.phrases import RULE_FIELDS, Rule
from delegations.models import Delegation
from lap_portal.text import REASON_LIMIT, PlainTextField

_MOST = 9_999


class PhraseForm(forms.Form):
    """The rule of a phrase. `seen` is the stamp of the rule it began with, "" for a new phrase."""

    words = forms.CharField(label=gettext_lazy("Phrase"), max_length=WORDS_LIMIT)
    counts = forms.ChoiceField(label=gettext_lazy("What is counted"), choices=Phrase.Counts.choices)
    least = forms.IntegerField(label=gettext_lazy("At least"), min_value=0, max_value=_MOST)
    most = forms.IntegerField(
        label=gettext_lazy("At most"),
        min_value=0,
        max_value=_MOST,
        required=False,
        help_text=gettext_lazy("Empty: however many."),
    )
    least_groups = forms.IntegerField(
        label=gettext_lazy("From at least so many regional groups"),
        min_value=0,
        max_value=len(Delegation.RegionalGroup),
    )
    is_of_states_parties = forms.BooleanField(
        label=gettext_lazy("Only States Parties count"), required=False
    )
    opposition = forms.ChoiceField(
        label=gettext_lazy("Opposition"), choices=Phrase.Opposition.choices
    )
    groups = forms.ChoiceField(
        label=gettext_lazy("Group submissions"), choices=Phrase.Groups.choices
    )
    order = forms.IntegerField(
        label=gettext_lazy("Place in the vocabulary"),
        min_value=0,
        max_value=_MOST,
        help_text=gettext_lazy("Of the phrases that a record bears out, the lowest comes first."),
    )
    is_for_staff = forms.BooleanField(
        label=gettext_lazy("For staff only: a point that says it is in no paper"), required=False
    )
    is_retired = forms.BooleanField(label=gettext_lazy("No longer used"), required=False)
    reason = PlainTextField(
        label=gettext_lazy("Reason"),
        limit=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept with the change, for staff."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rule: Rule | None = None, order: int = 0, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"least": 1, "least_groups": 0, "order": order}
        if rule is not None:
            initial = {name: getattr(rule, name) for name in RULE_FIELDS} | {"seen": rule.stamp}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        if rule is None:
            del self.fields["is_retired"]
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Save the phrase")))

    @property
    def rule(self) -> dict[str, Any]:
        """The rule as the operations take it."""
        return {name: self.cleaned_data[name] for name in RULE_FIELDS if name in self.cleaned_data}

    def base_on(self, rule: Rule) -> None:
        """Let the next saving replace the rule that is now on screen; keep what was typed."""
        self.data = retyped(self.data, seen=rule.stamp)
