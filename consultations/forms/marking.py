"""What staff keep beside comments: notes, translations, themes, persons, bundles."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.forms.retyping import retyped
from consultations.models import Bundle, Comment, Theme, WorkingTranslation
from consultations.operations.desk_notes import NOTE_LIMIT
from consultations.operations.translating import LIMITS
from delegations.models import User
from lap_portal.rows import RowsField, number_of
from lap_portal.text import PlainTextField


class DeskNoteForm(forms.Form):
    """A note beside a comment."""

    text = PlainTextField(
        label=_("Note"),
        limit=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by the Presidency and the ISU only, and in no file."),
        error_messages={"required": _("Write the note.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Write the note")))


class TranslationForm(forms.Form):
    """A translation of what a comment says; `based_on` is the one that was on screen, if any."""

    text = PlainTextField(
        label=_("Comment"),
        limit=LIMITS["text"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    proposal = PlainTextField(
        label=_("Proposed wording"),
        limit=LIMITS["proposal"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    reason = PlainTextField(
        label=_("Reason"),
        limit=LIMITS["reason"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        comment: Comment,
        language: str,
        is_rtl: bool,
        current: WorkingTranslation | None,
        **kwargs: Any,
    ) -> None:
        if current is not None:
            names = ("text", "proposal", "reason")
            kwargs["initial"] = {name: getattr(current, name) for name in names}
            kwargs["initial"]["based_on"] = current.pk
        super().__init__(*args, **kwargs)
        for name in ("text", "proposal", "reason"):
            if getattr(comment, name):
                widget = self.fields[name].widget
                widget.attrs |= {"lang": language, "dir": "rtl" if is_rtl else "ltr"}
            else:
                del self.fields[name]
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Keep the translation")))

    def base_on(self, current: WorkingTranslation | None) -> None:
        """Let the next saving supersede `current`, now on screen; keep what was typed."""
        self.data = retyped(self.data, based_on=str(current.pk) if current else "")


class ThemeForm(forms.Form):
    """The name of a theme; `based_on` is the name that was on screen."""

    name = forms.CharField(label=_("Name of the theme"), max_length=80)
    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", button))

    def base_on(self, name: str) -> None:
        """Let the next saving rename what bears `name`, now on screen; keep what was typed."""
        self.data = retyped(self.data, based_on=name)


class BundleForm(forms.Form):
    """Which comments say nearly the same, and what; in a bundle there is, or in a new one."""

    name = forms.CharField(
        label=_("What they say, in a few words"),
        max_length=200,
        required=False,
        help_text=_("For staff only; no delegation reads it."),
    )
    bundle = forms.ModelChoiceField(
        label=_("Bundle"),
        queryset=Bundle.objects.none(),
        required=False,
        empty_label=_("A new one"),
    )
    comments = RowsField(
        queryset=Comment.objects.none(),
        error_messages={"required": _("Choose at least one comment.")},
    )

    def __init__(
        self, *args: Any, comments: QuerySet[Comment], bundles: QuerySet[Bundle], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comments"].queryset = comments  # type: ignore[attr-defined]
        self.fields["bundle"].queryset = bundles  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A new bundle has a name."""
        cleaned = super().clean() or {}
        if not cleaned.get("bundle") and not cleaned.get("name") and "bundle" not in self.errors:
            self.add_error("name", _("Say in a few words what these comments say."))
        return cleaned


class RenameBundleForm(forms.Form):
    """What a bundle's comments say; `based_on` is what was on screen."""

    name = forms.CharField(label=_("What they say, in a few words"), max_length=200)
    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Rename")))

    def base_on(self, name: str) -> None:
        """Let the next saving rename what bears `name`, now on screen; keep what was typed."""
        self.data = retyped(self.data, based_on=name)


class ShownField(forms.Field):
    """Comments that were ticked, each with who had it on screen: "12-3", "12-0" for nobody."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> dict[int, int | None]:
        """The keys of the comments with the key of the person, or None."""
        shown = {}
        for each in value or []:
            comment, _dash, person = str(each).partition("-")
            if None in (number_of(comment), number_of(person)):
                raise ValidationError(_("Choose from the comments shown."), code="shown")
            shown[int(comment)] = int(person) or None
        return shown


class SortForm(forms.Form):
    """What becomes of the comments ticked."""

    GIVE, TAKE_BACK, PUT_ON, TAKE_OFF = "give", "take_back", "put_on", "take_off"

    act = forms.ChoiceField(
        choices=[(name, name) for name in (GIVE, TAKE_BACK, PUT_ON, TAKE_OFF)],
        error_messages={"required": _("Choose what is to be done.")},
    )
    shown = ShownField(error_messages={"required": _("Choose at least one comment.")})
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label="–"
    )
    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.none(), required=False, empty_label="–"
    )

    def __init__(
        self, *args: Any, people: QuerySet[User], themes: QuerySet[Theme], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]

    @property
    def ticked(self) -> set[int]:
        """The keys of the comments that were ticked when the form was sent."""
        return set(self.cleaned_data.get("shown") or ()) if self.is_bound else set()

    def clean(self) -> dict[str, Any]:
        """Giving needs a person, a theme's acts a theme."""
        cleaned = super().clean() or {}
        act = cleaned.get("act")
        if act == self.GIVE and not cleaned.get("person") and "person" not in self.errors:
            self.add_error("person", _("Choose a person."))
        needs_theme = act in {self.PUT_ON, self.TAKE_OFF}
        if needs_theme and not cleaned.get("theme") and "theme" not in self.errors:
            self.add_error("theme", _("Choose a theme."))
        return cleaned


class NarrowingForm(forms.Form):
    """What a list of comments is narrowed to; an unknown choice is no choice."""

    section = forms.CharField(required=False, max_length=20)
    delegation = forms.RegexField(r"^[0-9]{1,9}$", required=False)
    person = forms.RegexField(r"^([0-9]{1,9}|none)$", required=False)
    theme = forms.RegexField(r"^([0-9]{1,9}|none)$", required=False)

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by name; nothing that is no choice."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
