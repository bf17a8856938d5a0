"""In which capacity one acts: chosen by a POST, found by one query, secured for staff."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from delegations.capacities import PUBLIC, capacity_of
from delegations.models import User
from delegations.sessions import SECOND_STEP_KEY, SESSION_KEY
from tests.builders.people import (
    make_delegation,
    make_isu,
    make_member,
    make_person,
    make_presidency,
    sign_in,
)

pytestmark = pytest.mark.django_db

CHOOSE = "/capacity/"


def test_one_capacity_is_chosen_at_sign_in(client):
    member = make_member()

    client.force_login(member.person)

    assert client.session[SESSION_KEY] == member.key


def test_several_capacities_wait_to_be_chosen(client):
    presidency = make_presidency()
    member = make_member(person=presidency.person)
    client.force_login(presidency.person)
    own = reverse("delegations:delegation_read", args=[member.delegation.pk])

    assert SESSION_KEY not in client.session
    answer = client.get(own)
    assert answer.headers["Location"] == f"{CHOOSE}?next=%2Fdelegations%2F{member.delegation.pk}%2F"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Presidency" in page
    assert member.delegation.name in page
    assert SESSION_KEY not in client.session

    chosen = client.post(CHOOSE, {"capacity": member.key, "next": own})

    assert chosen.headers["Location"] == own
    assert client.get(own).status_code == 200
    assert client.get(reverse("delegations:delegation_list")).status_code == 403


def test_a_state_that_serves_in_the_presidency_sees_what_the_chosen_capacity_allows(client):
    presidency = make_presidency()
    member = make_member(person=presidency.person)
    sign_in(client, presidency)

    page = client.get(reverse("delegations:delegation_read", args=[member.delegation.pk]))

    assert page.status_code == 200
    assert member.person.email not in page.content.decode().replace(
        f'<li class="menu-note">{member.person.email}</li>', ""
    )
    assert client.get(reverse("delegations:delegation_list")).status_code == 200
    assert capacity_of(presidency.person, "presidency").delegation is None


def test_an_act_without_a_chosen_capacity_is_the_publics_and_is_refused(client):
    isu = make_isu()
    make_member(person=isu.person)
    client.force_login(isu.person)

    answer = client.post(
        reverse("delegations:delegation_create"), {"name": "Freedonia", "category": "state"}
    )

    assert answer.status_code == 403


def test_only_a_capacity_one_holds_can_be_chosen(client):
    member = make_member()
    client.force_login(member.person)

    for key in ["isu", "public", "delegation:999999", "delegation:x", ""]:
        assert client.post(CHOOSE, {"capacity": key}).headers["Location"] == CHOOSE
        assert client.session[SESSION_KEY] == member.key


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_choosing_never_leads_out_of_the_portal(client, elsewhere):
    member = make_member()
    client.force_login(member.person)

    answer = client.post(CHOOSE, {"capacity": member.key, "next": elsewhere})

    assert answer.headers["Location"] == "/"


def test_who_holds_none_is_told_so(client):
    client.force_login(make_person())

    answer = client.get("/", follow=True)

    assert answer.redirect_chain == [(f"{CHOOSE}?next=%2F", 302)]
    assert "belong to no delegation" in answer.content.decode()


def test_a_partial_update_is_sent_on_as_a_whole_page(client):
    client.force_login(make_person())

    answer = client.get("/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == f"{CHOOSE}?next=%2F"


def test_nobody_needs_a_capacity_to_sign_out_or_to_choose_a_language(client):
    client.force_login(make_person())

    assert client.get(reverse("account_logout")).status_code == 200
    assert client.post(reverse("set_language"), {"language": "fr"}).status_code == 302
    assert client.get(reverse("healthz")).status_code == 200


@pytest.mark.parametrize("make", [make_member, make_isu, make_presidency])
def test_a_chosen_capacity_costs_one_query(make, django_assert_num_queries):
    capacity = make()
    person = User.objects.get(pk=capacity.person.pk)

    with django_assert_num_queries(1):
        assert capacity_of(person, capacity.key) == capacity


def test_staff_without_a_second_step_are_sent_to_set_one_up(client, settings):
    isu = make_isu()
    Authenticator.objects.filter(user=isu.person).delete()
    sign_in(client, isu)
    people = reverse("delegations:person_list")
    secure = reverse("delegations:capacity_secure")

    assert settings.PORTAL_STAFF_MFA
    assert client.get(people).headers["Location"] == secure
    answer = client.post(reverse("delegations:staff_appoint"), {"name": "X"})
    assert answer.headers["Location"] == secure
    page = client.get(secure).content.decode()
    assert reverse("mfa_index") in page
    settings.PORTAL_STAFF_MFA = False
    assert client.get(people).status_code == 200


def test_staff_with_a_second_step_and_members_without_go_on(client):
    isu, member = make_isu(), make_member()
    sign_in(client, isu)
    assert client.get(reverse("delegations:person_list")).status_code == 200
    assert "is set up" in client.get(reverse("delegations:capacity_secure")).content.decode()

    sign_in(client, member)

    own = reverse("delegations:delegation_read", args=[member.delegation.pk])
    assert client.get(own).status_code == 200


def test_setting_up_a_second_step_is_remembered_and_taking_it_away_too(client, rf):
    isu = make_isu()
    sign_in(client, isu)
    request = rf.get("/")
    request.session = client.session
    authenticator = Authenticator.objects.get(user=isu.person)
    authenticator.delete()

    given = {"request": request, "user": isu.person, "authenticator": authenticator}
    authenticator_removed.send(sender=Authenticator, **given)
    assert SECOND_STEP_KEY not in request.session
    TOTP.activate(isu.person, "JBSWY3DPEHPK3PXP")
    authenticator_added.send(sender=Authenticator, **given)
    assert request.session[SECOND_STEP_KEY]


def test_the_public_is_nobody():
    assert not PUBLIC.has_perm("delegations.manage_people")
    assert PUBLIC.label == "Public"


def test_the_demonstration_signs_in_with_one_click(client, settings):
    settings.DEMONSTRATION = True
    settings.PORTAL_STAFF_MFA = False
    isu, member = make_isu(), make_member(make_delegation(name="Freedonia"))
    address = reverse("delegations:demonstration_enter")

    page = client.get(address).content.decode()
    assert "Freedonia" in page
    assert "Implementation Support Unit" in page
    answer = client.post(address, {"email": member.person.email, "capacity": member.key})

    assert answer.headers["Location"] == "/"
    assert client.session[SESSION_KEY] == member.key
    answer = client.post(address, {"email": member.person.email, "capacity": isu.key})
    assert answer.status_code == 404


def test_the_demonstration_lets_nobody_in_as_a_real_person(client, settings):
    settings.DEMONSTRATION = True
    real = make_person(email="somebody@mission.org")
    member = make_member(person=real)
    address = reverse("delegations:demonstration_enter")

    assert "somebody@mission.org" not in client.get(address).content.decode()
    answer = client.post(address, {"email": real.email, "capacity": member.key})
    assert answer.status_code == 404


def test_elsewhere_there_is_no_demonstration(client):
    member = make_member()
    address = reverse("delegations:demonstration_enter")

    assert client.get(address).status_code == 404
    answer = client.post(address, {"email": member.person.email, "capacity": member.key})
    assert answer.status_code == 404
    assert not client.session.keys()
