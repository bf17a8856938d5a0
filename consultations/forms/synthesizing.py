"""Writing points of a synthesis, striking them out, issuing it, and making it the next text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.forms.retyping import retyped
from consultations.models import Comment, Point
from lap_portal import clock
from lap_portal.text import REASON_LIMIT, PlainTextField
from sections.words import TITLE_LIMIT, WORDING_LIMIT


class PointForm(forms.Form):
    """
    A point, with a box to tick for each comment it may rest on and a field for an excerpt.

    After validation `cleaned_data["sources"]` maps each chosen comment to the range of its excerpt,
    or to None where the point rests on the comment as a whole.
    """

    text = PlainTextField(
        label=gettext_lazy("Sentence"),
        limit=WORDING_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
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
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.comments = comments
        for comment in comments:
            self.fields[f"rests_on_{comment.pk}"] = forms.BooleanField(
                required=False,
                initial=comment.pk in excerpts,
                label=_("The point rests on this comment"),
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            if comment.text:
                self.fields[f"excerpt_{comment.pk}"] = PlainTextField(
                    limit=WORDING_LIMIT,
                    required=False,
                    initial=excerpts.get(comment.pk, ""),
                    label=_("Only on these words of it"),
                    widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
                )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def rows(self) -> Iterator[tuple[Comment, forms.BoundField, forms.BoundField | None]]:
        """Each comment with its box, and its field for an excerpt if it has words of its own."""
        for comment in self.comments:
            excerpt = self[f"excerpt_{comment.pk}"] if comment.text else None
            yield comment, self[f"rests_on_{comment.pk}"], excerpt

    def clean(self) -> dict[str, Any]:
        """Find each excerpt in its comment; an excerpt chooses its comment."""
        cleaned = super().clean() or self.cleaned_data
        sources: dict[Comment, tuple[int, int] | None] = {}
        for comment in self.comments:
            words = cleaned.get(f"excerpt_{comment.pk}", "")
            if words:
                sources[comment] = self._place(comment, words)
            elif cleaned.get(f"rests_on_{comment.pk}"):
                sources[comment] = None
        return {**cleaned, "sources": sources}

    @property
    def words(self) -> dict[str, Any]:
        """What the point says, becomes and rests on, as the operations take it."""
        return {name: self.cleaned_data[name] for name in ("text", "becomes", "sources")}

    def base_on(self, point: Point) -> None:
        """Let the next saving replace the point as it is now on screen; keep what was typed."""
        self.data = retyped(self.data, based_on=str(point.version))

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
    """Under which title, date and symbol an edition is issued; `seen` is what was looked at."""

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
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, seen: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"dated": clock.now().date(), "seen": seen})
        super().__init__(*args, **kwargs)
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
