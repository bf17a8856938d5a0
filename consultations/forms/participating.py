"""What a delegation declares, how the list of those who take part is narrowed down, reminders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consultations.models import Declaration
from consultations.operations.reminding import MESSAGE_LIMIT
from consultations.queries.participation import PROGRESS, SORTS
from delegations.models import Delegation, Standing
from lap_portal.rows import number_of
from lap_portal.text import PlainTextField

_DIGEST = 64


class DeclarationForm(forms.Form):
    """One of the four intentions."""

    intention = forms.ChoiceField(
        label=_("Your delegation"),
        choices=Declaration.Intention.choices,
        widget=forms.RadioSelect,
    )


class ParticipationFilterForm(forms.Form):
    """Narrows the list down; an unknown choice is no choice."""

    progress = forms.ChoiceField(
        label=_("How far"),
        required=False,
        choices=[("", _("All")), *((name, label) for name, (label, _fits) in PROGRESS.items())],
    )
    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        choices=[("", _("All")), *Delegation.Category.choices],
    )
    group = forms.ChoiceField(
        label=_("Regional group"),
        required=False,
        choices=[
            ("", _("All")),
            *Delegation.RegionalGroup.choices,
            ("none", _("In no group")),
        ],
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All")), *Standing.Status.choices]
    )
    sort = forms.ChoiceField(
        required=False,
        choices=[(name, label) for name, (label, _key) in SORTS.items()],
        widget=forms.HiddenInput,
    )

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by name; nothing that is no choice."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def in_words(self) -> str:
        """What the list is narrowed down to, "" where it is whole."""
        words = []
        for name, value in self.chosen.items():
            field = self.fields[name]
            if name != "sort" and isinstance(field, forms.ChoiceField):
                label = dict(field.choices)[value]  # type: ignore[arg-type]
                words.append(_t("%(field)s: %(choice)s") % {"field": field.label, "choice": label})
        return "; ".join(words)

    def address_sorted(self, sort: str) -> str:
        """The part of an address after its question mark that sorts the same list otherwise."""
        query = QueryDict(mutable=True)
        query.update({**self.chosen, "sort": sort})
        return query.urlencode()


class ReminderForm(forms.Form):
    """What a reminder says; `confirmed` is the digest of what was on screen."""

    message = PlainTextField(
        label=_("Message"),
        limit=MESSAGE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_(
            "Where you write {delegation} stands the name of each, and where you write {deadline} "
            "its own deadline, as in “closes Friday 26 June 2020, 18:00 Geneva time”."
        ),
        error_messages={"required": _("Please write what the reminder says.")},
    )
    confirmed = forms.CharField(required=False, max_length=_DIGEST, widget=forms.HiddenInput)

    def show(self, digest: str) -> None:
        """Let what is confirmed next be what is shown now; keep what was typed."""
        if self.is_bound:
            self.data: Any = self.data.copy()
            self.data["confirmed"] = digest
        else:
            self.initial["confirmed"] = digest


def numbers_in(query: QueryDict, name: str) -> list[int]:
    """The numbers that a query names; whatever is none is left out."""
    written = map(number_of, query.getlist(name))
    return [number for number in written if number is not None]
