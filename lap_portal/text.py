"""The one door through which people's words enter the portal."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext

from lap_portal.errors import RuleViolation

# What XML 1.0, and with it every Word file, cannot hold; NUL also stops PostgreSQL, and a
# lone surrogate is not text at all.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n?")

REASON_LIMIT = 2_000


def clean_text(value: str, *, limit: int) -> str:
    """
    Return the words with line breaks as LF and nothing else changed.

    Raises RuleViolation when a character cannot be kept in a document, or when there are
    more than `limit` code points. Offsets into the words count code points of this result.
    """
    text = _LINE_BREAK.sub("\n", value)
    if found := _FORBIDDEN.search(text):
        raise RuleViolation(
            gettext(
                "Character %(place)d (U+%(code)s) is a control character that documents "
                "cannot hold. Please remove it."
            )
            % {"place": found.start() + 1, "code": f"{ord(found[0]):04X}"}
        )
    if len(text) > limit:
        raise RuleViolation(
            gettext("This text has %(length)s characters; at most %(limit)s fit.")
            % {
                "length": number_format(len(text), force_grouping=True),
                "limit": number_format(limit, force_grouping=True),
            }
        )
    return text


def has_words(value: str) -> bool:
    """Whether anything in the text can be seen; blanks and invisible marks cannot."""
    return any(not mark.isspace() and unicodedata.category(mark) != "Cf" for mark in value)


_ARABIC_ALIKE = str.maketrans("أإآٱىةؤئ", "اااايهوي")


def search_key(value: str) -> str:
    """
    Words as they are searched for: without case, accents and other marks, and the letters that
    Arabic writers use for one another made one. Chinese stays as it is, and is found inside words.
    """
    if value.isascii():
        return value.casefold()
    bare = unicodedata.normalize("NFKD", value.translate(_ARABIC_ALIKE))
    kept = "".join(mark for mark in bare if not unicodedata.combining(mark))
    return kept.casefold().translate(_ARABIC_ALIKE)


def one_line(value: str, *, limit: int) -> str:
    """Return words that stay on one line, without blanks around them."""
    text = clean_text(value, limit=limit).strip()
    if "\n" in text:
        raise RuleViolation(gettext("Names and addresses stay on one line."))
    return text


def clean_reason(reason: str) -> str:
    """Return the reason for an act; an act without one is refused."""
    text = clean_text(reason, limit=REASON_LIMIT)
    if not has_words(text):
        raise RuleViolation(gettext("Please give the reason; it is kept with the change."))
    return text


class PlainTextField(forms.CharField):
    """
    A field for plain text, at most `limit` characters, kept exactly as typed.

    The browser is told the limit as data-limit, not as maxlength: that would cut what
    somebody pastes without a word.
    """

    widget = forms.Textarea

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        self.limit = limit
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the words, or an empty string when nothing in them can be seen."""
        try:
            text = clean_text(super().to_python(value) or "", limit=self.limit)
        except RuleViolation as violation:
            raise ValidationError(str(violation), code="text") from violation
        return text if has_words(text) else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-limit": self.limit}
