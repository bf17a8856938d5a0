"""When a consultation opens and closes, in words. Asks no clock and no database."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lap_portal.zones import zone_words

_DAYS_FROM = timedelta(days=2)
_HOURS_FROM = timedelta(hours=2)


def deadline_words(
    opens_at: datetime,
    closes_at: datetime,
    *,
    zone: ZoneInfo,
    now: datetime,
    own: ZoneInfo | None = None,
) -> str:
    """
    Say what comes next: "closes Friday 26 June 2020, 18:00 Geneva time, in 3 days".

    All instants know their zone; they are told in `zone`, and in the reader's `own` beside it
    where that differs; whole days, hours and minutes rounded
    down, so that nobody is promised more time than there is.
    """
    if now < opens_at:
        words = _("opens %(instant)s, in %(duration)s")
        instant, duration = opens_at, opens_at - now
    elif now < closes_at:
        words = _("closes %(instant)s, in %(duration)s")
        instant, duration = closes_at, closes_at - now
    else:
        words = _("closed %(instant)s, %(duration)s ago")
        instant, duration = closes_at, now - closes_at
    told = instant_words(instant, zone, own=own)
    return words % {"instant": told, "duration": duration_words(duration)}


def instant_words(instant: datetime, zone: ZoneInfo, *, own: ZoneInfo | None = None) -> str:
    """
    An instant with its zone: "Friday 26 June 2020, 18:00 Geneva time".

    Where the clocks of the reader's `own` zone show another time then: "… (12:00 New York time)",
    with the day where it is another.
    """
    local = instant.astimezone(zone)
    told = _told(local, zone)
    mine = instant.astimezone(own or zone)
    if own is None or mine.utcoffset() == local.utcoffset():
        return told
    if mine.date() != local.date():
        return _("%(instant)s (%(own)s)") % {"instant": told, "own": _told(mine, own)}
    beside = _("%(time)s %(zone)s") % {"time": f"{mine:%H:%M}", "zone": zone_words(own)}
    return _("%(instant)s (%(own)s)") % {"instant": told, "own": beside}


def _told(local: datetime, zone: ZoneInfo) -> str:
    return _("%(date)s, %(time)s %(zone)s") % {
        "date": date_format(local, "l j F Y"),
        "time": f"{local:%H:%M}",
        "zone": zone_words(zone),
    }


def duration_words(duration: timedelta) -> str:
    """A stretch of time in its largest fitting unit, rounded down: "3 days", "47 hours"."""
    if duration >= _DAYS_FROM:
        return ngettext("%(n)d day", "%(n)d days", duration.days) % {"n": duration.days}
    minutes = int(duration.total_seconds()) // 60
    if duration >= _HOURS_FROM:
        hours = minutes // 60
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    if minutes == 0:
        return _("less than a minute")
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
