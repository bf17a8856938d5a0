"""Writing points of a synthesis, striking them out, issuing it, and making it the next text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.forms.retyping import retyped
from consultations.models import Answer, Comment, Point
from consultations.phrases import begins_with
from consultations.queries.proposing import Offer
from lap_portal import clock
from lap_portal.text import REASON_LIMIT, PlainTextField, has_words
from sections.words import TITLE_LIMIT, WORDING_LIMIT


class PointForm(forms.Form):
    """
    A point, with a box to tick for each comment or answer it may rest on.

    A comment has a field for an excerpt too. After validation `cleaned_data["sources"]` maps each
    chosen comment to the range of its excerpt, or to None where the point rests on it as a whole.
    A phrase newly chosen is put before a sentence that does not say it.
    """

    phrase = forms.ChoiceField(label=gettext_lazy("Phrase"), required=False)
    text = PlainTextField(
        label=gettext_lazy("Sentence"),
        limit=WORDING_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4, "data-key": "w"}),
        help_text=gettext_lazy("It is read by everybody once issued; name no delegation in it."),
    )
    becomes = forms.ChoiceField(
        label=gettext_lazy("In the next text"), choices=Point.Becomes.choices
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        comments: Sequence[Comment],
        excerpts: Mapping[int, str],
        offer: Offer,
        answers: Sequence[Answer] = (),
        answered: Collection[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.comments, self.answers, self.rules = comments, answers, offer.rules
        self._offer_sources(excerpts, answered)
        self.proposal = offer.propose(
            comments=[c.pk for c, box, words in self.rows() if box.value() or _said(words)],
            answers=[answer.pk for answer, box in self.answer_rows() if box.value()],
            phrase=str(self["phrase"].value() or ""),
        )
        self.fields["phrase"].choices = self._phrases()  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def _offer_sources(self, excerpts: Mapping[int, str], answered: Collection[int]) -> None:
        """A box for each comment and answer, and a field for the words of it that count."""
        for comment in self.comments:
            self._offer(
                f"rests_on_{comment.pk}",
                comment.pk in excerpts,
                _("The point rests on this comment"),
            )
            if comment.text:
                self.fields[f"excerpt_{comment.pk}"] = PlainTextField(
                    limit=WORDING_LIMIT,
                    required=False,
                    initial=excerpts.get(comment.pk, ""),
                    label=_("Only on these words of it"),
                    widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
                )
        for answer in self.answers:
            self._offer(
                f"rests_on_answer_{answer.pk}",
                answer.pk in answered,
                _("The point rests on this answer"),
            )

    def rows(self) -> Iterator[tuple[Comment, forms.BoundField, forms.BoundField | None]]:
        """Each comment with its box, and its field for an excerpt if it has words of its own."""
        for comment in self.comments:
            excerpt = self[f"excerpt_{comment.pk}"] if comment.text else None
            yield comment, self[f"rests_on_{comment.pk}"], excerpt

    def answer_rows(self) -> Iterator[tuple[Answer, forms.BoundField]]:
        """Each answer with its box."""
        for answer in self.answers:
            yield answer, self[f"rests_on_answer_{answer.pk}"]

    def clean(self) -> dict[str, Any]:
        """Find each excerpt in its comment, which it chooses; let the phrase begin the sentence."""
        cleaned = super().clean() or self.cleaned_data
        sources: dict[Comment, tuple[int, int] | None] = {}
        for comment in self.comments:
            words = cleaned.get(f"excerpt_{comment.pk}", "")
            if words:
                sources[comment] = self._place(comment, words)
            elif cleaned.get(f"rests_on_{comment.pk}"):
                sources[comment] = None
        answers = [each for each in self.answers if cleaned.get(f"rests_on_answer_{each.pk}")]
        chosen = {**cleaned, "sources": sources, "answers": answers}
        if cleaned.get("text") and cleaned.get("phrase") != self.initial.get("phrase", ""):
            chosen["text"] = self.begun(cleaned.get("phrase", ""), cleaned["text"])
        return chosen

    def begun(self, phrase: str, text: str) -> str:
        """A sentence that begins with a phrase, by its code, unless it says it already."""
        rule = next((rule for rule in self.rules if rule.code == phrase), None)
        return begins_with(rule, text) if rule else text

    @property
    def words(self) -> dict[str, Any]:
        """What the point says, becomes and rests on, as the operations take it."""
        names = ("text", "becomes", "phrase", "sources", "answers")
        return {name: self.cleaned_data[name] for name in names}

    def base_on(self, point: Point) -> None:
        """Let the next saving replace the point as it is now on screen; keep what was typed."""
        self.data = retyped(self.data, based_on=str(point.version))

    def _offer(self, name: str, is_chosen: bool, label: str) -> None:
        self.fields[name] = forms.BooleanField(
            required=False,
            initial=is_chosen,
            label=label,
            widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        )

    def _phrases(self) -> list[tuple[str, Any]]:
        """The phrases to choose from, those that what is ticked bears out before the rest."""
        choices: list[tuple[str, Any]] = [("", _("Words of its own"))]
        groups = {
            _("Borne out by what is ticked"): self.proposal.allowed,
            _("More, or less, than what is ticked"): self.proposal.others,
        }
        for label, rules in groups.items():
            if rules:
                choices.append((label, [(rule.code, rule.words) for rule in rules]))
        return choices

    def _place(self, comment: Comment, words: str) -> tuple[int, int] | None:
        words = words if words in comment.text else words.strip()
        start = comment.text.find(words)
        if start < 0:
            problem = _("These words are not in the comment. Copy them from it exactly.")
        elif comment.text.find(words, start + 1) >= 0:
            problem = _("These words are in the comment more than once. Copy some more of them.")
        else:
            return start, start + len(words)
        self.add_error(f"excerpt_{comment.pk}", problem)
        return None


def _said(excerpt: forms.BoundField | None) -> bool:
    return excerpt is not None and has_words(str(excerpt.value() or ""))


class StrikeForm(forms.Form):
    """Why a point is struck out."""

    reason = PlainTextField(
        label=gettext_lazy("Reason"),
        limit=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Strike out"), css_class="btn-danger"))


class SynthesisForm(forms.Form):
    """
    Under which title, date and symbol an edition is issued; `seen` is what was looked at.

    Where comments are left out, as many as `left_out`, it asks why.
    """

    title = forms.CharField(label=gettext_lazy("Title"), max_length=TITLE_LIMIT)
    dated = forms.DateField(
        label=gettext_lazy("Date on the document"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    symbol = forms.CharField(
        label=gettext_lazy("Document symbol"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Leave it empty until the secretariat has given one."),
    )
    why_left_out = PlainTextField(
        label=gettext_lazy("Why these comments are left out"),
        limit=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For staff alone; it stands in no paper."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, seen: str, left_out: int = 0, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"dated": clock.now().date(), "seen": seen})
        super().__init__(*args, **kwargs)
        if left_out:
            self.fields["why_left_out"].required = True
        else:
            del self.fields["why_left_out"]
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Issue the synthesis")))

    def look_again(self, seen: str) -> None:
        """Note that the points as they are now are on screen; keep what was typed."""
        self.data = retyped(self.data, seen=seen)


class AdoptForm(forms.Form):
    """What the plan is called that a synthesis becomes the text of."""

    title = forms.CharField(label=gettext_lazy("Title of the new plan"), max_length=TITLE_LIMIT)
    slug = forms.CharField(
        label=gettext_lazy("Short name in addresses"),
        max_length=60,
        validators=[validate_slug],
        help_text=gettext_lazy("Letters, digits and hyphens, for instance lap-revised."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", _("Make it the text of a new plan")))
