"""How the forms in which one speaks are laid out, and what of them the browser keeps."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Hidden, Submit
from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from consultations.openings import FIELD


class Folded(Div):
    """Fields behind a summary that opens with a click, or by itself where `is_open`."""

    template = "consultations/_folded.html"

    def __init__(
        self, *fields: Any, summary: str | Promise, is_open: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*fields, **kwargs)
        self.summary = summary
        self.is_open = is_open


class Cancel(Div):
    """The way out of a form without saving."""

    template = "consultations/_cancel.html"

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


def acts(*, is_alone: bool, back: str, token: str = "", may_submit: bool = False) -> Div:
    """
    What ends a form in which one speaks: its buttons, and the token by which its words are kept.

    Where one person needs nobody's agreement there is nothing to mark as ready: saving may lead
    straight on to submitting.
    """
    buttons = [Submit("save", _("Save"))]
    css_class = "btn btn-outline-primary"
    if not is_alone:
        buttons.append(Submit("ready", _("Save and mark as ready"), css_class=css_class))
    elif may_submit:
        buttons.append(Submit("and_submit", _("Save and submit"), css_class=css_class))
    return Div(Hidden(FIELD, token), *buttons, Cancel(back), css_class="actions")


def speaking_helper(form: forms.Form, *, address: str, keep: str) -> FormHelper:
    """
    A helper whose form keeps what is typed in it until it is saved: here, and on the server.

    `keep` tells one person, acting for one delegation, at one form from all others. A form that
    came back from the server holds what was typed already.
    """
    helper = FormHelper()
    helper.form_action = address
    helper.attrs = {
        "data-keep": keep,
        "data-kept-at": reverse("consultations:typed_keep"),
        "data-forgotten-at": reverse("consultations:typed_forget"),
        "data-unsaved": _("Not saved: no connection. Kept in this tab; trying again."),
        "data-count": _("{n} of {limit} characters"),
        "data-over": _("{n} characters: {over} more than the {limit} that fit"),
    }
    if form.is_bound:
        helper.attrs["data-returned"] = "yes"
    return helper
