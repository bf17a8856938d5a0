"""The health page."""

import pytest
from django.db import DatabaseError, connection


@pytest.mark.django_db
def test_the_portal_is_well_when_its_database_answers(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz/")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_the_portal_is_not_well_without_its_database(client):
    def fail(*args):
        raise DatabaseError

    with connection.execute_wrapper(fail):
        response = client.get("/healthz/")

    assert response.status_code == 503


def test_the_health_page_is_only_read(client):
    assert client.post("/healthz/").status_code == 405
