"""A revised paper of a plan that has a text: what was chosen for each of its units, and why."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lap_portal.text import REASON_LIMIT, PlainTextField
from sections.queries.update_pages import UpdatePage

_CHOICE = re.compile(r"unit-\d{1,5}|gone-[a-z][a-z0-9]{7}")


class UpdateForm(forms.Form):
    """
    What a person says of a revised paper. The words travel sealed in `packed`.

    A choice for a unit is a field of its own name, read by `said`; the page offers only those that
    there are, and whatever else comes counts as not said.
    """

    SINCE = [
        (
            "draft",
            _("Take only what the file changes against that draft; what changed since stays"),
        ),
        ("text", _("Put the words of the file in place of what changed since")),
    ]

    packed = forms.CharField(widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    based_on = forms.CharField(required=False, widget=forms.HiddenInput)
    since = forms.ChoiceField(
        label=_("What the file began from"),
        choices=SINCE,
        required=False,
        widget=forms.RadioSelect,
    )
    takes_labels = forms.BooleanField(
        label=_("Give sections the labels that they have in the file"), required=False
    )
    accepts_changes = forms.BooleanField(
        label=_("Take the tracked changes of the file as accepted"), required=False
    )
    reason = PlainTextField(
        label=_("Reason"),
        limit=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with every change, and read by staff."),
    )

    @property
    def said(self) -> dict[str, str]:
        """
        The choices that were made, by the name of their field.

        Where it was said anew what the file began from, they begin anew too: each was made from
        what the page proposed.
        """
        if self.data.get("seen_since", self.began_from) != self.began_from:
            return {}
        return {
            name: str(value)
            for name, value in self.data.items()
            if value and _CHOICE.fullmatch(name)
        }

    @property
    def began_from(self) -> str:
        """What holds where the text has changed since an older draft; "draft" until it is said."""
        return "text" if self.data.get("since") == "text" else "draft"

    @property
    def takes_labels_said(self) -> bool | None:
        """Whether sections get the labels of the file; None where nobody was asked yet."""
        return "takes_labels" in self.data if "asked_labels" in self.data else None

    def check(self, page: UpdatePage) -> bool:
        """Say on the form what is to be done before the paper can be written."""
        said: dict[str, Any] = self.cleaned_data
        if not said["reason"]:
            self.add_error("reason", gettext("Please give the reason; it is kept with the change."))
        if page.proposal.draft is not None and not said["since"]:
            self.add_error("since", gettext("Please choose what holds."))
        if page.has_tracked_changes and not said["accepts_changes"]:
            message = gettext(
                "Accept the tracked changes here, or in Word and send the file again."
            )
            self.add_error("accepts_changes", message)
        if page.unsettled:
            self.add_error(None, gettext("Please choose, wherever the page asks you to."))
        elif said["shown"] != page.shown:
            message = gettext("Your choices are shown below now. Look at them, then write them.")
            self.add_error(None, message)
        if page.refusal:
            self.add_error(None, page.refusal)
        return not self.errors
