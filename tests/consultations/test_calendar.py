"""The deadline as a file for calendars."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from consultations.calendar import deadline_event
from consultations.models import Extension
from lap_portal import clock
from tests.builders.people import make_isu, make_member, sign_in
from tests.builders.talk import make_consultation

pytestmark = pytest.mark.django_db

LONG = "Élémentaire; a title, with a back\\slash and 中文 " + "é" * 90


def unfolded(event):
    return event.replace("\r\n ", "").split("\r\n")


def field(event, name):
    return next(line.partition(":")[2] for line in unfolded(event) if line.startswith(f"{name}:"))


def test_every_line_ends_as_it_must_and_is_no_longer_than_it_may():
    event = deadline_event(make_consultation(title=LONG), clock.now())

    assert event.endswith("END:VCALENDAR\r\n")
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", event)
    lines = event.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert any(len(line.encode()) > 70 for line in lines)


def test_words_are_escaped_and_come_back_whole():
    event = deadline_event(make_consultation(title=LONG), clock.now())

    summary = field(event, "SUMMARY")
    assert r"Élémentaire\; a title\, with a back\\slash" in summary
    assert re.sub(r"\\(.)", r"\1", summary) == f"Closes: {LONG}"


def test_the_instant_is_told_in_utc_and_the_event_is_the_same_for_ever(settings):
    settings.PORTAL_ADDRESS = "https://portal.example"
    consultation = make_consultation()
    before = deadline_event(consultation, consultation.closes_at)

    with clock.at(clock.now() + timedelta(hours=1)):
        later = deadline_event(consultation, consultation.closes_at + timedelta(days=1))

    assert field(before, "DTSTART") == f"{consultation.closes_at:%Y%m%dT%H%M%SZ}"
    assert field(before, "UID") == field(later, "UID")
    assert field(before, "UID").endswith("@portal.example")
    assert int(field(later, "SEQUENCE")) > int(field(before, "SEQUENCE"))


def test_the_page_offers_the_file_and_each_gets_the_own_deadline(client):
    plain, extended = make_member(), make_member()
    consultation = make_consultation()
    closes_at = consultation.closes_at + timedelta(days=7)
    Extension.objects.create(
        consultation=consultation,
        delegation=extended.delegation,
        closes_at=closes_at,
        granted_by=make_isu().person,
    )
    names = [consultation.plan.slug, consultation.number]
    address = reverse("consultations:deadline_file", args=names)
    page = reverse("consultations:consultation_read", args=names)

    instants = {}
    for reader in (plain, extended):
        sign_in(client, reader)
        assert address in client.get(page).content.decode()
        answer = client.get(address)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Content-Disposition"] == 'attachment; filename="deadline.ics"'
        instants[reader.person.pk] = field(answer.content.decode(), "DTSTART")

    assert instants[plain.person.pk] == f"{consultation.closes_at:%Y%m%dT%H%M%SZ}"
    assert instants[extended.person.pk] == f"{closes_at:%Y%m%dT%H%M%SZ}"


def test_nobody_gets_the_file_of_a_consultation_not_yet_open(client):
    consultation = make_consultation(opens_in=timedelta(days=2))
    sign_in(client, make_member())

    address = reverse(
        "consultations:deadline_file", args=[consultation.plan.slug, consultation.number]
    )

    assert client.get(address).status_code == 404
