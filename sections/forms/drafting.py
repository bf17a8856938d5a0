"""Adding, moving, splitting, merging; cards and shapes; circulation."""

from __future__ import annotations

import re
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from documents.outline import Kind
from lap_portal.text import PlainTextField
from sections.circulation import Circulation
from sections.forms.fields import PlaceField, ReasonedForm, unit_choices, wording_field
from sections.models import Draft, Question
from sections.models.elements import Kind as KindChoices
from sections.queries import Card, PlanText, TextUnit
from sections.queries.places import standing_place

_CUT = re.compile(r"^[ \t]*-{3,}[ \t]*$", re.MULTILINE)


class ElementAddForm(ReasonedForm):
    """A new element: what it is, its words, and what it follows."""

    after = PlaceField(label=_("Goes after"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KindChoices.choices)
    text = wording_field(_("Wording"))
    label = PlainTextField(
        label=_("Label, for a heading only"),
        limit=20,
        required=False,
        widget=forms.TextInput,
        help_text=_("Such as XII or d. Left empty, the next one is taken."),
    )
    is_below = forms.BooleanField(
        label=_("A heading opens a sub-section of the one it follows"), required=False
    )

    def __init__(self, *args: Any, text: PlanText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].offer(text, text.units)  # type: ignore[attr-defined]


class ElementMoveForm(ReasonedForm):
    """The new place of an element; for a heading, of its whole section."""

    after = PlaceField(label=_("Goes after"), required=False)
    is_below = forms.BooleanField(label=_("Inside that section, as its first"), required=False)

    def __init__(self, *args: Any, text: PlanText, unit: TextUnit, **kwargs: Any) -> None:
        here, is_below = standing_place(text, unit)
        super().__init__(*args, initial={"after": here, "is_below": is_below}, **kwargs)
        after = self.fields["after"]
        if unit.kind is Kind.HEADING:
            inside = {line.section_uid for line in text.below(unit.section_uid).contents}
            headings = (u for u in text.units if u.kind is Kind.HEADING)
            others = [u for u in headings if u.section_uid not in inside]
            after.offer_headings(others, here=here)  # type: ignore[attr-defined]
        else:
            del self.fields["is_below"]
            others = [u for u in text.units if u.uid != unit.uid]
            after.offer(text, others, here=here)  # type: ignore[attr-defined]


class ElementSplitForm(ReasonedForm):
    """The words with a line of dashes wherever they are to be cut."""

    text = wording_field(
        _("Wording, with a line of three dashes (---) at each cut"),
        rows=10,
        help_text=_("What stands above the first cut keeps the identifier and the comments."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def parts(self) -> list[str]:
        """The parts, without the blanks around the cuts."""
        return [part.strip() for part in _CUT.split(self.cleaned_data["text"])]


class SecondForm(forms.Form):
    """The first step of merging: with what. It is sent in the address and changes nothing."""

    second = forms.ChoiceField(label=_("Merge with"))

    def __init__(self, *args: Any, text: PlanText, unit: TextUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [u for u in text.units if u.kind is unit.kind and u.uid != unit.uid]
        near = sorted(others, key=lambda u: u.section_uids != unit.section_uids)
        self.fields["second"].choices = unit_choices(near)  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("", _("Go on")))


class ElementMergeForm(ReasonedForm):
    """The words that two elements become, and the revisions of both that were on screen."""

    text = wording_field(_("Wording of both together"), rows=8)
    based_on = forms.IntegerField(widget=forms.HiddenInput)
    second_based_on = forms.IntegerField(widget=forms.HiddenInput)


class CardForm(ReasonedForm):
    """The lines of an action card; an empty one is a gap that everybody can see."""

    LINES = ("who_acts", "measure", "time_frame", "source_of_information")

    who_acts = PlainTextField(
        label=_("Who acts"), limit=500, required=False, widget=forms.TextInput
    )
    measure = PlainTextField(
        label=_("What is measured"), limit=500, required=False, widget=forms.TextInput
    )
    time_frame = PlainTextField(
        label=_("By when"), limit=300, required=False, widget=forms.TextInput
    )
    source_of_information = PlainTextField(
        label=_("Source of the information"), limit=500, required=False, widget=forms.TextInput
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, card: Card | None, **kwargs: Any) -> None:
        kwargs["initial"] = {"based_on": card.number if card else 0}
        if card is not None:
            kwargs["initial"] |= {name: getattr(card, name) for name in self.LINES}
        super().__init__(*args, **kwargs)


class ShapeForm(ReasonedForm):
    """In which shape a question is answered."""

    shape = forms.ChoiceField(
        label=_("Answer"), choices=Question.Shape.choices, widget=forms.RadioSelect
    )
    based_on = forms.CharField(widget=forms.HiddenInput, required=False)


class CirculationForm(ReasonedForm):
    """To whom a draft is opened; only what is wider can be chosen."""

    circulation = forms.ChoiceField(label=_("Circulation"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        width = Circulation.values.index(draft.circulation)
        field = self.fields["circulation"]
        field.choices = Circulation.choices[width + 1 :]  # type: ignore[attr-defined]
