"""The one clock."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from lap_portal import clock

NOON = datetime(2020, 6, 18, 12, tzinfo=UTC)


def test_the_clock_tells_the_real_time_in_utc():
    moment = clock.now()

    assert moment.utcoffset() == timedelta(0)
    assert clock.now() - moment < timedelta(minutes=1)


def test_the_clock_stands_where_it_was_set_until_the_block_ends():
    with clock.at(NOON):
        assert clock.now() == NOON
        with clock.at(NOON + timedelta(hours=1)):
            assert clock.now() == NOON + timedelta(hours=1)
        assert clock.now() == NOON

    assert not clock.is_set()


def test_the_clock_runs_again_after_a_failure():
    with pytest.raises(ZeroDivisionError), clock.at(NOON):
        1 / 0  # noqa: B018 - it is there to fail

    assert not clock.is_set()


def test_other_threads_keep_the_real_time():
    seen = []

    with clock.at(NOON):
        thread = Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()

    assert seen[0] > NOON


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"), clock.at(NOON.replace(tzinfo=None)):
        pass
