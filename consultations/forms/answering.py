"""Answering a question in its own shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import uuid4

from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consultations.forms.layout import acts, speaking_helper
from consultations.models import Answer, AnswerMark
from consultations.models.answers import CHOICES
from consultations.operations.answering import Missing
from consultations.operations.words import PROPOSAL_LIMIT, TEXT_LIMIT
from lap_portal.text import PlainTextField
from sections.models import DraftUnit, Question

_MARKS = [("", _("Not said")), *AnswerMark.Mark.choices]
_LABELS = {
    Question.Shape.YES_NO.value: _("Reasons, or your answer in words"),
    Question.Shape.APPROPRIATE.value: _("What is missing, or should be said otherwise"),
    Question.Shape.MISSING.value: _("What is missing"),
    Question.Shape.PRINCIPLES_OR_ACTIONS.value: _("Reasons, or your answer in words"),
}


class AnswerForm(forms.Form):
    """
    One answer: a choice where the shape has one, marks per element where it asks, and words.

    `marked` are the elements of the question's section; `answer` is what is on screen. After one
    of `places`, where the question asks what is missing, one may propose what should stand there.
    """

    based_on = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)
    choice = forms.ChoiceField(label=_("Answer"), required=False, widget=forms.RadioSelect)
    text = PlainTextField(
        limit=TEXT_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    after = forms.ChoiceField(
        label=_("Propose it in its place, after"),
        required=False,
        help_text=_("Saved with your answer, as a comment of its own at that place of the draft."),
    )
    proposal = PlainTextField(
        label=_("The words that should stand there"),
        limit=PROPOSAL_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        question: DraftUnit,
        marked: Sequence[DraftUnit] = (),
        places: Sequence[DraftUnit] = (),
        answer: Answer | None = None,
        back: str = "",
        keep: str = "",
        token: str = "",
        is_alone: bool = False,
        may_submit: bool = False,
        **kwargs: Any,
    ) -> None:
        self.marked = marked
        self.places = {unit.uid: unit for unit in places}
        kwargs["initial"] = {"form_key": uuid4()} | _said_in(answer) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self._shape(question)
        self._ask_where()
        for unit in marked:
            self.fields[_name(unit)] = forms.ChoiceField(
                label=f"{unit.reference}  {unit.revision.text}",
                choices=_MARKS,
                required=False,
                widget=forms.RadioSelect,
            )
        names = ["based_on", "form_key", "choice", *map(_name, marked), "text", "after", "proposal"]
        self.order_fields(names)
        self.helper = speaking_helper(self, address="", keep=keep)
        self.helper.layout = Layout(
            *self.fields, acts(is_alone=is_alone, back=back, token=token, may_submit=may_submit)
        )

    def _shape(self, question: DraftUnit) -> None:
        allowed = CHOICES.get(question.answer_shape, frozenset())
        if not allowed:
            del self.fields["choice"]
        else:
            choices = [choice for choice in Answer.Choice.choices if choice[0] in allowed]
            self.fields["choice"].choices = choices  # type: ignore[attr-defined]
        self.fields["text"].label = _LABELS.get(question.answer_shape, _("Your answer"))

    def _ask_where(self) -> None:
        """Ask for a proposal in place only where something may be missing."""
        if not self.places:
            for name in ("form_key", "after", "proposal"):
                del self.fields[name]
            return
        shown = ((uid, f"{u.reference}  {u.revision.text[:80]}") for uid, u in self.places.items())
        choices = [("", _("Not proposed in a place")), *shown]
        self.fields["after"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What is proposed in place has both: a place and words."""
        said = self.cleaned_data
        if said.get("after") and not said.get("proposal") and "proposal" not in self.errors:
            self.add_error("proposal", _("Write the words that should stand there."))
        if said.get("proposal") and not said.get("after") and "after" not in self.errors:
            self.add_error("after", _("Choose after what these words should stand."))
        return said

    def missing(self, *, language: str) -> Missing | None:
        """What is proposed in its place, if anything is."""
        said = self.cleaned_data
        if not said.get("after"):
            return None
        return Missing(self.places[said["after"]], said["proposal"], language, said["form_key"])

    def words(self) -> dict[str, Any]:
        """What was said, as the operation takes it."""
        said = self.cleaned_data
        marks = {unit: said[_name(unit)] for unit in self.marked if said[_name(unit)]}
        return {
            "based_on": said["based_on"],
            "choice": said.get("choice", ""),
            "text": said["text"],
            "marks": marks,
        }

    def base_on(self, answer: Answer) -> None:
        """Let the next saving replace `answer`, now on screen; keep what was said."""
        typed = cast(QueryDict, self.data).copy()
        typed["based_on"] = answer.stamp
        self.data = typed


def _name(unit: DraftUnit) -> str:
    return f"mark_{unit.uid}"


def _said_in(answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    marks = {_name(mark.unit): mark.mark for mark in answer.marks.all()}
    return {"based_on": answer.stamp, "choice": answer.choice, "text": answer.text, **marks}
