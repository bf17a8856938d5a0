import re

import pytest
from django.core import mail
from django.urls import reverse

from tests.builders.people import make_member, make_person, make_presidency, sign_in

pytestmark = pytest.mark.django_db

ENTRANCE = ["account_login", "account_request_login_code", "account_reset_password"]
MANAGE = [
    "account_email",
    "account_logout",
    "account_set_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
]


@pytest.mark.parametrize("name", ENTRANCE)
def test_the_ways_in_are_pages_of_the_portal(client, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("name", MANAGE)
def test_the_pages_of_ones_own_account_are_pages_of_the_portal(client, name):
    sign_in(client, make_member())

    answer = client.get(reverse(name), follow=True)

    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_one_signs_in_with_a_code_sent_by_mail(client):
    person = make_person()
    mail.outbox.clear()

    page = client.post(reverse("account_request_login_code"), {"email": person.email}, follow=True)
    code = re.search(r"^[A-Z0-9-]{6,}$", mail.outbox[0].body, re.MULTILINE)
    answer = client.post(reverse("account_confirm_login_code"), {"code": code[0]}, follow=True)

    assert page.content.decode().count("<h1") == 1
    assert answer.wsgi_request.user == person


def test_a_wrong_password_comes_back_with_the_reason(client):
    person = make_person()

    answer = client.post(reverse("account_login"), {"login": person.email, "password": "wrong"})

    assert answer.status_code == 200
    assert '<details class="mb-2" open>' in answer.content.decode()


def test_the_second_step_is_a_page_of_the_portal(client):
    staff = make_presidency()
    staff.person.set_password("a long pass phrase")
    staff.person.save()

    answer = client.post(
        reverse("account_login"),
        {"login": staff.person.email, "password": "a long pass phrase"},
        follow=True,
    )

    assert answer.redirect_chain[-1][0].startswith(reverse("mfa_authenticate"))
    assert answer.content.decode().count("<h1") == 1
