"""The shape of what is typed to invite, to take back and to join."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from delegations.forms.acts import ActForm, ReasonForm
from delegations.forms.people import LIST_LIMIT
from delegations.models import Invitation, Role
from delegations.operations.invitations import LONGEST_DAYS, MESSAGE_LIMIT
from lap_portal import clock
from lap_portal.rows import RowsField
from lap_portal.text import PlainTextField


class RevocationForm(ReasonForm):
    """Takes an invitation back."""

    button = _("Take the invitation back")
    is_grave = True


class ReturnForm(ReasonForm):
    """Notes that the letter of an invitation came back."""

    button = _("Note that it came back")


class LetterForm(ActForm):
    """What the letters of invitations say, and how long they hold."""

    message = PlainTextField(
        limit=MESSAGE_LIMIT,
        label=_("Message in the letter"),
        required=False,
        help_text=_("Beside it stand the link, the code, and whom to ask."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    days = forms.IntegerField(
        label=_("Valid for (days)"), min_value=1, max_value=LONGEST_DAYS, initial=30
    )


class InvitationForm(LetterForm):
    """Invites to a delegation by a letter to an address."""

    button = _("Send the invitation")

    address = forms.EmailField(label=_("Send to"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"),
        help_text=_("Of the first who joins; whoever joins later by the same letter is a member."),
    )
    field_order = ["address", "role", "message", "days"]

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, roles)


class InvitationListForm(LetterForm):
    """Whom to invite: a list, pasted or in a file."""

    button = _("Check the list")

    text = PlainTextField(
        limit=LIST_LIMIT,
        label=_("List"),
        required=False,
        help_text=_(
            "One delegation per line: its official name in English, French or Spanish, or its ISO "
            "code; then the e-mail address; then, if it is another one, the role. Paste it from "
            "anywhere; headings over the columns may stand above it."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    file = forms.FileField(
        label=_("Or a file (.xlsx or .csv)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        help_text=_("Of the first who joins, for lines that name none."),
        initial=Role.FOCAL_POINT,
    )
    field_order = ["text", "file", "role", "message", "days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, Role)

    def clean(self) -> dict[str, Any]:
        """Insist on a list or a file."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("file") and not given.get("text", "").strip() and not self.errors:
            raise forms.ValidationError(_("Paste a list, or choose a file."))
        return given


class InvitationsField(RowsField):
    """Chooses among invitations, by delegation, address and day."""

    def label_from_instance(self, invitation: Invitation) -> str:
        """The delegation, the address, and when it was last sent."""
        return _("%(delegation)s: %(address)s, sent %(day)s") % {
            "delegation": invitation.delegation.name,
            "address": invitation.address,
            "day": date_format(invitation.sent_at, "j M Y"),
        }


class ResendForm(LetterForm):
    """Sends invitations again, each with a new code."""

    button = _("Send again")

    invitation = InvitationsField(
        label=_("Invitations"),
        queryset=Invitation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    as_shown = forms.CharField(widget=forms.HiddenInput, max_length=40)
    field_order = ["invitation", "message", "days", "as_shown"]

    def __init__(self, *args: Any, invitations: QuerySet[Invitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["invitation"]
        assert isinstance(field, InvitationsField)  # noqa: S101 - tells the type
        field.queryset = invitations
        field.initial = invitations
        self.fields["as_shown"].initial = clock.now().isoformat()
        self.fields["message"].help_text = _("Empty: each letter keeps its own message.")

    def clean_as_shown(self) -> datetime:
        """The instant at which the person saw the invitations."""
        try:
            return datetime.fromisoformat(self.cleaned_data["as_shown"]).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(_("Please open this page anew.")) from error


class JoinForm(ActForm):
    """Joins a delegation by the code in an invitation."""

    button = _("Join")

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your own e-mail address"),
        max_length=254,
        help_text=_("You sign in with a code that is sent there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    code = forms.CharField(
        label=_("Code in the invitation"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


def _choices(form: forms.Form, roles: Iterable[Role]) -> None:
    field = form.fields["role"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
    field.choices = [(role.value, role.label) for role in roles]
