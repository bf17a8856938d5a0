from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consultations.deadlines import deadline_words, duration_words, instant_words
from lap_portal.zones import zone_words

GENEVA = ZoneInfo("Europe/Zurich")
OPENS = datetime(2020, 6, 1, 7, tzinfo=UTC)
AT_SIX = "Friday 26 June 2020, 18:00 Geneva time"
CLOSES = datetime(2020, 6, 26, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (OPENS - timedelta(days=5), "opens Monday 1 June 2020, 09:00 Geneva time, in 5 days"),
        (CLOSES - timedelta(days=3, hours=2), f"closes {AT_SIX}, in 3 days"),
        (CLOSES - timedelta(hours=47), f"closes {AT_SIX}, in 47 hours"),
        (CLOSES, f"closed {AT_SIX}, less than a minute ago"),
        (CLOSES + timedelta(days=2), f"closed {AT_SIX}, 2 days ago"),
    ],
)
def test_a_deadline_is_told_with_its_zone_and_the_time_left(now, words):
    assert deadline_words(OPENS, CLOSES, zone=GENEVA, now=now) == words


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(days=2), "2 days"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(seconds=119), "1 minute"),
        (timedelta(seconds=59), "less than a minute"),
    ],
)
def test_nobody_is_promised_more_time_than_there_is(duration, words):
    assert duration_words(duration) == words


@pytest.mark.parametrize(("name", "words"), [("America/New_York", "New York time"), ("UTC", "UTC")])
def test_zones_are_called_by_their_city(name, words):
    assert zone_words(ZoneInfo(name)) == words


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ("America/New_York", f"{AT_SIX} (12:00 New York time)"),
        ("Asia/Kathmandu", f"{AT_SIX} (21:45 Kathmandu time)"),
        ("Asia/Tokyo", f"{AT_SIX} (Saturday 27 June 2020, 01:00 Tokyo time)"),
        ("UTC", f"{AT_SIX} (16:00 UTC)"),
        ("Europe/Vienna", AT_SIX),
        ("Europe/Zurich", AT_SIX),
    ],
)
def test_the_readers_own_time_is_told_where_the_clocks_differ(own, words):
    assert instant_words(CLOSES, GENEVA, own=ZoneInfo(own)) == words
