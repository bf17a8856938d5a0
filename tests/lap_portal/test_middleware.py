"""What happens to every request."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from lap_portal import clock
from lap_portal.errors import RuleViolation
from lap_portal.urls import urlpatterns as portal_urls


@login_not_required
def arrival(request):
    return HttpResponse(request.received_at.isoformat())


@login_not_required
def refuse(request):
    raise RuleViolation("This consultation is closed.")


urlpatterns = [*portal_urls, path("arrival/", arrival), path("refuse/", refuse)]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def test_a_request_knows_when_it_arrived(client):
    with clock.at(datetime(2020, 6, 18, 12, tzinfo=UTC)):
        response = client.get("/arrival/")

    assert response.content == b"2020-06-18T12:00:00+00:00"


def test_a_broken_rule_that_no_form_took_up_is_shown(client):
    response = client.post("/refuse/")

    assert response.status_code == 409
    assert "This consultation is closed." in response.content.decode()


@pytest.mark.parametrize("length", [64 * 1024 * 1024 + 1, "-1", "many"])
def test_a_request_larger_than_ever_needed_is_refused_unread(client, length):
    response = client.post("/arrival/", CONTENT_LENGTH=length)

    assert response.status_code == 413
    assert "at most 64 megabytes" in response.content.decode()
