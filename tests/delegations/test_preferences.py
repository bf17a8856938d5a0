"""The language one writes in, one's time zone, and when the portal sends mail."""

import re

import pytest
from django.urls import reverse

from delegations.models import User
from delegations.operations import revise_preferences
from lap_portal.errors import RuleViolation
from tests.builders.people import make_isu, make_member, make_person, sign_in
from tests.builders.talk import make_consultation

pytestmark = pytest.mark.django_db

GIVEN = {"language": "fr", "time_zone": "America/New_York", "mail": "at_once"}
PAGE = "delegations:preferences_revise"


def test_a_person_chooses_and_the_trail_says_so(client):
    member = make_member()
    sign_in(client, member)

    answer = client.post(reverse(PAGE), GIVEN)

    person = User.objects.get(pk=member.person.pk)
    assert answer.headers["Location"] == reverse(PAGE)
    assert {name: getattr(person, name) for name in GIVEN} == GIVEN
    last = person.history.first()
    assert last.history_user == person
    assert last.history_change_reason == "Preferences changed."
    assert "Your preferences were kept" in client.get(reverse(PAGE)).content.decode()


def test_whoever_holds_no_capacity_chooses_too(client):
    person = make_person()
    client.force_login(person)

    assert client.post(reverse(PAGE), GIVEN).status_code == 302
    assert User.objects.get(pk=person.pk).mail == "at_once"


def test_choosing_the_same_again_changes_nothing():
    person = revise_preferences(make_person(), **GIVEN)
    before = person.history.count()

    revise_preferences(person, **GIVEN)

    assert person.history.count() == before


def test_the_page_begins_with_what_was_chosen_before(client):
    member = make_member()
    revise_preferences(member.person, **GIVEN)
    sign_in(client, member)

    page = client.get(reverse(PAGE)).content.decode()

    chosen = re.findall(r'<option value="([^"]+)"\s+selected>', page)
    assert chosen == ["fr", "America/New_York"]
    assert re.search(r'value="at_once"[^>]*checked', page)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "xx"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", "x" * 10_000),
        ("mail", "never\x00"),
        ("mail", ""),
    ],
)
def test_what_cannot_be_chosen_is_refused_and_nothing_is_kept(client, name, value):
    member = make_member()
    sign_in(client, member)

    answer = client.post(reverse(PAGE), GIVEN | {name: value})

    assert answer.status_code == 200
    assert "America/New_York" in answer.content.decode()
    assert User.objects.get(pk=member.person.pk).mail == "daily"


def test_the_operation_knows_the_zones_of_the_world():
    with pytest.raises(RuleViolation, match="not known"):
        revise_preferences(make_person(), **GIVEN | {"time_zone": "Mars/Olympus"})


def test_a_deadline_is_told_in_the_own_time_too_and_only_to_who_lives_elsewhere(client):
    abroad, here = make_member(), make_member()
    revise_preferences(abroad.person, **GIVEN)
    consultation = make_consultation()
    pages = [reverse("consultations:home"), consultation.get_absolute_url()]

    for page in pages:
        sign_in(client, abroad)
        assert "New York time" in client.get(page).content.decode()
        sign_in(client, here)
        told = client.get(page).content.decode()
        assert "Geneva time" in told
        assert "New York time" not in told


def test_preferences_are_reached_from_every_page(client):
    sign_in(client, make_isu())

    assert reverse(PAGE) in client.get(reverse("consultations:home")).content.decode()
