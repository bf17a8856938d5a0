"""Registering what came by another channel: the facts, the files, the passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Hidden, Layout, Submit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations.deadlines import zone_words
from consultations.forms.consulting import LocalInstantField, in_zone
from consultations.forms.layout import Folded, speaking_helper
from consultations.forms.retyping import retyped
from consultations.models import Channel, Comment, Registration
from consultations.models.submissions import OWN_CHANNELS
from consultations.openings import FIELD
from consultations.operations.cutting import paragraphs_of
from consultations.operations.registering import (
    MOST_ORIGINALS,
    MOST_PIECES,
    SENDER_LIMIT,
    UNPLACED_LIMIT,
    check_number_of_originals,
)
from consultations.queries.cutting import COMMENT, LEFT_OUT, MISSING, PROPOSAL, Passage
from delegations.models import Delegation
from documents.reading.originals import ENDINGS, LARGEST_ORIGINAL_MB
from lap_portal.errors import RuleViolation
from lap_portal.rows import number_of
from lap_portal.text import PlainTextField

SORTS = (
    (COMMENT, _("Comment")),
    (PROPOSAL, _("Proposed wording in their stead")),
    (MISSING, _("Wording missing after them")),
    (LEFT_OUT, _("Left out, as a greeting or a signature")),
)
POSITIONS = (("", _("Not said")), *Comment.Position.choices)
PLACE_LIMIT = 60
QUOTE_LIMIT = 2_000


class KeyForm(forms.Form):
    """The key of one opened page: what is begun with it twice is begun once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)


class FilesInput(forms.ClearableFileInput):
    """A choice of several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each is checked as one is."""

    widget = FilesInput(attrs={"accept": ",".join(chain(*ENDINGS.values()))})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files, or a sentence about the first that cannot be taken."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in files]


class OriginalsForm(forms.Form):
    """The files as they came."""

    originals = FilesField(
        label=_("The original"),
        help_text=format_lazy(
            _(
                "The e-mail itself (.eml, .msg), or .pdf, .docx, .odt, .rtf, .txt, a picture; "
                "{limit} MB each, at most {n}. They are kept as they are. The words of .eml, .docx "
                "and .txt are read."
            ),
            limit=LARGEST_ORIGINAL_MB,
            n=MOST_ORIGINALS,
        ),
        allow_empty_file=True,
        max_length=1000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("add", _("Add"), css_class="btn btn-outline-primary"))

    def clean_originals(self) -> list[UploadedFile]:
        """Refuse more at once than are kept."""
        files: list[UploadedFile] = self.cleaned_data["originals"]
        try:
            check_number_of_originals(len(files))
        except RuleViolation as violation:
            raise ValidationError(str(violation)) from violation
        return files


class FactsForm(forms.Form):
    """What is known of a contribution that came; anything may be filled in later."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    delegation = forms.ModelChoiceField(
        label=_("Delegation"), queryset=Delegation.objects.active(), required=False
    )
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[choice for choice in Channel.choices if choice[0] not in OWN_CHANNELS],
    )
    received_at = LocalInstantField(label=_("When it reached the office"), required=False)
    sender = PlainTextField(
        label=_("From whom"),
        limit=SENDER_LIMIT,
        required=False,
        widget=forms.TextInput,
        help_text=_("The address, or the name of the person who signed or spoke."),
    )
    text = PlainTextField(
        label=_("Its text"),
        limit=UNPLACED_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_(
            "Where the portal could not read it, paste it here. It is cut at blank lines, and put "
            "behind the passages there are."
        ),
    )
    language = forms.ChoiceField(label=_("Its language"), choices=settings.WRITING_LANGUAGES)
    on_behalf_of = PlainTextField(
        label=_("On behalf of the group"),
        limit=200,
        required=False,
        widget=forms.TextInput,
    )
    is_preliminary = forms.BooleanField(
        label=_("Preliminary, subject to confirmation by capital"), required=False
    )
    is_no_comments = forms.BooleanField(
        label=_("It says that there are no comments"), required=False
    )

    def __init__(
        self,
        *args: Any,
        registration: Registration,
        keep: str,
        token: str,
        left: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        """`left` is what was typed before and not saved; `token` keeps what is typed now."""
        self.zone = registration.consultation.zone
        received = registration.received_at
        kwargs["initial"] = {
            name: getattr(registration, name)
            for name in self.base_fields
            if name not in {"text", "received_at"}
        }
        kwargs["initial"] |= {"received_at": received and received.astimezone(self.zone), **left}
        super().__init__(*args, **kwargs)
        self.kept = received
        self.fields["received_at"].help_text = zone_words(self.zone)
        self.helper = speaking_helper(self, address="", keep=keep)
        more = ("language", "on_behalf_of", "is_preliminary", "is_no_comments")
        is_open = any(kwargs["initial"][name] for name in more[1:]) or self.is_bound
        self.helper.layout = Layout(
            "version",
            "delegation",
            "channel",
            "received_at",
            "sender",
            "text",
            Folded(*more, summary=_("Language, group, preliminary, no comments"), is_open=is_open),
            Hidden(FIELD, token),
            Div(
                Submit("next", _("Save and cut into comments")),
                Submit("save", _("Save"), css_class="btn btn-outline-primary"),
                css_class="actions",
            ),
        )

    def clean(self) -> dict[str, Any]:
        """Put the instant into the consultation's zone; what was not changed stays exact."""
        said = super().clean() or {}
        if "received_at" not in self.changed_data:
            said["received_at"] = self.kept
        elif said.get("received_at"):
            try:
                said["received_at"] = in_zone(said["received_at"], self.zone)
            except ValidationError as error:
                self.add_error("received_at", error)
        return said

    def base_on(self, registration: Registration) -> None:
        """Let the next saving replace what is stored now; everything typed stays."""
        self.data = retyped(self.data, version=str(registration.version))


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A passage with what its fields say, and where it goes."""

    place: int
    said: Mapping[str, str]
    passage: Passage
    is_first: bool
    is_last: bool


class CutForm(forms.Form):
    """The passages, each with its place; the buttons join, split and place them."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_PIECES)

    def __init__(
        self,
        *args: Any,
        registration: Registration,
        keep: str,
        left: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        """`left` is what was typed before and not saved."""
        self.before: Sequence[Mapping[str, str]] = registration.pieces
        version = registration.version
        if count := _number(left.get("count")):
            self.before, version = _pieces_in(left, count), _number(left.get("version"))
        kwargs["initial"] = {"version": version, "count": len(self.before)}
        super().__init__(*args, **kwargs)
        self.helper = speaking_helper(self, address="", keep=keep)
        for place in range(self._count()):
            self.add_piece(place)

    def _count(self) -> int:
        if not self.is_bound:
            return len(self.before)
        return min(_number(self.data.get("count")), MOST_PIECES)

    def add_piece(self, place: int) -> None:
        """Add the fields of one passage."""
        self.fields[f"text-{place}"] = PlainTextField(limit=UNPLACED_LIMIT, required=False)
        self.fields[f"place-{place}"] = PlainTextField(limit=PLACE_LIMIT, required=False)
        self.fields[f"sort-{place}"] = forms.ChoiceField(choices=SORTS)
        self.fields[f"quote-{place}"] = PlainTextField(limit=QUOTE_LIMIT, required=False)
        self.fields[f"position-{place}"] = forms.ChoiceField(choices=POSITIONS, required=False)

    @property
    def said(self) -> list[dict[str, str]]:
        """The passages as they stand in the fields, right or wrong."""
        if not self.is_bound:
            return [dict(piece) for piece in self.before]
        return _pieces_in(self.data, self._count())

    @property
    def faults(self) -> list[str]:
        """What is wrong with the fields of each passage, in words."""
        named = [(name.rpartition("-")[2], errors) for name, errors in self.errors.items()]
        return [
            gettext("Passage %(number)d: %(fault)s") % {"number": int(at) + 1, "fault": error}
            for at, errors in named
            if at.isdecimal()
            for error in errors
        ]

    def acted(self) -> list[dict[str, str]]:
        """The passages after what the button pressed asks: join, split, or take a place."""
        pieces = _pieces_in(self.cleaned_data, self.cleaned_data["count"])
        act, _equals, at = self._pressed().partition(" ")
        number, _colon, reference = at.partition(":")
        place = _number(number) if number.isdecimal() else -1
        if not 0 <= place < len(pieces):
            return pieces
        if act == "join" and place + 1 < len(pieces):
            pieces[place]["text"] += "\n\n" + pieces.pop(place + 1)["text"]
        elif act == "split":
            parts = paragraphs_of(pieces[place]["text"])
            pieces[place : place + 1] = [{**pieces[place], "text": part} for part in parts]
        elif act == "take":
            pieces[place]["place"] = reference[:PLACE_LIMIT]
        return pieces

    def _pressed(self) -> str:
        return str(self.data.get("act", ""))

    def base_on(self, registration: Registration) -> None:
        """Let the next saving replace what is stored now; everything typed stays."""
        self.data = retyped(self.data, version=str(registration.version))

    def rows(self, passages: Iterable[Passage]) -> Iterator[PieceRow]:
        """Each passage with its fields."""
        said = self.said
        for place, (piece, passage) in enumerate(zip(said, passages, strict=True)):
            yield PieceRow(place, piece, passage, place == 0, place == len(said) - 1)


def _pieces_in(fields: Mapping[str, Any], count: int) -> list[dict[str, str]]:
    """The passages as the fields of a form have them."""
    names = ("text", "place", "sort", "quote", "position")
    return [
        {name: str(fields.get(f"{name}-{place}", "")) for name in names}
        for place in range(min(count, MOST_PIECES))
    ]


def _number(said: object) -> int:
    """A small number as a form sends it; 0 for everything else."""
    return number_of(str(said)) or 0


class ConfirmForm(forms.Form):
    """What was shown, by its version, is to be registered."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
