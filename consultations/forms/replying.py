"""Writing a reply to a delegation, and discarding it."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.retyping import retyped
from consultations.models import Reply
from consultations.operations.reflecting import REPLY_LIMIT
from lap_portal.text import PlainTextField


class ReplyForm(forms.Form):
    """The reply to a delegation; `based_on` is the version that was on screen, 0 for none."""

    text = PlainTextField(
        label=_("Reply"),
        limit=REPLY_LIMIT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Read by this delegation alone, once you send it. At most 5,000 characters."),
        error_messages={"required": _("Write what you reply.")},
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)

    def __init__(self, *args: Any, prepared: Reply | None, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "text": prepared.text if prepared else "",
            "based_on": prepared.version if prepared else 0,
        }
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Keep the reply")))

    def base_on(self, prepared: Reply | None) -> None:
        """Let the next saving replace what is in preparation now; keep what was typed."""
        self.data = retyped(self.data, based_on=str(prepared.version if prepared else 0))


class ReplyDiscardForm(forms.Form):
    """That a reply in preparation is discarded, as it was on screen."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)

    def __init__(self, *args: Any, reply: Reply, **kwargs: Any) -> None:
        kwargs["initial"] = {"based_on": reply.version}
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Discard"), css_class="btn-danger"))

    def base_on(self, reply: Reply) -> None:
        """Let the next press of the button discard what is now on screen."""
        self.data = retyped(self.data, based_on=str(reply.version))
