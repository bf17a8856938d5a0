"""Joining with an address that has an account: by signing in, not because somebody typed it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from delegations.models import Membership
from delegations.operations import (
    deactivate_person,
    invite_to_delegation,
    present_code,
    redeem_claim,
    resend_invitations,
    revoke_invitation,
)
from lap_portal import clock
from tests.builders.mail import deliver
from tests.builders.people import make_delegation, make_isu, make_member, make_person, sign_in

pytestmark = pytest.mark.django_db

KNOWN = "known@geneva.example"


@pytest.fixture
def isu():
    return make_isu()


@pytest.fixture
def invited(isu):
    """An invitation to Freedonia, and its code."""
    return invite_to_delegation(
        make_delegation("Freedonia", actor=isu),
        actor=isu,
        address="mission@geneva.example",
        role="focal_point",
    )


def type_code(client, invited, email=KNOWN):
    invitation, code = invited
    address = reverse("delegations:invitation_open", args=[invitation.token])
    return client.post(address, {"name": "Typed Name", "email": email, "code": code})


def sign_in_by_code(client, email=KNOWN):
    client.post(reverse("account_request_login_code"), {"email": email})
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    return client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)


def test_typing_a_known_address_makes_nobody_a_member_and_writes_to_nobody(client, invited):
    make_person("Ada Lovelace", email=KNOWN)

    answer = type_code(client, invited)

    assert answer.status_code == 302
    assert not Membership.objects.exists()
    assert deliver() == 0


def test_whoever_signs_in_after_typing_the_code_has_joined(client, invited):
    person = make_person("Ada Lovelace", email=KNOWN)
    type_code(client, invited)

    page = sign_in_by_code(client).content.decode()

    membership = Membership.objects.get()
    assert (membership.person, membership.role) == (person, "focal_point")
    assert "You belong to the delegation of Freedonia." in page
    assert "Freedonia, Focal point" in page
    assert deliver() == 2


def test_another_who_signs_in_where_the_code_was_typed_does_not_join(client, invited):
    make_person("Ada Lovelace", email=KNOWN)
    make_person("Bea Other", email="other@geneva.example")
    type_code(client, invited)

    page = sign_in_by_code(client, "other@geneva.example").content.decode()

    assert not Membership.objects.exists()
    assert "Freedonia" not in page


def test_signing_in_elsewhere_joins_nobody(client, invited):
    make_person("Ada Lovelace", email=KNOWN)
    type_code(client, invited)
    client.cookies.clear()

    sign_in_by_code(client)

    assert not Membership.objects.exists()


def test_whoever_is_signed_in_with_the_address_joins_at_once(client, invited, isu):
    member = make_member(person=make_person("Ada Lovelace", email=KNOWN), actor=isu)
    sign_in(client, member)

    type_code(client, invited)

    assert Membership.objects.filter(person=member.person).count() == 2


def test_whoever_is_signed_in_with_another_address_does_not_bring_a_known_one_in(
    client, invited, isu
):
    known = make_person("Ada Lovelace", email=KNOWN)
    sign_in(client, make_member(actor=isu))

    type_code(client, invited)

    assert not Membership.objects.filter(person=known).exists()


@pytest.mark.parametrize("meanwhile", ["revoked", "sent again", "expired", "closed"])
def test_a_claim_is_worth_nothing_once_its_code_or_its_account_is_not(invited, isu, meanwhile):
    person = make_person("Ada Lovelace", email=KNOWN)
    invitation, code = invited
    claim = present_code(invitation.token, code=code, email=KNOWN, name="Ada")
    moment = clock.now()
    if meanwhile == "revoked":
        revoke_invitation(invitation, actor=isu, reason="A mistake")
    elif meanwhile == "sent again":
        resend_invitations([invitation], actor=isu, as_shown=moment)
    elif meanwhile == "closed":
        deactivate_person(person, actor=isu, reason="Left")
    else:
        moment += timedelta(days=31)

    with clock.at(moment):
        assert redeem_claim(claim, person=person) is None

    assert not Membership.objects.exists()


def test_whose_invitation_was_taken_back_meanwhile_signs_in_and_is_told(client, invited, isu):
    make_person("Ada Lovelace", email=KNOWN)
    type_code(client, invited)
    revoke_invitation(invited[0], actor=isu, reason="A mistake")

    page = sign_in_by_code(client).content.decode()

    assert "The invitation is no longer valid; you have not joined." in page


def test_new_known_and_closed_addresses_leave_the_same_cookies(client, invited, isu):
    make_person("Ada Lovelace", email=KNOWN)
    closed = make_person("Cid Closed", email="closed@geneva.example")
    deactivate_person(closed, actor=isu, reason="Left")

    cookies = []
    for email in ("new@geneva.example", KNOWN, "closed@geneva.example"):
        client.cookies.clear()
        answer = type_code(client, invited, email)
        cookies.append((answer.status_code, answer.headers["Location"], sorted(answer.cookies)))

    assert cookies[0] == cookies[1] == cookies[2]
