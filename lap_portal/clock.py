"""The portal's one clock. Everything that asks what time it is asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """Return the present instant, in UTC; or the instant the clock was set to by `at`."""
    return _set_to.get() or datetime.now(UTC)  # noqa: TID251 (this is the one clock)


def is_set() -> bool:
    """Whether the clock stands still in this thread."""
    return _set_to.get() is not None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """
    Stand still at `moment`, which must know its time zone, until the block ends.

    For tests and for the builder of the demonstration. Other threads keep the real time.
    """
    if moment.tzinfo is None:
        raise ValueError("The clock can only be set to a moment that knows its time zone.")
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
