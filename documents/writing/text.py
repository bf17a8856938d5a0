"""A paper becomes a plain text, in the conventions that `documents.reading` knows."""

from __future__ import annotations

from documents.compare import Change
from documents.outline import Kind
from documents.writing.paper import Paper, Piece, front_lines, heading_label, pieces, printable

_INDENT = "    "


def write_text(paper: Paper) -> str:
    """
    Return the paper as plain text: labels and numbers as printed, `- ` before bullets, `*` round
    italics, footnotes at the end; of a comparison `{+ +}` round what was inserted, `[- -]` round
    what was deleted.

    Read again it gives the same outline, as far as plain text can tell: kinds of bullets follow
    from what announces them, and a line break within a unit becomes a space.
    """
    lines = paper.outline.title_lines or [line.text for line in front_lines(paper)]
    blocks = [_on_one_line(line) for line in lines]
    blocks += [_unit(paper, place) for place in range(len(paper.outline.units))]
    blocks += [_note(note.mark, note.text) for note in paper.outline.footnotes]
    if paper.masthead.reissue_note not in {"", *(n.text for n in paper.outline.footnotes)}:
        blocks.append(_note("*", paper.masthead.reissue_note))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _unit(paper: Paper, place: int) -> str:
    """Return a unit as one line with what is printed before it."""
    unit = paper.outline.units[place]
    words = "".join(_piece(piece) for piece in pieces(paper, place))
    if unit.kind is Kind.HEADING:
        label = heading_label(unit.section)
        # A number would be a paragraph's: such headings, and those without label, stand in bold.
        is_bold = not label or label[0].isdigit()
        return f"**{words}**" if is_bold else f"{label} {words}"
    if unit.kind.is_bullet:
        return f"{_INDENT * unit.level}- {words}"
    return f"{unit.number}. {words}" if unit.number is not None else words


def _piece(piece: Piece) -> str:
    if piece.footnote:
        mark = piece.footnote.mark
        return mark if mark[:1] in {"*", "†", "‡"} else f"[^{mark}]"
    words = _on_one_line(piece.text).replace("*", r"\*")
    if piece.change is not Change.SAME:
        return f"{{+{words}+}}" if piece.change is Change.ADDED else f"[-{words}-]"
    if not piece.is_emphasized or not words.strip():
        return words
    core = words.strip()
    return words.replace(core, f"*{core}*", 1)


def _note(mark: str, text: str) -> str:
    printed = mark if mark[:1] in {"*", "†", "‡"} else f"[^{mark}]:"
    return f"{printed} {_on_one_line(text)}"


def _on_one_line(text: str) -> str:
    return printable(text).replace("\n", " ").replace("\t", " ")
