"""Bringing a paper in: the file, and the outline read from it, to be corrected."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.outline import Kind, Outline, Unit
from documents.reading.exchange import answer_from_json, outline_to_json
from lap_portal.text import PlainTextField
from sections.corrections import Correction, all_doubts
from sections.labels import LONGEST_PATH
from sections.models.elements import Kind as KindChoices
from sections.numbering import Place, cite
from sections.words import TITLE_LIMIT

_SALT = "sections.plan_import"


class PaperForm(forms.Form):
    """A paper to be read. Nothing is stored by sending it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A Word document (.docx) or plain text (.txt, .md)."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt,.md"}),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("read", _("Read the paper")))


def carry(outline: Outline, *, by: int) -> str:
    """Pack an outline for the page that corrects it, sealed for the person who sent the paper."""
    return signing.dumps(json.loads(outline_to_json(outline)), salt=f"{_SALT}.{by}", compress=True)


def carried(packed: str, *, by: int) -> Outline | None:
    """Unpack an outline; None where a word of it was changed, or somebody else packed it."""
    try:
        content = signing.loads(packed, salt=f"{_SALT}.{by}")
    except signing.BadSignature:
        return None
    return answer_from_json(json.dumps(content).encode())


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A doubt, and the row it concerns if there is one."""

    line: int
    message: str
    row: int | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the page shows it, with what its fields say: what was typed, or what was found."""

    place: int
    unit: Unit
    reference: str
    kind: str
    section: str
    order: str
    doubts: tuple[str, ...]

    @property
    def number(self) -> int:
        """Its place as people count."""
        return self.place + 1


class OutlineForm(forms.Form):
    """
    The outline with, for each unit, its kind, section and place to correct.

    The words travel sealed in `packed`; no field holds them, so they cannot be changed here.
    """

    title = PlainTextField(label=_("Title"), limit=TITLE_LIMIT, widget=forms.TextInput)
    slug = forms.SlugField(
        label=_("Short name in addresses"),
        max_length=60,
        help_text=_("Letters, digits and hyphens; it never changes."),
    )
    packed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, outline: Outline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outline = outline
        for place, unit in enumerate(outline.units):
            self.add_unit(place, unit)

    def add_unit(self, place: int, unit: Unit) -> None:
        """Add the fields of one unit, named as errors name them."""
        number = {"number": place + 1}
        self.fields[f"kind-{place}"] = forms.ChoiceField(
            label=gettext("Kind of unit %(number)d") % number,
            choices=KindChoices.choices,
            initial=unit.kind.value,
        )
        self.fields[f"section-{place}"] = PlainTextField(
            label=gettext("Section of unit %(number)d") % number,
            limit=LONGEST_PATH,
            initial=unit.section,
            required=False,
            widget=forms.TextInput,
        )
        self.fields[f"order-{place}"] = forms.FloatField(
            label=gettext("Place of unit %(number)d") % number,
            initial=place + 1,
            min_value=-100_000,
            max_value=100_000,
        )

    @property
    def corrections(self) -> list[Correction]:
        """What the fields say, in the order of the outline."""
        said = self.cleaned_data
        return [
            Correction(
                Kind(said[f"kind-{place}"]),
                said[f"section-{place}"].strip().strip("."),
                said[f"order-{place}"],
            )
            for place in range(len(self.outline.units))
        ]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds to choose from, with their names."""
        return [(kind.value, str(kind.label)) for kind in KindChoices]

    @property
    def rows(self) -> list[UnitRow]:
        """The units with their fields, in order."""
        return list(self._rows())

    @property
    def doubts(self) -> list[Doubtful]:
        """What is to be checked, by line, with the row to look at."""
        return [
            Doubtful(doubt.line, doubt.message, _row_of(self.outline.units, doubt.line))
            for doubt in all_doubts(self.outline)
        ]

    @property
    def paths(self) -> list[str]:
        """The paths of the sections that the outline has."""
        return [unit.section for unit in self.outline.units if unit.kind is Kind.HEADING]

    def _rows(self) -> Iterator[UnitRow]:
        units = self.outline.units
        citations = cite(Place(u.kind, u.section, u.lead, u.level) for u in units)
        said: dict[int, list[str]] = {}
        for doubt in self.doubts:
            if doubt.row is not None:
                said.setdefault(doubt.row, []).append(doubt.message)
        for place, unit in enumerate(units):
            yield UnitRow(
                place=place,
                unit=unit,
                reference=citations[place].reference,
                kind=str(self[f"kind-{place}"].value() or ""),
                section=str(self[f"section-{place}"].value() or ""),
                order=str(self[f"order-{place}"].value() or 0),
                doubts=tuple(said.get(place, ())),
            )


def _row_of(units: Sequence[Unit], line: int) -> int | None:
    """Return the place of the unit that stands at a line, or last before it; None before all."""
    before = [place for place, unit in enumerate(units) if unit.line <= line]
    return max(before, key=lambda place: units[place].line, default=None)
