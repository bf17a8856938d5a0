"""Writing a comment: one box, and everything else folded away."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consultations.forms.files import StatementFileField
from consultations.forms.layout import Folded, acts, speaking_helper
from consultations.models import Comment
from consultations.operations.files import FileChange
from consultations.operations.words import PROPOSAL_LIMIT, REASON_LIMIT, TEXT_LIMIT
from lap_portal.text import REASON_LIMIT as CHANGE_REASON_LIMIT
from lap_portal.text import PlainTextField
from sections.models import DraftUnit
from sections.models.elements import Kind

_NOT_SAID = [("", _("Not said"))]


class CommentForm(forms.Form):
    """
    One comment at one place. `unit` is None for the whole draft; `comment` is what it rewrites.

    The proposal begins as the words in force: only where they are changed is a wording proposed.
    `form_key` makes a double click one comment, `based_on` is the stamp of what is on screen.
    """

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    based_on = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)
    place = forms.ChoiceField(
        label=_("What do you want to say?"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "Where something is missing, write what should stand there; the words of the draft, "
            "left as they are, propose nothing."
        ),
    )
    text = PlainTextField(
        label=_("Your comment"),
        limit=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Write here, or propose a wording below, or both. At most 20,000 characters."),
    )
    proposal = PlainTextField(
        label=_("Proposed wording"),
        limit=PROPOSAL_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("These are the words of the draft. Change them to propose others."),
    )
    type = forms.ChoiceField(
        label=_("Type"), required=False, choices=[*_NOT_SAID, *Comment.Type.choices]
    )
    position = forms.ChoiceField(
        label=_("Position"), required=False, choices=[*_NOT_SAID, *Comment.Position.choices]
    )
    reason = PlainTextField(
        label=_("Reason"),
        limit=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=settings.WRITING_LANGUAGES)
    passage_start = forms.IntegerField(widget=forms.HiddenInput, required=False)
    passage_end = forms.IntegerField(widget=forms.HiddenInput, required=False)
    passage_words = PlainTextField(
        label=_("The words you speak of"),
        limit=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Copy them from the words above, if you speak of a passage only. Left empty, you speak "
            "of all the words."
        ),
    )

    def __init__(
        self,
        *args: Any,
        unit: DraftUnit | None,
        comment: Comment | None = None,
        address: str = "",
        back: str = "",
        keep: str = "",
        token: str = "",
        preview: str = "",
        is_alone: bool = False,
        may_submit: bool = False,
        **kwargs: Any,
    ) -> None:
        initial = _said_in(comment) if comment else _beginning(unit)
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places_of(unit)  # type: ignore[attr-defined]
        if unit is None:
            self.fields["place"].widget = forms.HiddenInput()
            self._take_a_file(comment)
            del self.fields["passage_words"]
        self._explain_proposal(unit)
        if preview:
            self.fields["proposal"].widget.attrs |= {
                "hx-post": preview,
                "hx-trigger": "input changed delay:400ms",
                "hx-target": f"#{self['proposal'].id_for_label}-redline",
            }
        self.helper = speaking_helper(self, address=address, keep=keep)
        self.helper.layout = self._layout(unit)
        self.helper.layout.append(
            acts(is_alone=is_alone, back=back, token=token, may_submit=may_submit)
        )

    def _take_a_file(self, comment: Comment | None) -> None:
        """On the whole draft, one file may be added; one that is there, replaced or removed."""
        kept = comment.file_name if comment else ""
        self.fields["file"] = StatementFileField(kept=kept, is_returned=self.is_bound)
        self.fields["text"].help_text = _("Write here, or add a file, or both.")
        if kept:
            label = _("Remove the file %(name)s") % {"name": kept}
            self.fields["removes_file"] = forms.BooleanField(label=label, required=False)

    def clean_place(self) -> str:
        """Insist on a choice, which is made at first already."""
        place: str = self.cleaned_data["place"]
        if not place:
            raise ValidationError(_("Choose what you want to say."))
        return place

    def _explain_proposal(self, unit: DraftUnit | None) -> None:
        """Say what the box of the proposal holds, for each place that may be chosen."""
        field, words = self.fields["proposal"], unit.revision.text if unit else ""
        if unit is None:
            field.help_text = ""
            return
        if self.initial["proposal"] not in {"", words}:
            field.help_text = _("What was proposed so far. The words of the draft stand above.")
        about = {"on": field.help_text, "missing": _("The words that should stand here.")}
        if self["place"].value() == Comment.Place.MISSING_AFTER:
            field.help_text = about["missing"]
        field.widget.attrs |= {
            "data-words": words,
            "data-help-on": about["on"],
            "data-help-missing": about["missing"],
        }

    def _layout(self, unit: DraftUnit | None) -> Layout:
        said = {name: self[name].value() for name in ("proposal", "type", "position", "reason")}
        words = unit.revision.text if unit else ""
        more = any(said[name] for name in ("type", "position", "reason"))
        return Layout(
            "form_key",
            "based_on",
            "passage_start",
            "passage_end",
            "place",
            "text",
            *(name for name in ("file", "removes_file") if name in self.fields),
            *self._passage(),
            Folded(
                Field("proposal", template="consultations/_proposal_field.html"),
                summary=_("Propose wording"),
                is_open=bool(said["proposal"]) and said["proposal"] != words,
            ),
            Folded(
                "type",
                "position",
                "reason",
                "language",
                summary=_("Type, position, reason, language"),
                is_open=more or bool(self.errors),
            ),
        )

    def _passage(self) -> list[Folded]:
        """The passage spoken of, which only words have; where it was marked, it is shown."""
        name = "passage_words"
        if name not in self.fields:
            return []
        is_open = bool(self[name].value() or self.errors)
        return [Folded(name, summary=_("A passage of the words only"), is_open=is_open)]

    def words(self) -> dict[str, Any]:
        """What was typed, as the operations take it; an emptied passage is none."""
        said = {**self.cleaned_data}
        start, end = said.pop("passage_start"), said.pop("passage_end")
        quoted = said.pop("passage_words", "")
        is_emptied = not quoted and "passage_words" in self.data
        if start is not None and end is not None and not is_emptied:
            said["passage"] = (start, end)
        if "file" in said:
            said["file"] = FileChange(said["file"], bool(said.pop("removes_file", False)))
        return said | {"passage_words": quoted or None}

    def base_on(self, comment: Comment) -> None:
        """Let the next saving replace `comment`, now on screen; keep what was typed."""
        typed = cast(QueryDict, self.data).copy()
        typed["based_on"] = comment.stamp
        self.data = typed


class ReplacementForm(CommentForm):
    """What stands in the stead of a submitted comment, with the reason why."""

    reason_for_change = PlainTextField(
        label=_("Why it replaces the earlier comment"),
        limit=CHANGE_REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def _layout(self, unit: DraftUnit | None) -> Layout:
        layout = super()._layout(unit)
        layout.append("reason_for_change")
        return layout


class ReasonForm(forms.Form):
    """The reason for an act that stays on the record."""

    reason = PlainTextField(
        label=_("Reason"), limit=CHANGE_REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", button, css_class="btn btn-danger"))


class ProposalForm(forms.Form):
    """A proposal being typed, to be compared with the words in force."""

    proposal = PlainTextField(limit=PROPOSAL_LIMIT, required=False)
    place = forms.ChoiceField(choices=Comment.Place.choices, required=False)


def places_of(unit: DraftUnit | None) -> list[tuple[str, Any]]:
    """The places at a unit that one may comment on, as choices."""
    if unit is None:
        return [(Comment.Place.DRAFT.value, Comment.Place.DRAFT.label)]
    places = [
        (Comment.Place.ON.value, _("A comment on these words")),
        (Comment.Place.MISSING_AFTER.value, _("Something missing after them")),
    ]
    if unit.kind == Kind.HEADING:
        places.insert(0, (Comment.Place.SECTION.value, _("A comment on the whole section")))
    return places


def _beginning(unit: DraftUnit | None) -> dict[str, Any]:
    return {
        "form_key": uuid4(),
        "place": places_of(unit)[0][0],
        "proposal": unit.revision.text if unit else "",
    }


def said_before(comment: Comment, unit: DraftUnit | None) -> dict[str, Any]:
    """What a fresh comment begins with that takes up an earlier one at a unit of a newer draft."""
    names = ("text", "type", "position", "reason", "language")
    said: dict[str, Any] = {name: getattr(comment, name) for name in names}
    if comment.place in dict(places_of(unit)):
        said["place"] = comment.place
    is_missing = comment.place == Comment.Place.MISSING_AFTER
    if comment.proposal or is_missing:
        said["proposal"] = comment.proposal
    return said


def _said_in(comment: Comment) -> dict[str, Any]:
    names = ("form_key", "place", "text", "proposal", "type", "position", "reason", "language")
    said = {name: getattr(comment, name) for name in names}
    if comment.unit and not comment.proposal and comment.place != Comment.Place.MISSING_AFTER:
        said["proposal"] = comment.unit.revision.text
    return said | {
        "based_on": comment.stamp,
        "passage_start": comment.passage_start,
        "passage_end": comment.passage_end,
        "passage_words": comment.passage,
        "reason_for_change": comment.reason_for_change,
    }
