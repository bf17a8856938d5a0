"""The database as the portal really opens it."""

import sqlite3

import pytest
from django.conf import settings
from django.db import connection, transaction

from lap_portal.checks import check_database

pytestmark = pytest.mark.django_db(transaction=True)

sqlite = pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="This run uses PostgreSQL."
)
postgresql = pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="This run uses SQLite."
)


def ask(question):
    with connection.cursor() as cursor:
        return cursor.execute(question).fetchone()[0]


@sqlite
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 20_000)],
)
def test_sqlite_is_opened_so_that_nothing_acknowledged_is_lost(pragma, value):
    assert ask(f"PRAGMA {pragma}") == value


@sqlite
def test_a_transaction_takes_its_place_before_it_reads():
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)

    with transaction.atomic(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")

    other.close()


@postgresql
def test_postgresql_connections_are_kept_and_checked():
    assert connection.settings_dict["CONN_MAX_AGE"] == 60
    assert connection.settings_dict["CONN_HEALTH_CHECKS"]


def test_the_check_is_content_with_these_settings():
    assert check_database(databases=["default"]) == []


@sqlite
def test_the_check_names_an_option_that_was_lost(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {})

    assert [message.id for message in check_database(databases=["default"])] == [
        "portal.E001",
        "portal.E002",
    ]
