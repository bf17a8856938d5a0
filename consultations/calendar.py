"""The deadline of a consultation as an event for calendars: RFC 5545, and no more of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from consultations.models import Consultation
from lap_portal import clock

CONTENT_TYPE = "text/calendar"
_OCTETS_AT_MOST = 75


def deadline_event(consultation: Consultation, closes_at: datetime) -> str:
    """
    The lines of an .ics file with the closing instant.

    Its UID is the same for ever, and each later file counts as newer: a calendar that has the
    event moves it.
    """
    now = clock.now()
    host = urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"
    address = f"{settings.PORTAL_ADDRESS}{consultation.get_absolute_url()}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//LAP portal//deadlines//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:consultation-{consultation.pk}@{host}",
        f"SEQUENCE:{int(now.timestamp()) // 60}",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(closes_at)}",
        f"SUMMARY:{_escaped(_('Closes: %s') % consultation.title)}",
        f"DESCRIPTION:{_escaped(consultation.plan.title)}",
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, no character cut; all but the first begin blank."""
    part = ""
    for mark in line:
        if len(f"{part}{mark}".encode()) > _OCTETS_AT_MOST:
            yield part
            part = " "
        part += mark
    yield part
