"""The administration pages: for the technical administrator, to look, at people only."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from delegations.models import Delegation, Membership, Standing, User
from tests.builders.people import make_isu, make_member, make_presidency, sign_in

pytestmark = pytest.mark.django_db

SHOWN = {User: "user", Delegation: "delegation", Standing: "standing", Membership: "membership"}


@pytest.fixture
def administrator(client):
    person = User.objects.create_superuser("root@machine.example", None, name="Root")
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    client.force_login(person)
    return client


def test_the_administration_shows_people_and_delegations_and_nothing_else():
    assert set(admin.site._registry) == set(SHOWN)


@pytest.mark.parametrize("name", SHOWN.values())
def test_every_page_of_it_is_to_look_at(administrator, name):
    make_member()
    model = {value: key for key, value in SHOWN.items()}[name]
    row = model.objects.first()

    assert administrator.get(reverse(f"admin:delegations_{name}_changelist")).status_code == 200
    one = reverse(f"admin:delegations_{name}_change", args=[row.pk])
    page = administrator.get(one)
    assert page.status_code == 200
    assert "_save" not in page.content.decode()
    assert administrator.post(one, {"name": "Changed"}).status_code == 403
    add = reverse(f"admin:delegations_{name}_add")
    assert administrator.get(add).status_code == 403
    delete = reverse(f"admin:delegations_{name}_delete", args=[row.pk])
    assert administrator.post(delete, {"post": "yes"}).status_code == 403


def test_neither_secrets_nor_contributions_have_a_page():
    for name in [
        "mfa_authenticator",
        "account_emailaddress",
        "sessions_session",
        "auth_group",
        "delegations_invitation",
        "consultations_comment",
        "consultations_reflection",
        "consultations_historicalcomment",
        "sections_element",
    ]:
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}_changelist")


def test_the_page_of_a_person_holds_no_password(administrator):
    person = User.objects.get(email="root@machine.example")

    page = administrator.get(reverse("admin:delegations_user_change", args=[person.pk]))

    assert person.password not in page.content.decode()


@pytest.mark.parametrize("make", [make_isu, make_presidency, make_member])
def test_it_opens_for_no_capacity_of_the_conference(client, make):
    sign_in(client, make())

    answer = client.get(reverse("admin:index"))

    assert answer.status_code in {302, 403}
    assert client.get(reverse("admin:delegations_user_changelist")).status_code in {302, 403}


def test_an_administrator_without_a_second_step_sets_one_up_first(client):
    person = User.objects.create_superuser("root@machine.example", None, name="Root")
    client.force_login(person)

    answer = client.get(reverse("admin:index"))

    assert answer.headers["Location"] == reverse("delegations:capacity_secure")


@pytest.mark.parametrize(
    "asked",
    [
        "comments__isnull=False",
        "comments=1",
        "extensions__isnull=True",
        "submissions__is_late=1",
        "memberships__person__password__startswith=a",
        "category__in=state",
    ],
)
def test_no_list_is_narrowed_by_what_was_prepared_or_granted(administrator, asked):
    make_member()
    address = reverse("admin:delegations_delegation_changelist")

    refused = administrator.get(f"{address}?{asked}")

    assert refused.status_code == 400
    assert administrator.get(f"{address}?category__exact=state").status_code == 200
