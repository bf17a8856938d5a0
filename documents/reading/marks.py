"""Marks within a text: *italics*, **bold**, footnote references. Taken out, and remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from documents.outline import Emphasis
from documents.reading.lines import NoteMark

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
TOKEN = re.compile(rf"\\\*|\*+|\[\^\w{{1,8}}\]|\[\d{{1,2}}\]|[{SUPERSCRIPTS}]{{1,2}}|[†‡]")


@dataclass(slots=True)
class Words:
    """A text without marks, and where they stood: ranges in italics and in bold, references."""

    text: str = ""
    emphasis: list[Emphasis] = field(default_factory=list)
    bold: list[Emphasis] = field(default_factory=list)
    notes: list[NoteMark] = field(default_factory=list)


@dataclass(slots=True)
class Token:
    """A possible mark: what it is, where it stands, and what it turned out to be."""

    raw: str
    start: int
    takes: int = 0
    opens: str = ""
    closes: str = ""
    note: str = ""


def read_marks(raw: str, *, known_notes: frozenset[str] = frozenset()) -> Words:
    """Return the words of a text. A mark without its counterpart stays in the text as printed."""
    tokens = [Token(m[0], m.start()) for m in TOKEN.finditer(raw)]
    pair_stars(tokens, raw)
    for token in tokens:
        settle_note(token, raw, known_notes)
    return rebuilt(raw, tokens)


def pair_stars(tokens: list[Token], raw: str) -> None:
    """Decide which stars open and close italics ("i") and bold ("b"), in one pass."""
    waiting: dict[str, Token] = {}
    for token in tokens:
        if token.raw[0] != "*" or len(token.raw) > 4:
            continue
        for style in ("i",) * (len(token.raw) % 2) + ("b",) * (len(token.raw) // 2):
            toggle(token, style, waiting=waiting, raw=raw)


def toggle(token: Token, style: str, *, waiting: dict[str, Token], raw: str) -> None:
    """Let a token close a range that waits for it, or wait itself."""
    before = raw[token.start - 1 : token.start]
    after = raw[token.start + len(token.raw) :][:1]
    if style in waiting and waiting[style] is not token and before and not before.isspace():
        waiting.pop(style).opens += style
        token.closes += style
    elif after and not after.isspace() and (style == "b" or not before.isalnum()):
        waiting[style] = token


def settle_note(token: Token, raw: str, known_notes: frozenset[str]) -> None:
    """Recognize a reference to a footnote that the paper has."""
    mark = token.raw.strip("[]^") or token.raw
    used = token.opens or token.closes
    if not used and mark in known_notes and raw[: token.start].strip():
        token.note = mark


def rebuilt(raw: str, tokens: list[Token]) -> Words:
    """Return the text without the marks that were understood."""
    words, parts, length, end = Words(), [], 0, 0
    begun: dict[str, int] = {}
    for token in tokens:
        part = raw[end : token.start]
        parts.append(part)
        length += len(part)
        end = token.start + len(token.raw)
        close_ranges(words, token, begun=begun, offset=length)
        kept = kept_text(token)
        parts.append(kept)
        if token.note:
            words.notes.append(NoteMark(token.note, length))
        begun.update({style: length + len(kept) for style in token.opens})
        length += len(kept)
    words.text = "".join([*parts, raw[end:]])
    return words


def close_ranges(words: Words, token: Token, *, begun: dict[str, int], offset: int) -> None:
    """Note the ranges that end at a token."""
    for style in token.closes:
        ranges = words.emphasis if style == "i" else words.bold
        ranges.append(Emphasis(begun.pop(style), offset))


def kept_text(token: Token) -> str:
    """Return what stays in the text of a token that was not understood, or only in part."""
    if token.note:
        return ""
    if token.raw == r"\*":
        return "*"
    if token.raw[0] != "*":
        return token.raw
    used = sum(2 if style == "b" else 1 for style in token.opens + token.closes)
    return token.raw[used:]
