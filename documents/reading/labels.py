"""The labels that papers print before headings, paragraphs and items: I. A) 1. (a) (i)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Scheme(IntEnum):
    """A way of counting, from the outermost that papers use to the innermost."""

    ROMAN = 0
    UPPER = 1
    NUMBER = 2
    LOWER = 3
    LOWER_ROMAN = 4


@dataclass(frozen=True, slots=True)
class Label:
    """A label in one reading: the way it counts, how far, and as it stands in a path ("III")."""

    scheme: Scheme
    ordinal: int
    text: str


ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
TENS = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
UNITS = ((9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
ROMAN_STEPS = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), *TENS, *UNITS)
MARKER = re.compile(
    r"(?P<marker>\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}(?:bis|ter|[a-z])?|[IVXLC]{1,7}|[A-Z]|[ivxlc]{1,7}|[a-z])[.)]"
    r"|\d{1,3}(?:\.\d{1,3}){1,4})(?=\s)\s+"
)
BULLETS = frozenset("-–—•·▪●○◦‣⁃*+■□➢✓§\uf0b7\uf0a7\uf02d\uf0d8")
ARTICLE_WORDS = r"(?:Article|Section|Part|Chapter|Annex|Appendix)"
ARTICLE = re.compile(rf"{ARTICLE_WORDS}\s+[\dIVXLCA-Z]{{1,6}}\.?$")
NAMED_LABEL = re.compile(rf"({ARTICLE_WORDS}\s+[\w.]{{1,8}})[.:)]\s+(?=\S)")
FINAL = ".;:!?…"
CLOSING = "\"'”’»)]"


def marker_in(text: str) -> tuple[str, int]:
    """Return the label at the beginning of a text, and where the words begin: ("", 0) if none."""
    found = MARKER.match(text)
    return (found["marker"], found.end()) if found else ("", 0)


def readings(marker: str) -> list[Label]:
    """Return what a printed label can be, likelier first: "C." is a letter, or one hundred."""
    text = marker.strip().lstrip("(").rstrip(".):")
    if found_number := re.fullmatch(r"(?:\d+\.)*(\d+)(?:bis|ter|[a-z])?", text):
        return [Label(Scheme.NUMBER, int(found_number[1]), text)]
    found = []
    roman = roman_value(text.upper())
    if roman and (text.isupper() or text.islower()):
        scheme = Scheme.ROMAN if text.isupper() else Scheme.LOWER_ROMAN
        found.append(Label(scheme, roman, text))
    if len(text) == 1 and text.isascii() and text.isalpha():
        scheme = Scheme.UPPER if text.isupper() else Scheme.LOWER
        letter = Label(scheme, ord(text.upper()) - ord("A") + 1, text)
        found.insert(0 if text.upper() in "CDLM" else len(found), letter)
    return found


def roman_value(text: str) -> int:
    """Return the value of a roman numeral written properly, or 0."""
    if not text or any(letter not in ROMAN_DIGITS for letter in text):
        return 0
    digits = [ROMAN_DIGITS[letter] for letter in text]
    signed = [-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True)]
    return sum(signed) if roman(sum(signed)) == text else 0


def roman(value: int) -> str:
    """Return a number in roman numerals."""
    written = ""
    for worth, letters in ROMAN_STEPS:
        written += letters * (value // worth)
        value %= worth
    return written


def ends_sentence(text: str) -> bool:
    """Say whether a text ends with a mark that closes it, perhaps within a quotation."""
    return text.rstrip().rstrip(CLOSING)[-1:] in tuple(FINAL)


def begins_in_lower_case(text: str) -> bool:
    """Say whether the first letter of a text is small: it goes on with something."""
    first = next((c for c in text if c.isalnum()), "")
    return first.islower()


def reads_as_title(text: str) -> bool:
    """Say whether labelled words look like a heading rather than a sentence or an item."""
    is_short = 0 < len(text) <= 200
    return is_short and not begins_in_lower_case(text) and text.rstrip()[-1:] not in tuple(".;,:")
