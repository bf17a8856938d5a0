"""Signing in as allauth does it, with what the portal decides about it."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from delegations.models import Letter, User
from delegations.operations import accept_invitation, deactivate_person, invite_to_delegation
from delegations.sessions import SESSION_KEY
from tests.builders.people import make_delegation, make_isu, make_member

pytestmark = pytest.mark.django_db


def request_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email})


def code_in(letter):
    return re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", letter.body, re.MULTILINE)[1]


def test_who_joined_by_invitation_signs_in_with_a_code_by_mail(client):
    invitation, code = invite_to_delegation(
        make_delegation(), actor=make_isu(), address="m@free.example", role="focal_point"
    )
    joined = accept_invitation(invitation.token, code=code, email="Ada@free.example", name="Ada")

    request_code(client, "ADA@free.example")
    letter = mail.outbox[-1]
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in(letter)})

    assert letter.to == ["ada@free.example"]
    assert answer.headers["Location"] == "/"
    assert client.session[SESSION_KEY] == f"delegation:{joined.delegation_id}"


def test_a_wrong_code_signs_nobody_in(client):
    member = make_member()
    request_code(client, member.person.email)

    client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})

    assert "_auth_user_id" not in client.session


def test_staff_with_a_second_step_are_asked_for_it(client):
    isu = make_isu()
    request_code(client, isu.person.email)

    code = code_in(mail.outbox[-1])
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_unknown_and_closed_accounts_get_no_code(client):
    member = make_member()
    deactivate_person(member.person, actor=make_isu(), reason="Left")

    request_code(client, "nobody@nowhere.example")
    request_code(client, member.person.email)

    assert mail.outbox == []


def test_nobody_signs_up(client):
    address = reverse("account_signup")
    people = User.objects.count()

    client.get(address)
    given = {"email": "a@b.example", "password1": "long enough 1", "password2": "long enough 1"}
    client.post(address, given)

    assert User.objects.count() == people


def test_who_changes_the_own_address_stays_signed_in_here_only(client):
    member = make_member()
    elsewhere = Client()
    elsewhere.force_login(member.person)
    request_code(client, member.person.email)
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[-1])})

    given = {"email": "New@Mission.example", "action_add": ""}
    assert client.post(reverse("account_email"), given).status_code == 302
    letter = next(m for m in mail.outbox[::-1] if m.to == ["new@mission.example"])
    client.post(reverse("account_email_verification_sent"), {"code": code_in(letter)})

    own = reverse("delegations:delegation_read", args=[member.delegation.pk])
    assert User.objects.get(pk=member.person.pk).email == "new@mission.example"
    assert Letter.objects.get(about="delegations/mail/welcome").to == "new@mission.example"
    assert client.get(own).status_code == 200
    assert elsewhere.get(own).status_code == 302
