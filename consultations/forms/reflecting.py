"""Deciding how a comment is reflected, and choosing which decisions are shared."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.forms.retyping import retyped
from consultations.forms.versions import VersionsField
from consultations.models import Reflection
from consultations.operations.reflecting import NOTE_LIMIT, REPLY_LIMIT
from consultations.operations.remarking import REMARK_LIMIT
from lap_portal.rows import RowsField
from lap_portal.text import PlainTextField


class ReflectionForm(forms.Form):
    """One decision; `based_on` is the decision that was on screen, empty where there was none."""

    outcome = forms.ChoiceField(
        label=_("How it is reflected"), choices=Reflection.Outcome.choices, widget=forms.RadioSelect
    )
    note = PlainTextField(
        label=_("Note for staff"),
        limit=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by the Presidency and the ISU only, and in no file."),
    )
    reply = PlainTextField(
        label=_("Reply to the delegation"),
        limit=REPLY_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Read by this delegation alone, once you share it."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, current: Reflection | None = None, has_next: bool = False, **kwargs: Any
    ) -> None:
        if current is not None:
            kwargs["initial"] = {
                "outcome": current.outcome,
                "note": current.note,
                "reply": current.reply,
                "based_on": current.pk,
            }
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"data-digits": "outcome"}
        self.helper.add_input(Submit("submit", _("Record"), data_key="s"))
        if has_next:
            outline = "btn-outline-primary"
            following = Submit("next", _("Record and next"), css_class=outline, data_key="g")
            self.helper.add_input(following)

    def base_on(self, current: Reflection | None) -> None:
        """Let the next saving replace `current`, now on screen; keep what was typed."""
        self.data = retyped(self.data, based_on=str(current.pk) if current else "")


class TogetherForm(ReflectionForm):
    """One decision for all that is ticked: comments by key, with the decision then on screen."""

    based_on = None  # type: ignore[assignment]  # each comment has its own
    chosen = VersionsField(
        error_messages={"required": _("Tick at least one comment.")}, required=True
    )


class ShareForm(forms.Form):
    """Which decisions each delegation will see for its own comments, and which replies are sent."""

    reflections = RowsField(queryset=Reflection.objects.none(), required=False)
    replies = VersionsField(required=False)

    def __init__(self, *args: Any, waiting: QuerySet[Reflection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reflections"].queryset = waiting  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not said["reflections"] and not said["replies"]:
            raise ValidationError(_("Choose at least one decision or reply to share."))
        return said


class RemarkForm(forms.Form):
    """What a delegation remarks on how its comment was reflected."""

    text = PlainTextField(
        label=_("Remark"),
        limit=REMARK_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("At most 5,000 characters. It cannot be changed afterwards; add another one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Send to the Presidency")))
