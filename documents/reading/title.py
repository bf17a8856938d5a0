"""Where the title block of a paper ends and its text begins."""

from __future__ import annotations

from documents.reading.labels import ARTICLE, Scheme, ends_sentence, marker_in, readings
from documents.reading.labels import reads_as_title as is_title
from documents.reading.lines import Line, Role

LONGEST_TITLE = 150
CERTAIN = (Role.HEADING, Role.LIST_HEADING, Role.PARAGRAPH, Role.BULLET)


def title_length(lines: list[Line]) -> int:
    """Return how many lines, footnotes among them included, stand before the text itself."""
    styled = [at for at, line in enumerate(lines) if line.role is Role.TITLE]
    start = styled[-1] + 1 if styled and is_leading(lines[: styled[-1]]) else 0
    if start == 0 and lines and is_name_of_paper(lines):
        start = 1
    return next((at for at in range(start, len(lines)) if begins_text(lines, at)), len(lines))


def is_leading(lines: list[Line]) -> bool:
    """Say whether nothing of the text stands among lines."""
    return not any(line.role in CERTAIN for line in lines)


def is_name_of_paper(lines: list[Line]) -> bool:
    """Say whether the first line is a heading without label above all other headings."""
    first, rest = lines[0], [x for x in lines[1:] if x.role is Role.HEADING]
    if first.role is not Role.HEADING or first.marker or marker_in(first.text)[0]:
        return False
    return all((x.depth or 0) > (first.depth or 0) for x in rest)


def begins_text(lines: list[Line], at: int) -> bool:
    """Say whether the text itself begins with a line."""
    line = lines[at]
    if line.role is not Role.UNKNOWN:
        return line.role in CERTAIN
    after = next((x for x in lines[at + 1 :] if x.role is not Role.FOOTNOTE), None)
    if after is not None and after.role is Role.BULLET and line.text.endswith(":"):
        return True
    is_prose = len(line.text) > LONGEST_TITLE and ends_sentence(line.text)
    return is_prose or bool(ARTICLE.match(line.text)) or begins_counting(lines, at)


def begins_counting(lines: list[Line], at: int) -> bool:
    """Say whether a line carries the first label of a count, or one that a later line continues."""
    marker, words = marker_of(lines[at])
    for label in readings(marker):
        if label.scheme is not Scheme.NUMBER and not is_title(words):
            continue
        if label.ordinal == 1 or label.scheme is Scheme.ROMAN:
            return True
        if any(label.ordinal + 1 in ordinals(x, label.scheme) for x in lines[at + 1 :]):
            return True
    return False


def ordinals(line: Line, scheme: Scheme) -> set[int]:
    """Return how far a line's label may count in one scheme."""
    return {x.ordinal for x in readings(marker_of(line)[0]) if x.scheme is scheme}


def marker_of(line: Line) -> tuple[str, str]:
    """Return a line's label and words."""
    if line.marker:
        return line.marker, line.text
    marker, end = marker_in(line.text)
    return marker, line.text[end:]
