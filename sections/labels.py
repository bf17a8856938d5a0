"""The labels of sections: paths of them, and which comes next. Knows nothing of Django."""

from __future__ import annotations

from collections.abc import Sequence

_ROMAN = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
LONGEST_PATH = 50


def join_labels(above: str, label: str) -> str:
    """Return the path of a section from that of the one above it: "III" and "a" give "III.a"."""
    return f"{above}.{label}" if above else label


def roman(number: int) -> str:
    """Return a number in capital Roman numerals."""
    letters = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        letters += sign * count
    return letters


def letters(number: int) -> str:
    """Return a, b, … z, aa, ab … for 1, 2, …"""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("a") + rest) + found
    return found


def next_label(siblings: Sequence[str], *, depth: int) -> str:
    """
    Return the label that follows those of the sections beside a new one, in their own way of
    counting; where it is the first, Roman numerals for parts and small letters below them.
    """
    first = siblings[0] if siblings else ("I" if depth == 0 else "a")
    number = len(siblings) + 1
    label = _counted(first, number)
    while label in siblings:
        number += 1
        label = _counted(first, number)
    return label


def _counted(first: str, number: int) -> str:
    if first == "I":
        return roman(number)
    if first == "i":
        return roman(number).lower()
    if first.isdecimal():
        return str(number)
    return letters(number).upper() if first.isupper() else letters(number)
