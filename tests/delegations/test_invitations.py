"""Inviting, taking back, and joining by the code."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.html import escape

from delegations.models import Invitation, Letter, Membership, User
from delegations.operations import (
    accept_invitation,
    deactivate_person,
    end_membership,
    invite_to_delegation,
    merge_delegations,
    resend_invitations,
    revoke_invitation,
    send_invitation,
)
from delegations.operations.joining import WRONG_CODES_AT_MOST
from delegations.outbox import ATTEMPTS_AT_MOST
from lap_portal import clock
from lap_portal.errors import RuleViolation
from tests.builders.mail import deliver, forget_letters
from tests.builders.people import (
    make_delegation,
    make_isu,
    make_member,
    make_person,
    make_presidency,
    sign_in,
)

pytestmark = pytest.mark.django_db


GIVEN = {"address": "mission@geneva.example", "role": "focal_point", "days": "30"}


def invite(delegation=None, *, role="focal_point", actor=None, days=30):
    isu = actor or make_isu()
    return invite_to_delegation(
        delegation or make_delegation(),
        actor=isu,
        address="Mission@Geneva.example",
        role=role,
        days=days,
    )


def send(delegation, *, actor, role="focal_point", **given):
    """Invite by a letter, and let it arrive."""
    invitation = send_invitation(
        delegation, actor=actor, address="Mission@Geneva.example", role=role, **given
    )
    deliver()
    return invitation


def code_in(letter):
    return re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", letter.body)[0]


def join(invitation, code, name="Ada Example", email="Ada@Geneva.example"):
    return accept_invitation(invitation.token, code=code, email=email, name=name)


def test_the_letter_goes_to_the_mission_with_link_and_code(settings):
    settings.PORTAL_ADDRESS = "https://portal.example"
    invitation = send(make_delegation(name="Freedonia & Sylvania"), actor=make_isu())

    letter = mail.outbox[0]
    assert letter.to == ["mission@geneva.example"]
    assert f"https://portal.example/invitations/{invitation.token}/" in letter.body
    assert join(invitation, code_in(letter)).role == "focal_point"
    assert "Freedonia & Sylvania" in letter.body


def test_the_letter_says_who_invites_to_what_until_when_and_whom_to_ask(settings):
    settings.PORTAL_ISU_CONTACT = "help@isu.example"
    invitation = send(make_delegation(), actor=make_isu(make_person("Ida Unit")))

    words = " ".join(mail.outbox[0].body.split())
    assert "Implementation Support Unit of the Convention on Cluster Munitions invites" in words
    assert "Lausanne Action Plan" in mail.outbox[0].subject
    assert "first who joins: Focal point, who submits" in words
    assert f"holds until {invitation.expires_at:%-d %B %Y}" in words
    assert "only typing the code" in words
    assert "write to help@isu.example" in words
    assert words.endswith("Ida Unit Implementation Support Unit, Convention on Cluster Munitions")


@pytest.mark.parametrize("role", ["focal_point", "deputy"])
def test_the_letter_of_a_colleague_speaks_for_the_delegation(role):
    colleague = make_member(
        make_delegation(name="Freedonia"), role=role, person=make_person("Ada Example")
    )

    forget_letters()

    send(colleague.delegation, role="member", actor=colleague)

    words = " ".join(mail.outbox[0].body.split())
    assert f"Ada Example, {role.replace('_', ' ')} of Freedonia, invites you" in words
    assert "Whoever joins becomes a member" in words
    assert "Implementation Support Unit" not in words


def test_the_message_stands_in_the_letter(settings):
    settings.PORTAL_ISU_CONTACT = "help@isu.example"

    send(make_delegation(), actor=make_isu(), message="Bring <b>your</b> questions.\n\nThank you.")

    assert "Bring <b>your</b> questions.\n\nThank you.\n" in mail.outbox[0].body
    assert "help@isu.example" in mail.outbox[0].body


def test_a_message_that_is_too_long_is_refused_and_nobody_is_invited():
    with pytest.raises(RuleViolation, match="at most"):
        send(make_delegation(), actor=make_isu(), message="x" * 2_001)

    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


def test_the_code_stands_in_the_letter_only_until_it_has_left():
    invitation = send(make_delegation(), actor=make_isu())
    letter = invitation.letters.get()

    assert letter.sent_at is not None
    assert (letter.subject, letter.text, letter.html) == ("", "", "")


def test_a_letter_that_has_not_left_when_its_invitation_is_taken_back_never_leaves():
    isu = make_isu()
    invitation = send_invitation(
        make_delegation(), actor=isu, address="m@geneva.example", role="member"
    )

    revoke_invitation(invitation, actor=isu, reason="A wrong address")

    assert deliver() == 0
    assert mail.outbox == []


def test_a_letter_that_is_refused_for_good_is_noted_on_its_invitation(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens
    invitation = send_invitation(
        make_delegation(), actor=make_isu(), address="m@geneva.example", role="member"
    )

    for _attempt in range(ATTEMPTS_AT_MOST):
        deliver()

    invitation.refresh_from_db()
    assert invitation.bounced_at is not None
    assert invitation.letters.get().text == ""


def test_the_code_is_nowhere_in_the_database():
    invitation, code = invite()
    stored = Invitation.objects.filter(pk=invitation.pk).values().get()

    assert code not in str(stored)
    assert code.replace("-", "") not in str(stored)
    assert len(stored["code_digest"]) == 64


def test_the_first_who_joins_gets_the_role_and_the_next_become_members():
    invitation, code = invite(role="focal_point")

    first = join(invitation, code)
    second = join(invitation, code, name="Bea", email="bea@geneva.example")
    third = join(invitation, code.lower().replace("-", " "), name="Cid", email="c@geneva.example")

    assert [m.role for m in (first, second, third)] == ["focal_point", "member", "member"]
    assert first.person.email == "ada@geneva.example"


def test_a_second_focal_point_never_comes_by_invitation():
    delegation = make_member().delegation
    invitation, code = invite(delegation, role="focal_point")

    assert join(invitation, code).role == "member"


def test_joining_makes_an_account_without_a_password_whose_address_can_receive_codes():
    invitation, code = invite()

    person = join(invitation, code).person

    assert not person.has_usable_password()
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified, address.primary) == ("ada@geneva.example", True, True)


def test_joining_with_a_known_address_uses_that_account_and_keeps_its_name():
    known = make_person("Ada Lovelace", email="ada@geneva.example")
    invitation, code = invite()

    assert join(invitation, code, name="Somebody else").person == known
    known.refresh_from_db()
    assert known.name == "Ada Lovelace"


def test_joining_twice_changes_nothing():
    invitation, code = invite()

    assert join(invitation, code) == join(invitation, code)
    assert Membership.objects.count() == 1


def test_a_wrong_code_is_refused_and_makes_no_account():
    invitation, _code = invite()

    with pytest.raises(RuleViolation, match="not the code"):
        join(invitation, "AAAAA-AAAAA")

    assert not User.objects.filter(email="ada@geneva.example").exists()


def test_after_many_wrong_codes_even_the_right_one_waits():
    invitation, code = invite()
    for _attempt in range(WRONG_CODES_AT_MOST):
        with pytest.raises(RuleViolation, match="not the code"):
            join(invitation, "AAAAA-AAAAA")

    with pytest.raises(RuleViolation, match="Too many wrong codes"):
        join(invitation, code)


def test_right_codes_do_not_count():
    invitation, code = invite()

    for _time in range(WRONG_CODES_AT_MOST + 1):
        assert join(invitation, code)


def test_wrong_codes_for_one_invitation_do_not_stop_another():
    invitation, _code = invite()
    other, code = invite()
    for _attempt in range(WRONG_CODES_AT_MOST):
        with pytest.raises(RuleViolation):
            join(invitation, "AAAAA-AAAAA")

    assert join(other, code)


def test_the_code_of_one_invitation_does_not_open_another():
    invitation, _code = invite()
    _other, code = invite()

    with pytest.raises(RuleViolation, match="not the code"):
        join(invitation, code)


def test_an_expired_invitation_is_refused():
    invitation, code = invite(days=1)

    with clock.at(clock.now() + timedelta(days=2)), pytest.raises(RuleViolation, match="no longer"):
        join(invitation, code)


def test_a_revoked_invitation_is_refused_and_who_joined_stays():
    invitation, code = invite()
    membership = join(invitation, code)

    revoke_invitation(invitation, actor=make_isu(), reason="Sent to a wrong address")

    membership.refresh_from_db()
    assert membership.ended_at is None
    with pytest.raises(RuleViolation, match="no longer"):
        join(invitation, code, email="b@geneva.example")


def test_an_invitation_is_revoked_once():
    isu = make_isu()
    invitation, _code = invite(actor=isu)
    revoke_invitation(invitation, actor=isu, reason="A mistake")

    with pytest.raises(RuleViolation, match="already"):
        revoke_invitation(invitation, actor=isu, reason="Again")


def test_a_closed_account_does_not_join_and_nobody_is_told():
    person = make_person(email="ada@geneva.example")
    deactivate_person(person, actor=make_isu(), reason="Left the service")
    invitation, code = invite()

    assert join(invitation, code) is None

    assert not Membership.objects.exists()
    assert deliver() == 0


@pytest.mark.parametrize("name", ["Bea Other", "Bea\nOther"])
def test_joining_answers_alike_for_new_known_and_closed_accounts(client, name):
    make_person("Ada Lovelace", email="known@geneva.example")
    closed = make_person("Cid Closed", email="closed@geneva.example")
    deactivate_person(closed, actor=make_isu(), reason="Left the service")
    invitation, code = invite()
    address = reverse("delegations:invitation_open", args=[invitation.token])

    pages = set()
    for who in ("new", "known", "closed"):
        email = f"{who}@geneva.example"
        answer = client.post(address, {"name": name, "email": email, "code": code}, follow=True)
        page = answer.content.decode().replace(email, "")
        pages.add(re.sub(r'csrf\w+&?[^>]+>|nonce="[^"]+"|[A-Za-z0-9]{64}', "", page))

    (page,) = pages
    assert ("If this address can be used" in page) == (name == "Bea Other")
    assert "Lovelace" not in page


def test_whoever_joins_every_member_is_told_and_so_is_the_owner_of_the_address():
    make_person("Ada Lovelace", email="ada@geneva.example")
    focal_point = make_member(make_delegation(name="Freedonia"))
    colleague = make_member(focal_point.delegation, role="member")
    left = make_member(focal_point.delegation, role="member")
    end_membership(
        Membership.objects.get(person=left.person), actor=focal_point, reason="Another post"
    )
    make_member()
    invitation, code = invite(focal_point.delegation, role="deputy")
    forget_letters()

    join(invitation, code, name="Typed Name")

    deliver()

    told = {letter.to[0]: letter for letter in mail.outbox}
    owner = told.pop("ada@geneva.example")
    own = {focal_point.person.email, colleague.person.email}
    assert set(told) == own | {"mission@geneva.example"}
    assert len(mail.outbox) == 4
    for letter in told.values():
        assert "Typed Name" in letter.body
        assert "ada@geneva.example" in letter.body
        assert "Deputy" in letter.body
        assert "Lovelace" not in letter.body
    assert "joined the delegation of Freedonia with this address" in owner.body
    assert "If it was not you" in owner.body
    assert code not in "".join(letter.body for letter in mail.outbox)


def test_joining_twice_sends_no_second_letter():
    invitation, code = invite()
    join(invitation, code)
    forget_letters()

    join(invitation, code)

    assert deliver() == 0


@pytest.mark.parametrize("role", ["focal_point", "deputy"])
def test_who_submits_invites_colleagues_to_the_own_delegation_only(role):
    actor = make_member(role=role)

    invitation, _code = invite(actor.delegation, role="member", actor=actor)

    assert invitation.invited_by == actor.person
    with pytest.raises(PermissionDenied):
        invite(make_delegation(), role="member", actor=actor)
    with pytest.raises(PermissionDenied, match="replaced"):
        invite(actor.delegation, role="focal_point", actor=actor)


def test_the_focal_point_names_the_deputies_and_a_deputy_does_not():
    focal_point = make_member()
    deputy = make_member(focal_point.delegation, role="deputy")

    invitation, _code = invite(focal_point.delegation, role="deputy", actor=focal_point)

    assert invitation.role == "deputy"
    with pytest.raises(PermissionDenied, match="names the deputies"):
        invite(deputy.delegation, role="deputy", actor=deputy)


def test_a_deputy_takes_back_invitations_but_none_of_a_focal_point():
    deputy = make_member(role="deputy")
    to_lead, _code = invite(deputy.delegation, role="focal_point")
    to_join, _code = invite(deputy.delegation, role="member")

    assert revoke_invitation(to_join, actor=deputy, reason="Left").revoked_at is not None
    with pytest.raises(PermissionDenied):
        revoke_invitation(to_lead, actor=deputy, reason="No")


def test_a_deputy_does_not_take_back_anothers_invitation():
    invitation, _code = invite(role="member")

    with pytest.raises(PermissionDenied):
        revoke_invitation(invitation, actor=make_member(role="deputy"), reason="No")


def test_the_isu_takes_back_an_invitation_to_an_entry_that_was_merged():
    isu = make_isu()
    duplicate, kept = make_delegation(actor=isu), make_delegation(actor=isu)
    invitation, code = invite(duplicate, actor=isu)
    merge_delegations(duplicate, into=kept, actor=isu, reason="Entered twice")

    revoke_invitation(invitation, actor=isu, reason="Invited anew")

    with pytest.raises(RuleViolation, match="no longer"):
        join(invitation, code)


def test_other_members_do_not_invite_nor_revoke():
    member = make_member(role="member")
    invitation, _code = invite(member.delegation)

    with pytest.raises(PermissionDenied):
        invite(member.delegation, actor=member)
    with pytest.raises(PermissionDenied):
        revoke_invitation(invitation, actor=member, reason="No")


def test_the_presidency_does_not_invite():
    with pytest.raises(PermissionDenied):
        invite(make_delegation(), actor=make_presidency())


def test_a_focal_point_does_not_revoke_anothers_invitation():
    invitation, _code = invite()

    with pytest.raises(PermissionDenied):
        revoke_invitation(invitation, actor=make_member(), reason="No")


def test_a_focal_point_whose_membership_ended_no_longer_invites():
    focal_point = make_member()
    membership = Membership.objects.get(person=focal_point.person)
    end_membership(membership, actor=make_isu(), reason="Moved to another post")

    with pytest.raises(PermissionDenied):
        invite(focal_point.delegation, role="member", actor=focal_point)


def test_nobody_is_invited_to_a_merged_delegation():
    isu = make_isu()
    duplicate, kept = make_delegation(actor=isu), make_delegation(actor=isu)
    merge_delegations(duplicate, into=kept, actor=isu, reason="Entered twice")
    duplicate.refresh_from_db()

    with pytest.raises(PermissionDenied):
        invite(duplicate, actor=isu)


@pytest.mark.parametrize("days", [0, 366])
def test_an_invitation_is_valid_for_a_day_to_a_year(days):
    with pytest.raises(RuleViolation, match="valid for"):
        invite(days=days)


def test_the_mission_is_told_who_joined():
    invitation, code = invite()

    join(invitation, code)

    deliver()
    told = {letter.to[0]: letter for letter in mail.outbox}
    assert "ada@geneva.example" in told["mission@geneva.example"].body


def test_opening_the_link_ten_times_uses_nothing(client):
    invitation, code = invite(make_delegation(name="Freedonia"))
    address = reverse("delegations:invitation_open", args=[invitation.token])

    answers = [client.get(address) for _time in range(10)]

    assert {answer.status_code for answer in answers} == {200}
    assert "Freedonia" in answers[-1].content.decode()
    assert not Membership.objects.exists()
    assert not client.session.keys()
    given = {"name": "Ada Example", "email": "ada@geneva.example", "code": code}
    answer = client.post(address, given)
    assert answer.headers["Location"] == reverse("account_request_login_code")
    assert Membership.objects.get().role == "focal_point"


def test_a_wrong_code_gives_the_form_back_with_what_was_typed(client):
    invitation, _code = invite()
    address = reverse("delegations:invitation_open", args=[invitation.token])

    answer = client.post(address, {"name": "Ada", "email": "ada@geneva.example", "code": "WRONG"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "not the code" in page
    assert "ada@geneva.example" in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_expired_revoked_and_used_up_links_look_the_same(client, method):
    isu = make_isu()
    expired, code = invite(actor=isu, days=1)
    revoked, _code = invite(actor=isu)
    join(revoked, _code)
    revoke_invitation(revoked, actor=isu, reason="A mistake")
    given = {"name": "Ada", "email": "ada@geneva.example", "code": code}

    with clock.at(clock.now() + timedelta(days=2)):
        pages = [
            (answer.status_code, like_any_other(answer, token))
            for token in ["unknown", "x" * 43, expired.token, revoked.token]
            for address in [reverse("delegations:invitation_open", args=[token])]
            for answer in [getattr(client, method)(address, given)]
        ]

    assert len(set(pages)) == 1
    assert pages[0][0] == 404
    assert "no longer valid" in pages[0][1]


def test_a_foreign_a_replayed_and_a_mistyped_code_are_refused_in_the_same_words(client):
    isu = make_isu()
    invitation, first = invite(actor=isu)
    _other, foreign = invite(actor=isu)
    resend_invitations([invitation], actor=isu, as_shown=clock.now())
    address = reverse("delegations:invitation_open", args=[invitation.token])

    pages = set()
    for code in (foreign, first, "AAAAA-AAAAA", "''"):
        given = {"name": "Ada", "email": "ada@geneva.example", "code": code}
        answer = client.post(address, given)
        form = f'value="{escape(code)}"'
        pages.add((answer.status_code, like_any_other(answer, form)))

    (page,) = pages
    assert "This is not the code in the invitation" in page[1]
    assert not Membership.objects.exists()


def like_any_other(answer, own):
    """A page without what differs from one request to the next, and without what was typed."""
    page = answer.content.decode().replace(own, "")
    return re.sub(r"csrfToken[^>]+>|[A-Za-z0-9]{64}|nonce=\S+", "", page)


def test_the_page_of_inviting_sends_the_letter(client):
    isu = make_isu()
    delegation = make_delegation(actor=isu, mission_email="mission@geneva.example")
    sign_in(client, isu)
    address = reverse("delegations:invitation_create", args=[delegation.pk])

    assert "mission@geneva.example" in client.get(address).content.decode()
    answer = client.post(address, GIVEN)

    assert answer.status_code == 302
    assert deliver() == 1
    assert mail.outbox[0].to == ["mission@geneva.example"]


def test_a_focal_point_types_the_address_of_a_colleague(client):
    focal_point = make_member(make_delegation(mission_email="mission@geneva.example"))
    sign_in(client, focal_point)
    own = reverse("delegations:delegation_read", args=[focal_point.delegation.pk])

    page = client.get(
        reverse("delegations:invitation_create", args=[focal_point.delegation.pk])
    ).content.decode()

    assert "mission@geneva.example" not in page
    assert "Your colleague opens the link and types the code." in page
    assert f'<a href="{own}">Cancel</a>' in page


def test_the_newest_invitation_stands_first(client):
    focal_point = make_member()
    for address in ("first@free.example", "second@free.example"):
        invite_to_delegation(
            focal_point.delegation, actor=focal_point, address=address, role="member"
        )
    sign_in(client, focal_point)

    page = client.get(
        reverse("delegations:delegation_read", args=[focal_point.delegation.pk])
    ).content.decode()

    shown = re.findall(r'<th scope="row">(\w+@[\w.]+)</th>', page)
    assert shown[:2] == ["second@free.example", "first@free.example"]


def test_a_focal_point_takes_an_invitation_back_on_its_page(client):
    focal_point = make_member()
    invitation, _code = invite(focal_point.delegation, role="member", actor=focal_point)
    address = reverse(
        "delegations:invitation_revoke", args=[focal_point.delegation.pk, invitation.pk]
    )
    sign_in(client, focal_point)

    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "A wrong address"}).status_code == 302

    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
