"""Sessions that last while people work."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from lap_portal import clock
from lap_portal.sessions import SessionStore

pytestmark = pytest.mark.django_db


def make_session(*, idle=timedelta(0)):
    session = SessionStore()
    session["who"] = "a delegate"
    session.create()
    stored = Session.objects.get(pk=session.session_key)
    stored.expire_date -= idle
    stored.save()
    return SessionStore(session.session_key)


@pytest.mark.parametrize(("minutes", "renewed"), [(0, False), (14, False), (16, True), (700, True)])
def test_a_session_is_written_again_only_when_a_while_has_passed(minutes, renewed):
    session = make_session(idle=timedelta(minutes=minutes))

    assert session["who"] == "a delegate"
    assert session.modified is renewed


def test_a_session_ends_after_twelve_idle_hours():
    session = make_session(idle=timedelta(hours=12, seconds=1))

    assert "who" not in session


def test_a_session_with_its_own_length_is_renewed_within_that():
    session = make_session()
    session.set_expiry(60 * 60)
    session.save()

    again = SessionStore(session.session_key)

    assert again["who"] == "a delegate"
    assert not again.modified
    assert again.get_expiry_date() < clock.now() + timedelta(hours=1, minutes=1)
