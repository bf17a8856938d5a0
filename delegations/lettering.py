"""The HTML of a letter, made from its plain words: paragraphs, lines, and links to the portal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line; a link where they are an address of the portal."""

    words: str
    is_link: bool = False


def html_of(subject: str, text: str) -> str:
    """
    The letter as HTML, everything in it escaped.

    Lines that were broken to fit are joined; those set in keep to themselves. Only the portal's
    own addresses become links: what somebody typed as a name leads nowhere.
    """
    paragraphs = [
        [list(_pieces(line)) for line in _lines(paragraph)]
        for paragraph in re.split(r"\n\s*\n", text.strip("\n"))
        if paragraph.strip()
    ]
    words = {"subject": subject, "paragraphs": paragraphs}
    return render_to_string("delegations/mail/letter.html", words).strip()


def _lines(paragraph: str) -> list[str]:
    lines: list[str] = []
    was_set_in = True
    for line in paragraph.splitlines():
        is_set_in = line.startswith(_INDENT)
        if is_set_in or was_set_in:
            lines.append(line.strip())
        else:
            lines[-1] += f" {line.strip()}"
        was_set_in = is_set_in
    return lines


def _pieces(line: str) -> Iterator[Piece]:
    portal = re.escape(settings.PORTAL_ADDRESS)
    parts = re.split(rf"({portal}(?:/[^\s<>\"]*[^\s<>\".,;:)])?)(?=/|[\s.,;:)]|$)", line)
    for number, part in enumerate(parts):
        if part:
            yield Piece(part, is_link=number % 2 == 1)
