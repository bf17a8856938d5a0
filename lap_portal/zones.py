"""Time zones: as people call them, to choose from, and the one in which the reader lives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

_CITIES = {"Europe/Zurich": "Geneva"}
_CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)

_readers: ContextVar[ZoneInfo | None] = ContextVar("zone_of_the_reader", default=None)


def zone_words(zone: ZoneInfo) -> str:
    """A zone as people call it: "Geneva time", "New York time", "UTC"."""
    if zone.key in {"UTC", "Etc/UTC"}:
        return "UTC"
    return _("%(city)s time") % {"city": _city(zone.key)}


def zone_choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """The zones of the world by continent, each by its city, for a form."""
    names = sorted(available_timezones())
    return [("UTC", "UTC"), *((each, _cities_of(each, names)) for each in _CONTINENTS)]


def reader_zone() -> ZoneInfo | None:
    """The zone in which whoever reads the present page lives; None where nobody knows."""
    return _readers.get()


@contextmanager
def read_in(zone: ZoneInfo | None) -> Iterator[None]:
    """
    Say where the reader lives, until the block ends.

    Official times stay in their own zone, on pages and papers alike; the reader's own time is
    only told beside them. Hence this, and not the zone that Django activates.
    """
    token = _readers.set(zone)
    try:
        yield
    finally:
        _readers.reset(token)


def _cities_of(continent: str, names: list[str]) -> list[tuple[str, str]]:
    """The zones of a continent; of those with several names the first."""
    inside = [name for name in names if name.startswith(f"{continent}/")]
    by_city = {_city(name): name for name in reversed(inside)}
    return [(name, city) for city, name in sorted(by_city.items())]


def _city(name: str) -> str:
    return _CITIES.get(name) or name.rpartition("/")[2].replace("_", " ")
