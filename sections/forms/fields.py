"""What the forms of drafting share: a reason, and the choice of a place in the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lap_portal.text import REASON_LIMIT, PlainTextField
from sections.queries import PlanText, TextUnit
from sections.words import WORDING_LIMIT


class ReasonedForm(forms.Form):
    """A form that says why, with one button; also all there is to deleting and restoring."""

    reason = PlainTextField(
        label=_("Reason"),
        limit=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the change, and read by staff."),
    )

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])
        self.helper = FormHelper()
        self.helper.add_input(Submit("act", button))

    def look_again(self, **seen: object) -> None:
        """Note in the hidden fields what is on screen now; everything typed stays."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in seen.items():
            data[name] = str(value)
        self.data = data


def wording_field(label: Any, *, rows: int = 5, help_text: Any = "") -> PlainTextField:
    """A field for words of the plan."""
    return PlainTextField(
        label=label,
        limit=WORDING_LIMIT,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def unit_choices(units: Iterable[TextUnit]) -> list[tuple[str, str]]:
    """Units as choices: uid, and the reference with the first words."""
    return [(u.uid, f"{u.reference}  {Truncator(u.text).chars(70)}") for u in units]


class PlaceField(forms.ChoiceField):
    """What something goes after: a unit of the text, or nothing for the very beginning."""

    def offer(self, text: PlanText, units: Iterable[TextUnit], *, here: str | None = None) -> None:
        """Offer some units of a text by section; `here` is the uid after which it stands now."""
        titles = {line.section_uid: f"{line.path}  {line.title}" for line in text.contents}
        groups: dict[str, list[tuple[str, str]]] = {}
        for unit in units:
            title = titles.get(unit.section_uid, gettext("Before the first part"))
            groups.setdefault(title, []).extend(_marked(unit_choices([unit]), here))
        beginning = _marked([("", gettext("at the very beginning"))], here)
        self.choices = [*beginning, *groups.items()]

    def offer_headings(self, headings: Iterable[TextUnit], *, here: str) -> None:
        """Offer headings, each of which stands for its section."""
        beginning = ("", gettext("at the very beginning"))
        self.choices = _marked([beginning, *unit_choices(headings)], here)


def _marked(choices: list[tuple[str, str]], here: str | None) -> list[tuple[str, str]]:
    """Say of a place that it is the present one."""
    where = gettext("%(place)s (where it is now)")
    return [(uid, where % {"place": name} if uid == here else name) for uid, name in choices]
