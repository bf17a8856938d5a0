"""A paper ready to be written: its masthead, its outline, and the lines of its first page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from documents.compare import Change, Span
from documents.outline import Footnote, Outline

_DATE = re.compile(r"\d{1,2}\.? (?:de )?\w+ (?:de )?\d{4}(?: г\.)?")
_LANGUAGE = re.compile(r"Original\b.*|\w+ only|\w+ seulement|\w+ únicamente", re.IGNORECASE)
_AGENDA = re.compile(r"(?:Agenda item|Item|Point|Tema|Пункт|البند|议程项目)\b.*", re.IGNORECASE)
_SUBMITTED = re.compile(
    r"(?:(?:working )?paper |document |note )?(?:submitted|presented|prepared) (?:by|on behalf)\b.*"
    r"|note by\b.*|(?:présenté|soumis|préparé)e?s? par\b.*|(?:presentad|preparad)[oa]s? por\b.*"
    r"|(?:представлен|подготовлен)\w*\b.*|مقدم\w*\b.*|由.+提交",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """
    What stands above a paper, each line as it is printed; an empty one is not printed.

    Nothing is invented here: symbols and distribution are given by the United Nations.
    """

    symbol: str = ""
    distribution: str = ""
    date_text: str = ""
    language_line: str = "English only"
    advance_line: str = "Advance version"
    body_lines: tuple[str, ...] = ()
    session_lines: tuple[str, ...] = ()
    meeting_lines: tuple[str, ...] = ()
    agenda_item: str = ""
    agenda_title: str = ""
    title: str = ""
    submitted_by: str = ""
    reissue_note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """
    A paper as it goes out. `references` holds one for each unit of the outline, or is empty.

    `digest` is the draft's own; `issued_at` (with a time zone) is the only moment that a written
    file names, so that the same paper gives the same file. `redlines` holds, by the place of a
    unit, the comparison that its words are: inserted words underlined, deleted ones struck out.
    `creator` is named in the properties of a Word file.
    """

    masthead: Masthead
    outline: Outline
    references: tuple[str, ...] = ()
    digest: str = ""
    issued_at: datetime | None = None
    redlines: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    creator: str = "Presidency"

    @property
    def title(self) -> str:
        """The paper's title in one line, for the properties of a file; "" if it has none."""
        titles = [line.text for line in front_lines(self) if line.role is FrontRole.TITLE]
        return " ".join(" ".join(titles).split()) or self.masthead.title or self.masthead.symbol

    def reference(self, unit: int) -> str:
        return self.references[unit] if unit < len(self.references) else ""


class FrontRole(StrEnum):
    """What a line of the first page is, in the order of a conference paper."""

    ADVANCE = "advance"
    SYMBOL = "symbol"
    BODY = "body"
    DISTRIBUTION = "distribution"
    DATE = "date"
    LANGUAGE = "language"
    MEETING = "meeting"
    AGENDA = "agenda"
    AGENDA_TITLE = "agenda_title"
    TITLE = "title"
    SUBMITTED = "submitted"


# In the right-hand cell of a masthead, from above.
_RIGHT = (FrontRole.DISTRIBUTION, FrontRole.DATE, FrontRole.LANGUAGE)
_ABOVE = {FrontRole.ADVANCE, FrontRole.SYMBOL, FrontRole.BODY, *_RIGHT}


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A line of the first page; `is_title_line` where it belongs to the outline's title block."""

    role: FrontRole
    text: str
    is_title_line: bool = False


def front_lines(paper: Paper) -> list[FrontLine]:
    """
    Return the lines above the text, in the order of page 1 of a conference paper.

    The title lines of an outline are the title block: of the masthead, only what surrounds the
    block is then printed, and nothing twice.
    """
    masthead, title_lines = paper.masthead, paper.outline.title_lines
    lines = [
        FrontLine(FrontRole.ADVANCE, masthead.advance_line),
        FrontLine(FrontRole.SYMBOL, masthead.symbol),
        *(() if title_lines else _lines(FrontRole.BODY, *masthead.body_lines)),
        FrontLine(FrontRole.DISTRIBUTION, masthead.distribution),
        FrontLine(FrontRole.DATE, masthead.date_text),
        FrontLine(FrontRole.LANGUAGE, masthead.language_line),
        *(() if title_lines else _lower_lines(masthead)),
    ]
    kept = [line for line in lines if line.text.strip() and line.text not in title_lines]
    return kept + _title_block(title_lines, masthead)


def _lines(role: FrontRole, *texts: str) -> list[FrontLine]:
    return [FrontLine(role, text) for text in texts]


def _lower_lines(masthead: Masthead) -> list[FrontLine]:
    """Return the lines of a masthead that stand under its rule."""
    return [
        *_lines(FrontRole.MEETING, *masthead.session_lines, *masthead.meeting_lines),
        FrontLine(FrontRole.AGENDA, masthead.agenda_item),
        FrontLine(FrontRole.AGENDA_TITLE, masthead.agenda_title),
        FrontLine(FrontRole.TITLE, masthead.title),
        FrontLine(FrontRole.SUBMITTED, masthead.submitted_by),
    ]


def _title_block(texts: tuple[str, ...], masthead: Masthead) -> list[FrontLine]:
    """Return the lines of a title block with what each seems to be, which decides its look only."""
    roles = [_role(text, masthead) for text in texts]
    if FrontRole.DATE in roles:
        # A paper bears one date; another one is that of a meeting.
        later = roles.index(FrontRole.DATE) + 1
        meeting = {FrontRole.DATE: FrontRole.MEETING}
        roles[later:] = [role and meeting.get(role, role) for role in roles[later:]]
    if FrontRole.TITLE not in roles and (untold := _untold(roles)):
        roles[untold[-1]] = FrontRole.TITLE
    lines = []
    settled = FrontRole.BODY
    for text, role in zip(texts, roles, strict=True):
        settled = role or _after(settled)
        lines.append(FrontLine(settled, text, is_title_line=True))
    return lines


def _untold(roles: list[FrontRole | None]) -> list[int]:
    """Return the places of the lines whose words do not tell, up to who submitted the paper."""
    end = roles.index(FrontRole.SUBMITTED) if FrontRole.SUBMITTED in roles else len(roles)
    return [place for place, role in enumerate(roles[:end]) if role is None]


def _role(text: str, masthead: Masthead) -> FrontRole | None:
    """Say what a line is if its words tell."""
    if text == masthead.title:
        return FrontRole.TITLE
    patterns = {
        FrontRole.DATE: _DATE,
        FrontRole.LANGUAGE: _LANGUAGE,
        FrontRole.AGENDA: _AGENDA,
        FrontRole.SUBMITTED: _SUBMITTED,
    }
    return next((role for role, form in patterns.items() if form.fullmatch(text.strip())), None)


def _after(role: FrontRole) -> FrontRole:
    """Say what a line is whose words do not tell, from the line before it."""
    if role is FrontRole.BODY:
        return FrontRole.BODY
    if role in {FrontRole.AGENDA, FrontRole.AGENDA_TITLE}:
        return FrontRole.AGENDA_TITLE
    return FrontRole.SUBMITTED if role is FrontRole.SUBMITTED else FrontRole.MEETING


@dataclass(frozen=True, slots=True)
class Front:
    """The first page by place: the cells over the rule, the lines under it, and its footnotes."""

    corner: tuple[FrontLine, ...]
    symbol: str
    left: tuple[FrontLine, ...]
    right: tuple[FrontLine, ...]
    below: tuple[FrontLine, ...]
    symbol_notes: tuple[Footnote, ...]
    title_notes: tuple[Footnote, ...]

    @property
    def noted_line(self) -> int | None:
        """The place, among the lines below, of the one that carries the title's footnotes."""
        titles = [n for n, line in enumerate(self.below) if line.role is FrontRole.TITLE]
        return titles[-1] if titles else len(self.below) - 1 if self.below else None


def front(paper: Paper) -> Front:
    """
    Return the first page by place; each line of a title block stands where a masthead has its like.

    A reissue is noted at the symbol (UN Editorial Manual, mastheads), or else at the title.
    """
    lines = front_lines(paper)
    right = [line for line in lines if line.role in _RIGHT]
    below = tuple(line for line in lines if line.role not in _ABOVE)
    symbol_notes, title_notes = _front_notes(paper, has_title=bool(below))
    return Front(
        corner=tuple(line for line in lines if line.role is FrontRole.ADVANCE),
        symbol=paper.masthead.symbol,
        left=tuple(line for line in lines if line.role is FrontRole.BODY),
        right=tuple(sorted(right, key=lambda line: _RIGHT.index(line.role))),
        below=below,
        symbol_notes=symbol_notes,
        title_notes=title_notes,
    )


def _front_notes(
    paper: Paper, *, has_title: bool
) -> tuple[tuple[Footnote, ...], tuple[Footnote, ...]]:
    """Return the footnotes at the symbol and those at the title."""
    notes = tuple(note for note in paper.outline.footnotes if note.unit is None)
    text = paper.masthead.reissue_note
    is_new = bool(text) and all(note.text != text for note in notes)
    reissue = (Footnote("*", text),) if is_new else ()
    if not has_title:
        return reissue + notes, ()
    if paper.masthead.symbol and not paper.outline.title_lines:
        return reissue + notes, ()
    return (reissue, notes) if paper.masthead.symbol else ((), reissue + notes)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a unit's words in one look, or the place of a footnote."""

    text: str = ""
    is_emphasized: bool = False
    footnote: Footnote | None = None
    change: Change = Change.SAME


def pieces(paper: Paper, unit: int) -> list[Piece]:
    """
    Return the words of a unit cut where its italics and footnote marks begin and end.

    A unit that is a comparison is cut where words were inserted or deleted instead.
    """
    if unit in paper.redlines:
        return [Piece(span.text, change=span.change) for span in paper.redlines[unit]]
    words = paper.outline.units[unit]
    notes: dict[int, list[Footnote]] = {}
    for note in paper.outline.footnotes:
        if note.unit == unit:
            place = len(words.text) if note.offset is None else note.offset
            notes.setdefault(max(0, min(place, len(words.text))), []).append(note)
    cuts = {0, len(words.text), *notes}
    cuts |= {place for e in words.emphasis for place in (e.start, e.end)}
    edges = sorted(cuts)
    found: list[Piece] = []
    for start, end in zip(edges, [*edges[1:], len(words.text)], strict=True):
        found += [Piece(footnote=note) for note in notes.get(start, [])]
        if start < end:
            is_emphasized = any(e.start <= start and end <= e.end for e in words.emphasis)
            found.append(Piece(words.text[start:end], is_emphasized))
    return found


def heading_label(section: str) -> str:
    """Return the printed label of a heading from its path: "II.A" is A., "III.a" is (a)."""
    label = section.rpartition(".")[2]
    if not label:
        return ""
    return f"({label})" if label.islower() else f"{label}."


def printable(text: str) -> str:
    """Return a text of the same length in which a mark stands for what no file can hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


_UNPRINTABLE = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
