"""Which comments are marked as read, or no longer."""

from __future__ import annotations

from typing import Any

from django import forms

from consultations.models import Comment
from consultations.models.comments import CommentQuerySet
from lap_portal.rows import RowsField

READ, UNREAD = "read", "unread"


class MarkForm(forms.Form):
    """One comment or all of a page; `mark` is what they become."""

    comments = RowsField(queryset=Comment.objects.none())
    mark = forms.ChoiceField(choices=[(READ, READ), (UNREAD, UNREAD)])

    def __init__(self, *args: Any, comments: CommentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comments"].queryset = comments  # type: ignore[attr-defined]
