"""What two sequences have in common: their longest common and increasing subsequences."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from math import isqrt

# So many rows are kept at once before memory is worth more than time.
_KEPT = 1_500
_Run = tuple[int, int, int]


def common_runs(old: Sequence[str], new: Sequence[str]) -> list[_Run]:
    """Return the runs (place in old, place in new, length) of a longest common subsequence."""
    limit = min(len(old), len(new))
    head = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), limit)
    ends = zip(reversed(old), reversed(new), strict=False)
    tail = next((n for n, (a, b) in enumerate(ends) if a != b), limit)
    tail = min(tail, limit - head)
    middle = _matches(old[head : len(old) - tail], new[head : len(new) - tail])
    runs: list[_Run] = [(0, 0, head)] if head else []
    for old_place, new_place in middle:
        _extend(runs, old_place + head, new_place + head, 1)
    if tail:
        _extend(runs, len(old) - tail, len(new) - tail, tail)
    return _gathered(runs, old, new)


def _extend(runs: list[_Run], old: int, new: int, length: int) -> None:
    """Add a run, or lengthen the last one where the new one follows it in both texts."""
    if runs and (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]) == (old, new):
        runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + length)
    else:
        runs.append((old, new, length))


def _gathered(runs: list[_Run], old: Sequence[str], new: Sequence[str]) -> list[_Run]:
    """Slide a run up to the one before it where the words allow, so that changes stay together."""
    gathered: list[_Run] = []
    for old_place, new_place, length in runs:
        old_end, new_end = (
            (gathered[-1][0] + gathered[-1][2], gathered[-1][1] + gathered[-1][2])
            if gathered
            else (0, 0)
        )
        one_sided = old_end == old_place or new_end == new_place
        is_last = old_place + length == len(old) and new_place + length == len(new)
        slides = (
            one_sided
            and not is_last
            and old[old_end : old_end + length] == new[new_end : new_end + length]
        )
        _extend(gathered, *((old_end, new_end) if slides else (old_place, new_place)), length)
    return gathered


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """
    Return the matched places of a longest common subsequence, in order.

    Bit-parallel (Hyyrö 2004): a row is one big integer whose bits are the words of `old`, with a
    row after each word of `new`. Of long texts only some rows are kept, and the others are made
    again on the way back, so that memory grows with the power 3/2 only.
    """
    if not old or not new:
        return []
    masks: dict[str, int] = defaultdict(int)
    for place, word in enumerate(old):
        masks[word] |= 1 << place
    full = (1 << len(old)) - 1
    step = len(new) if len(new) <= _KEPT else isqrt(len(new)) + 1
    blocks = [new[start : start + step] for start in range(0, len(new), step)]
    kept = [full]
    for block in blocks[:-1]:
        kept.append(_rows(masks, block, kept[-1], full)[-1])
    found: list[tuple[int, int]] = []
    left = len(old)
    for number in range(len(blocks) - 1, -1, -1):
        rows = _rows(masks, blocks[number], kept[number], full)
        left = _walk_back(rows, left, number * step, found)
    return found[::-1]


def _rows(masks: dict[str, int], words: Sequence[str], row: int, full: int) -> list[int]:
    """Return `row` and the row after each word; a zero bit says that the common length grows."""
    rows = [row]
    for word in words:
        both = row & masks.get(word, 0)
        row = ((row + both) | (row - both)) & full
        rows.append(row)
    return rows


def _walk_back(rows: list[int], left: int, start: int, found: list[tuple[int, int]]) -> int:
    """Add the matches of a block, last first; return how many words of the old text are left."""
    word = len(rows) - 1
    while word and left:
        if (rows[word] >> (left - 1)) & 1:
            left -= 1
            continue
        word -= 1
        if (rows[word] >> (left - 1)) & 1:
            left -= 1
            found.append((left, start + word))
    return left


def longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Return the places of a longest increasing subsequence, in n log n."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [place]
        before.append(places[length - 1] if length else -1)
    sequence = []
    place = places[-1] if places else -1
    while place >= 0:
        sequence.append(place)
        place = before[place]
    return sequence[::-1]
