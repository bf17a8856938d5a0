"""Sparse keys of order: room between two neighbours. Knows nothing of the database."""

from __future__ import annotations

ORDER_STEP = 1024


def keys_after(before: int, following: int | None, count: int) -> list[int] | None:
    """
    Return `count` rising keys above `before` and below `following`; None where they do not fit.

    With nothing following, the keys stand a whole step apart.
    """
    if following is None:
        return [before + ORDER_STEP * (place + 1) for place in range(count)]
    step = (following - before) // (count + 1)
    if step < 1:
        return None
    return [before + step * (place + 1) for place in range(count)]
