"""Confirming a submission, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Hidden, Layout, Submit
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations.forms.layout import speaking_helper
from consultations.models import Consultation
from consultations.models.contributions import Readers, narrowest
from consultations.openings import FIELD
from consultations.operations.dispatching import LETTER_LIMIT, Particulars
from consultations.operations.inside import NOTE_LIMIT
from consultations.queries.aligning import states_beside
from consultations.queries.readers import readers_words
from delegations.models import Delegation
from lap_portal.rows import RowsField
from lap_portal.text import PlainTextField

_GROUP_LIMIT = 200
_CHOICES = {
    Readers.OFFICES: _("The offices only"),
    Readers.PARTICIPANTS: _("All who take part"),
    Readers.PUBLIC: _("Everybody: it may be posted"),
}


class StampsField(forms.Field):
    """The stamps of what the page listed; whether they still hold is for the operation to say."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        return [str(stamp) for stamp in value or []]


def _choice_words(consultation: Consultation, choice: Readers) -> str:
    """A choice of readers, and who reads then, where the consultation's rule may be narrower."""
    said = f"{_CHOICES[choice]}. "
    if narrowest(consultation.readers, choice) != choice:
        said += gettext("Today the consultation's rule is narrower, and holds.") + " "
    return f"{said}{readers_words(consultation, choice)}."


class ParticularsForm(forms.Form):
    """What a submission says of itself; left as it is, it says nothing."""

    readers = forms.ChoiceField(
        label=_("Who may read it"), widget=forms.RadioSelect, required=False
    )
    is_preliminary = forms.BooleanField(
        label=_("It is preliminary, subject to confirmation by capital"), required=False
    )
    cover_letter = PlainTextField(
        label=_("Cover letter"),
        limit=LETTER_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    on_behalf_of = forms.CharField(
        label=_("On behalf of"),
        max_length=_GROUP_LIMIT,
        required=False,
        help_text=_("The name of the group, as it is to be printed."),
    )
    aligned = RowsField(
        label=_("Aligned States"),
        queryset=Delegation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Nobody must confirm. A State may correct its listing, or add a line in its national "
            "capacity."
        ),
    )

    rule_shown = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, consultation: Consultation, speaker: Delegation, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.rule = consultation.readers
        self.fields["readers"].initial = Readers.OFFICES
        self.fields["readers"].choices = [  # type: ignore[attr-defined]
            (choice.value, _choice_words(consultation, choice)) for choice in _CHOICES
        ]
        self.fields["aligned"].queryset = states_beside(speaker)  # type: ignore[attr-defined]

    def clean_readers(self) -> str:
        """Without a choice, the narrowest."""
        return self.cleaned_data["readers"] or Readers.OFFICES

    def is_open(self, *names: str) -> bool:
        """Whether some fields are to be shown at once: they say something, or are wrong."""
        return any(self[name].value() or name in self.errors for name in names)

    @property
    def shows_letter(self) -> bool:
        return self.is_open("is_preliminary", "cover_letter")

    @property
    def shows_group(self) -> bool:
        return self.is_open("on_behalf_of", "aligned")

    def particulars(self, *, is_no_comments: bool = False) -> Particulars:
        """What was filled in; of a page that does not say which rule it told, the narrowest."""
        said = self.cleaned_data
        return Particulars(
            readers=said["readers"],
            is_preliminary=said["is_preliminary"],
            is_no_comments=is_no_comments,
            cover_letter=said["cover_letter"],
            on_behalf_of=said["on_behalf_of"],
            aligned=tuple(said["aligned"]),
            rule_shown=said["rule_shown"] or Readers.OFFICES,
        )


class SubmissionForm(ParticularsForm):
    """What goes, of what the page offered."""

    listed = StampsField(required=False)
    offered = StampsField(required=False)

    def ticked(self, stamps: Iterable[str]) -> set[str]:
        """
        Which of the stamps on the page are ticked: all at first; later what was ticked before.

        What changed meanwhile has another stamp and is the same thing: what was left out stays
        out. What the page had not offered is new, and ticked.
        """
        if not self.is_bound:
            return set(stamps)
        before, offered = (set(map(_thing, self._stamps(each))) for each in ("listed", "offered"))
        return {
            stamp
            for stamp in stamps
            if _thing(stamp) in before or (offered and _thing(stamp) not in offered)
        }

    def _stamps(self, name: str) -> list[str]:
        return self.cleaned_data.get(name, [])


def _thing(stamp: str) -> str:
    """The comment or answer of a stamp, whenever it was changed."""
    return stamp.rpartition(" ")[0]


class NoteForm(forms.Form):
    """A note among colleagues."""

    text = PlainTextField(
        label=_("Note"),
        limit=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Your delegation alone reads it. At most 5,000 characters."),
    )

    def __init__(self, *args: Any, keep: str, token: str, button: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = speaking_helper(self, address="", keep=keep)
        save = Submit("save", button or gettext("Save the note"))
        self.helper.layout = Layout("text", Hidden(FIELD, token), save)
