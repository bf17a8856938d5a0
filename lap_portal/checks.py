"""What `manage.py check` says about the portal's own settings, beyond what Django checks."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import connections


def check_database(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Insist on the settings without which posts fail or acknowledged words are lost."""
    messages: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        options = connection.settings_dict["OPTIONS"]
        if connection.vendor == "sqlite":
            if options.get("transaction_mode") != "IMMEDIATE":
                messages.append(Error("SQLite needs IMMEDIATE transactions.", id="portal.E001"))
            if "synchronous=FULL" not in options.get("init_command", ""):
                messages.append(Error("SQLite needs PRAGMA synchronous=FULL.", id="portal.E002"))
        elif not connection.settings_dict["CONN_MAX_AGE"]:
            messages.append(
                Warning("PostgreSQL connections are not kept (CONN_MAX_AGE).", id="portal.W003")
            )
    return messages


def check_service(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Say what is missing before anyone may be served, and that a demonstration is none."""
    messages: list[CheckMessage] = [
        Error(sentence, id="portal.E004") for sentence in settings.MISSING_TO_SERVE
    ]
    if settings.DEMONSTRATION:
        messages.append(Error("A demonstration lets anyone sign in as anyone.", id="portal.E005"))
    if settings.INSECURE_HTTP:
        messages.append(Error("PORTAL_INSECURE_HTTP is for one's own machine.", id="portal.E006"))
    return messages
