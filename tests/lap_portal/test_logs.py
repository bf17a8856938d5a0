"""Log lines."""

import json
import logging
import sys

import pytest

from lap_portal.logs import JsonFormatter


def format_record(message, *arguments, exc_info=None, **extra):
    record = logging.LogRecord("portal", logging.ERROR, "", 1, message, arguments, exc_info)
    record.__dict__ |= extra
    return JsonFormatter().format(record)


def test_an_event_is_one_line_whatever_it_says():
    line = format_record("Not found: %s", "/a\r\nERROR forged\u2028\x1b[31m", status_code=404)

    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert json.loads(line)["message"] == "Not found: /a\r\nERROR forged\u2028\x1b[31m"
    assert json.loads(line)["status"] == 404


def test_a_failure_keeps_its_trace_on_the_same_line():
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        line = format_record("Failed", exc_info=sys.exc_info())

    assert len(line.splitlines()) == 1
    assert "ValueError: first\nsecond" in json.loads(line)["exception"]


@pytest.mark.parametrize("path", ["/invitations/abc-123_x/", "/accounts/password/reset/key/1-a/"])
def test_a_key_that_opens_a_door_stays_out_of_the_log(path):
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, f"Forbidden: {path}", (), None
    )

    line = JsonFormatter().format(record)

    assert "abc-123_x" not in line
    assert "1-a" not in line
