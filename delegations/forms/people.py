"""The shape of what is typed about people and delegations. Shape only."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from delegations.forms.acts import ActForm, ReasonForm
from delegations.models import Delegation, Membership, Role, Standing, User
from delegations.models.delegations import FIELDS
from delegations.offices import PERMISSIONS, Office
from lap_portal.text import REASON_LIMIT, PlainTextField
from lap_portal.zones import zone_choices

LIST_LIMIT = 200_000


class DeactivationForm(ReasonForm):
    """Closes an account."""

    button = _("Close the account")
    is_grave = True


class ReactivationForm(ReasonForm):
    """Opens a closed account again."""

    button = _("Open the account again")


class ErasureForm(ReasonForm):
    """Empties an account for good, after a tick."""

    button = _("Erase for good")
    is_grave = True

    is_certain = forms.BooleanField(label=_("I have read what will happen; it cannot be undone."))
    field_order = ["is_certain", "reason"]


class AddressForm(ReasonForm):
    """Moves an account to another address."""

    button = _("Change the address")

    email = forms.EmailField(label=_("New e-mail address"), max_length=254)
    field_order = ["email", "reason"]


class AppointmentForm(ReasonForm):
    """Gives a person an office."""

    button = _("Appoint")

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    office = forms.TypedChoiceField(
        label=_("Office"),
        choices=[(office.value, office.label) for office in PERMISSIONS],
        coerce=Office,
    )
    field_order = ["name", "email", "office", "reason"]


class DismissalForm(ReasonForm):
    """Takes an office from a person."""

    button = _("Dismiss")
    is_grave = True


class EndForm(ReasonForm):
    """Ends a membership."""

    button = _("End the membership")
    is_grave = True


class RoleForm(ReasonForm):
    """Makes a member a deputy, or a deputy a member."""

    button = _("Change the role")

    role = forms.TypedChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in (Role.MEMBER, Role.DEPUTY)],
        coerce=Role,
    )
    field_order = ["role", "reason"]


class MemberField(forms.ModelChoiceField):
    """Chooses among members, by name and address."""

    def label_from_instance(self, member: Membership) -> str:
        """The name and the address: two colleagues may share a name."""
        return f"{member.person.name} ({member.person.email})"


class SuccessorForm(ReasonForm):
    """Names the next focal point among the members of a delegation."""

    button = _("Name the focal point")

    successor = MemberField(label=_("Next focal point"), queryset=Membership.objects.none())
    field_order = ["successor", "reason"]

    def __init__(self, *args: Any, delegation: Delegation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, MemberField)  # noqa: S101 - tells the type
        field.queryset = (
            Membership.objects.live()
            .filter(delegation=delegation)
            .exclude(role=Role.FOCAL_POINT)
            .select_related("person")
        )


class MergeForm(ReasonForm):
    """Names the delegation that a duplicate is merged into."""

    button = _("Merge")
    is_grave = True

    into = forms.ModelChoiceField(
        label=_("Delegation that stays"), queryset=Delegation.objects.none()
    )
    field_order = ["into", "reason"]

    def __init__(self, *args: Any, duplicate: Delegation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
        field.queryset = Delegation.objects.active().exclude(pk=duplicate.pk)


class DelegationForm(forms.ModelForm):
    """What is known of a delegation."""

    class Meta:
        model = Delegation
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Save"), css_class="btn btn-primary"))


class DelegationRevisionForm(DelegationForm):
    """What is known of a delegation, with the reason for changing it."""

    reason = PlainTextField(
        limit=REASON_LIMIT, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3})
    )


class StandingForm(ReasonForm):
    """How a State stands to the Convention, as found at a date in a source."""

    button = _("Record the standing")

    status = forms.ChoiceField(label=_("Status"), choices=Standing.Status.choices)
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    as_at = forms.DateField(
        label=_("As at"),
        help_text=_("The day on which the source said so."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    source = forms.CharField(label=_("Source"), max_length=300)
    is_verified = forms.BooleanField(label=_("Verified against the depositary"), required=False)
    field_order = ["status", "since", "as_at", "source", "is_verified", "reason"]


class ListForm(ActForm):
    """A list of delegations, pasted or in a file."""

    button = _("Check the list")

    category = forms.ChoiceField(
        label=_("Category"),
        choices=Delegation.Category.choices,
        help_text=_("For lines that name none."),
    )
    text = PlainTextField(
        limit=LIST_LIMIT,
        label=_("List"),
        required=False,
        help_text=_(
            "One delegation per line. Or a table as CSV whose first line names the columns: "
            "name, category, iso2, iso3, m49, regional_group, mission_email and the like."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    file = forms.FileField(label=_("Or a CSV file"), required=False)

    def clean(self) -> dict[str, Any]:
        """Put the words of the file in the place of the pasted ones."""
        given: dict[str, Any] = super().clean() or {}
        if upload := given.pop("file", None):
            given["text"] = self._read(upload)
        if not given.get("text", "").strip() and not self.errors:
            raise forms.ValidationError(_("Paste a list, or choose a file."))
        return given

    def _read(self, upload: Any) -> str:
        if upload.size > LIST_LIMIT:
            raise forms.ValidationError(_("This file is too large for a list of delegations."))
        try:
            text: str = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                _("This is not a text file in UTF-8. Save it again as “CSV UTF-8”.")
            ) from error
        return str(PlainTextField(limit=LIST_LIMIT).clean(text))


class PreferencesForm(ActForm):
    """In which language a person writes, where the person lives, and when mail is wished."""

    language = forms.ChoiceField(
        label=_("Language you write in"),
        choices=settings.WRITING_LANGUAGES,
        help_text=_("A new comment begins with it; each comment can name another."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("Deadlines are told in your own time too, beside the official one."),
    )
    mail = forms.ChoiceField(
        label=_("News by mail"),
        choices=User.Mail.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Once a day: one letter at 7:00 in your time zone, if there is news. Letters about "
            "your account and your delegation's members come in any case."
        ),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        names = ("language", "time_zone", "mail")
        super().__init__(*args, initial={name: getattr(person, name) for name in names}, **kwargs)


class SearchForm(forms.Form):
    """Words to look for among names and addresses."""

    q = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=150)


class DelegationFilterForm(forms.Form):
    """Which delegations to list; by how far their people have come, for who manages them."""

    q = forms.CharField(label=_("Name"), required=False, max_length=150)
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("All")), *Delegation.Category.choices]
    )
    group = forms.ChoiceField(
        label=_("Regional group"),
        required=False,
        choices=[("", _("All")), *Delegation.RegionalGroup.choices, ("none", _("None"))],
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All")), *Standing.Status.choices]
    )
    people = forms.ChoiceField(
        label=_("People"),
        required=False,
        choices=[
            ("", _("All")),
            ("joined", _("Joined")),
            ("invited", _("Invited, nobody joined")),
            ("uninvited", _("Nobody joined, no open invitation")),
            ("no_focal_point", _("No focal point")),
        ],
    )

    def __init__(self, *args: Any, may_manage: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_manage:
            del self.fields["people"]
