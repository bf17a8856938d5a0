"""The field that takes the file of a general statement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from consultations.operations.files import LARGEST_MB, checked_file
from documents.files import File
from documents.reading.content import MEGABYTE
from documents.reading.enclosed import KINDS
from lap_portal.errors import RuleViolation


class StatementFileField(forms.FileField):
    """
    One file, checked by its content; `kept` names the one that is there and would be replaced.

    No browser sends a file again by itself, so a form that came back says so.
    """

    widget = forms.FileInput

    def __init__(self, *, kept: str, is_returned: bool) -> None:
        told = _("PDF, Word (.docx), OpenDocument (.odt), RTF or plain text, at most %(n)d MB.") % {
            "n": LARGEST_MB
        }
        told += " " + _("It is passed on as it is, with the names its properties may hold.")
        if is_returned:
            told += " " + _("If you had chosen a file, choose it again: browsers do not keep it.")
        super().__init__(
            label=_("Another file in place of %(name)s") % {"name": kept} if kept else _("File"),
            required=False,
            allow_empty_file=True,
            help_text=told,
            widget=forms.FileInput(attrs={"accept": ",".join(kind.ending for kind in KINDS)}),
        )

    def clean(self, data: Any, initial: Any = None) -> File | None:
        """The file, checked; None where none was sent."""
        sent: UploadedFile | None = super().clean(data, None)
        if sent is None:
            return None
        try:
            content = sent.read(LARGEST_MB * MEGABYTE + 1)
            return checked_file(sent.name or "", content)
        except RuleViolation as violation:
            raise ValidationError(str(violation), code="file") from violation
