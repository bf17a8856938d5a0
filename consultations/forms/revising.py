"""Rewording an element and naming what prompted it; issuing the next draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consultations.forms.retyping import retyped
from consultations.models import Comment
from lap_portal import clock
from lap_portal.rows import RowsField, number_of
from lap_portal.text import REASON_LIMIT, PlainTextField
from sections.circulation import Circulation
from sections.models import Element
from sections.words import WORDING_LIMIT

NOTE_LIMIT = 20_000


class RevisionForm(forms.Form):
    """A new wording, its reason, the comments that prompted it; `based_on` was on screen."""

    text = PlainTextField(
        label=_("Wording"), limit=WORDING_LIMIT, widget=forms.Textarea(attrs={"rows": 8})
    )
    reason = PlainTextField(
        label=_("Reason"),
        limit=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Read by staff. Name no delegation here if others may see it one day."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)
    restores = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    prompted_by = RowsField(queryset=Comment.objects.none(), required=False, label=_("Prompted by"))

    def __init__(
        self,
        *args: Any,
        element: Element,
        comments: QuerySet[Comment],
        seen: int = 0,
        begun: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        current = element.current_revision
        kwargs["initial"] = {
            "text": current.text if current else "",
            "based_on": current.number if current else 0,
            "prompted_by": [],
            "seen": seen,
            **(begun or {}),
        }
        super().__init__(*args, **kwargs)
        self.fields["prompted_by"].queryset = comments  # type: ignore[attr-defined]

    @classmethod
    def typed(
        cls, typed: QueryDict, *, element: Element, comments: QuerySet[Comment], **instead: Any
    ) -> RevisionForm:
        """The form as it was typed, unchecked, with something else in the stead of some of it."""
        names = ("text", "reason", "based_on", "restores", "seen")
        begun: dict[str, Any] = {name: typed.get(name, "") for name in names}
        begun["prompted_by"] = typed.getlist("prompted_by")
        return cls(element=element, comments=comments, begun={**begun, **instead})

    @property
    def seen_until(self) -> int:
        """Which arrivals were there when the editor began."""
        return number_of(str(self["seen"].value() or "")) or 0

    @property
    def prompting(self) -> set[str]:
        """The keys of the comments that are ticked."""
        return {str(value) for value in self["prompted_by"].value() or []}

    def base_on(self, element: Element) -> None:
        """Let the next saving replace the revision now on screen; keep what was typed."""
        current = element.current_revision
        self.data = retyped(self.data, based_on=str(current.number if current else 0))


class HereForm(forms.Form):
    """Which revision, and which arrivals, were there when somebody began to reword."""

    based_on = forms.IntegerField(required=False)
    seen = forms.IntegerField(required=False)


class DraftForm(forms.Form):
    """Under which designation, symbol and date a draft is issued, to whom, and with what."""

    designation = forms.CharField(
        label=_("Designation"),
        max_length=100,
        required=False,
        help_text=_("For instance “Zero draft” or “Rev.1”. Empty: its number."),
    )
    symbol = forms.CharField(
        label=_("Document symbol"),
        max_length=60,
        required=False,
        help_text=_("Leave it empty until the secretariat has given one."),
    )
    dated = forms.DateField(
        label=_("Date on the document"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = PlainTextField(
        label=_("What changed and why"),
        limit=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by everybody who may read the draft."),
    )
    circulation = forms.ChoiceField(
        label=_("Who may read it"),
        choices=Circulation.choices,
        initial=Circulation.DELEGATIONS,
        help_text=_("It can be widened later, never narrowed."),
    )
    share = forms.BooleanField(
        label=_("Send with it what is listed under “Goes to delegations with it”"),
        required=False,
        help_text=_("Each delegation reads its own alone. This is not undone."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    going = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, seen: str, going: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"dated": clock.now().date(), "seen": seen, "going": going}
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Issue the draft")))

    def clean(self) -> dict[str, Any]:
        """Nothing goes to delegations but what a page listed."""
        said = super().clean() or {}
        if said.get("share") and not said.get("going"):
            raise ValidationError(_("Look again at what goes to delegations, then issue."))
        return said

    @property
    def date_given(self) -> date:
        """The date on the document as it stands in the form; today where it says none."""
        try:
            return self.fields["dated"].clean(self["dated"].value())
        except ValidationError:
            return clock.now().date()

    def look_again(self, *, seen: str, going: str) -> None:
        """Note that the text, and what goes with it, are on screen as they are now."""
        self.data = retyped(self.data, seen=seen, going=going)
