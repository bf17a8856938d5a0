"""From which instant one asks what changed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consultations.forms.consulting import LocalInstantField, in_zone


class SinceForm(forms.Form):
    """A date and time, as the clocks of the consultation's zone show it."""

    since = LocalInstantField(label=_("Since"), required=False)

    def moment(self, zone: ZoneInfo, *, otherwise: datetime) -> datetime:
        """The instant that was asked for; `otherwise` where none was, or there is none such."""
        local = self.cleaned_data.get("since") if self.is_valid() else None
        if local is None:
            return otherwise
        try:
            return in_zone(local, zone)
        except ValidationError:  # clocks change then, or no calendar reaches so far
            return otherwise
