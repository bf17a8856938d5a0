"""How forms fold away what is not needed at first."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div
from django.utils.functional import Promise


class Folded(Div):
    """Fields behind a summary that opens with a click, or by itself where `is_open`."""

    template = "consultations/_folded.html"

    def __init__(
        self, *fields: Any, summary: str | Promise, is_open: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*fields, **kwargs)
        self.summary = summary
        self.is_open = is_open
