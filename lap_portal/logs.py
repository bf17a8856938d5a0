"""Log lines as JSON: one event, one line, whatever the event says. Never a request's body."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

# What opens a door for whoever has it stays out of the log.
_KEYS = re.compile(r"(/invitations/|/password/reset/key/)[^/\s]+")
_SERVER_ERROR = 500


class JsonFormatter(logging.Formatter):
    """
    One line of ASCII JSON per record.

    Line breaks and control characters in a message come out escaped, so nobody can write
    a line of their own into the log. A refusal is a line; only a fault tells where it happened.
    """

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _KEYS.sub(r"\1...", record.getMessage()),
        }
        status = getattr(record, "status_code", None)
        if status:
            event["status"] = status
        if record.exc_info and (status is None or status >= _SERVER_ERROR):
            event["exception"] = _KEYS.sub(r"\1...", self.formatException(record.exc_info))
        return json.dumps(event)
