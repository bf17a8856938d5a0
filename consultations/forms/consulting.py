"""Opening a consultation, and changing its instants, its readers and its letters."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.deadlines import zone_words
from consultations.models import Consultation
from consultations.models.contributions import Readers
from consultations.operations.consulting import LETTER_LIMIT, TITLE_LIMIT
from consultations.queries.readers import rule_choices
from delegations.models import Delegation
from lap_portal.text import REASON_LIMIT, PlainTextField
from sections.models import Draft

_ZONES = (
    "Europe/Zurich",
    "UTC",
    "Africa/Addis_Ababa",
    "Africa/Nairobi",
    "America/New_York",
    "America/Santiago",
    "Asia/Bangkok",
    "Asia/Beirut",
    "Asia/Tokyo",
    "Asia/Vientiane",
    "Europe/London",
    "Europe/Vienna",
)
_LAYOUT = "%Y-%m-%dT%H:%M"


class LocalInstantField(forms.Field):
    """A date and time as a clock on the wall shows it; the form says in which zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LAYOUT)

    def to_python(self, value: Any) -> datetime | None:
        """Return a time without zone, or raise a sentence with an example."""
        if value in self.empty_values:
            return None
        try:
            local = datetime.fromisoformat(str(value))
        except ValueError:
            local = None
        if local is None or local.tzinfo is not None:
            raise ValidationError(_("Give a date and a time, such as 2030-06-26T18:00."))
        return local

    def prepare_value(self, value: Any) -> Any:
        return value.strftime(_LAYOUT) if isinstance(value, datetime) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != self.prepare_value(data)


def in_zone(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks of a zone show a time; ValidationError if they never do."""
    if not MINYEAR < local.year < MAXYEAR:  # or in another zone no date would be left for it
        raise ValidationError(_("Give a year in which somebody can read this."))
    instant = local.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local:
        raise ValidationError(_("Clocks change then: this time does not exist in that zone."))
    return instant


class DraftField(forms.ModelChoiceField):
    """A choice among drafts, each with those who read it, and who may therefore comment."""

    def label_from_instance(self, draft: Draft) -> str:
        return _("%(draft)s (read by: %(circulation)s)") % {
            "draft": draft,
            "circulation": draft.get_circulation_display(),
        }


class ConsultationForm(forms.Form):
    """A call for comments on one of a plan's drafts."""

    title = PlainTextField(
        label=_("Title"),
        limit=TITLE_LIMIT,
        widget=forms.TextInput,
        help_text=_("As delegations will see it, such as “First round of comments”."),
    )
    draft = DraftField(label=_("On the draft"), queryset=Draft.objects.none(), empty_label=None)
    opens_at = LocalInstantField(label=_("Opens"))
    closes_at = LocalInstantField(label=_("Closes"))
    time_zone = forms.ChoiceField(
        label=_("Both in"),
        choices=[(name, zone_words(ZoneInfo(name))) for name in _ZONES],
        help_text=_("Everybody is shown the instants in this zone, with its name."),
    )
    late = forms.ChoiceField(
        label=_("Contributions after closing"), choices=Consultation.Late.choices
    )
    readers = forms.ChoiceField(
        label=_("Who reads contributions"),
        choices=rule_choices,
        initial=Readers.OFFICES,
        widget=forms.RadioSelect,
        help_text=_("Each delegation may choose fewer readers for what it submits; never more."),
    )
    guidance = PlainTextField(
        label=_("Guidance"),
        limit=LETTER_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    covering_letter = PlainTextField(
        label=_("Covering letter of the President"),
        limit=LETTER_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, drafts: QuerySet[Draft], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["draft"].queryset = drafts  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Open the consultation")))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        _place(self, said, ZoneInfo(said.get("time_zone", "UTC")))
        return said


class ReadersForm(forms.Form):
    """Another rule on who reads contributions."""

    readers = forms.ChoiceField(
        label=_("Who reads contributions"), choices=rule_choices, widget=forms.RadioSelect
    )
    reason = PlainTextField(
        label=_("Reason"), limit=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        kwargs["initial"] = {"readers": consultation.readers}
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Change who reads contributions")))


class GuidanceForm(forms.Form):
    """Guidance and covering letter, anew."""

    guidance = PlainTextField(
        label=_("Guidance"),
        limit=LETTER_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    covering_letter = PlainTextField(
        label=_("Covering letter of the President"),
        limit=LETTER_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    reason = PlainTextField(
        label=_("Reason"), limit=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "guidance": consultation.guidance,
            "covering_letter": consultation.covering_letter,
        }
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Save the words")))


class ExtensionForm(forms.Form):
    """More time for one delegation."""

    delegation = forms.ModelChoiceField(
        label=_("Delegation"), queryset=Delegation.objects.none(), empty_label=_("Choose one")
    )
    closes_at = LocalInstantField(label=_("Closes for it"))
    reason = PlainTextField(
        label=_("Reason"), limit=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        consultation: Consultation,
        delegations: QuerySet[Delegation],
        **kwargs: Any,
    ) -> None:
        self.zone = consultation.zone
        super().__init__(*args, **kwargs)
        self.fields["delegation"].queryset = delegations  # type: ignore[attr-defined]
        self.fields["closes_at"].help_text = zone_words(self.zone)
        self.closes_for_all = consultation.closes_at
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Give this delegation until then")))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        _place(self, said, self.zone, ("closes_at",))
        given = said.get("closes_at")
        if given and given == self.closes_for_all.replace(second=0, microsecond=0):
            said["closes_at"] = self.closes_for_all
        return said


class CloseForm(forms.Form):
    """When an open consultation closes earlier than was said, in its zone, and why."""

    closes_at = LocalInstantField(label=_("Closes"))
    reason = PlainTextField(
        label=_("Reason"),
        limit=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Sent to everybody for whom it closes earlier."),
    )

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        self.zone = consultation.zone
        super().__init__(*args, **kwargs)
        self.fields["closes_at"].help_text = zone_words(self.zone)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Close early, and tell everybody")))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        _place(self, said, self.zone, ("closes_at",))
        return said


class InstantsForm(forms.Form):
    """New instants for a consultation, in its zone."""

    opens_at = LocalInstantField(label=_("Opens"))
    closes_at = LocalInstantField(label=_("Closes"))
    reason = PlainTextField(
        label=_("Reason"), limit=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        self.zone = consultation.zone
        kwargs["initial"] = {
            "opens_at": consultation.opens_at.astimezone(self.zone),
            "closes_at": consultation.closes_at.astimezone(self.zone),
        }
        super().__init__(*args, **kwargs)
        self.kept = {"opens_at": consultation.opens_at, "closes_at": consultation.closes_at}
        for name in ("opens_at", "closes_at"):
            self.fields[name].help_text = zone_words(self.zone)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Change the instants")))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        _place(self, said, self.zone)
        return said | {name: at for name, at in self.kept.items() if name not in self.changed_data}


def _place(
    form: forms.Form,
    said: dict[str, Any],
    zone: ZoneInfo,
    names: tuple[str, ...] = ("opens_at", "closes_at"),
) -> None:
    for name in names:
        if said.get(name):
            try:
                said[name] = in_zone(said[name], zone)
            except ValidationError as error:
                form.add_error(name, error)
