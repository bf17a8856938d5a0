"""Accounts: appointed, dismissed, moved, closed, erased."""

from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.urls import reverse

from delegations.capacities import capacities_of
from delegations.models import Invitation, Letter, Membership, User
from delegations.offices import Office
from delegations.operations import (
    accept_invitation,
    appoint_staff,
    change_address,
    deactivate_person,
    dismiss_staff,
    erase_person,
    invite_to_delegation,
    reactivate_person,
    send_invitation,
)
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

REASON = "Asked for by letter"


def appoint(actor, office=Office.PRESIDENCY, email="Ada@Presidency.example"):
    return appoint_staff(actor=actor, email=email, name="Ada Example", office=office, reason=REASON)


def test_the_isu_appoints_and_the_trace_says_who_and_why():
    isu = make_isu()

    person = appoint(isu)

    assert [c.office for c in capacities_of(person)] == [Office.PRESIDENCY]
    assert person.email == "ada@presidency.example"
    trace = person.history.first()
    assert (trace.history_user, trace.history_change_reason) == (isu.person, REASON)


def test_nobody_else_appoints_or_dismisses():
    isu, presidency = make_isu(), make_presidency()

    for actor in (presidency, make_member()):
        with pytest.raises(PermissionDenied):
            appoint(actor)
        with pytest.raises(PermissionDenied):
            dismiss_staff(isu.person, actor=actor, office=Office.ISU, reason=REASON)


def test_an_office_is_given_once_and_only_a_real_one():
    isu = make_isu()
    appoint(isu)

    with pytest.raises(RuleViolation, match="already"):
        appoint(isu)
    with pytest.raises(RuleViolation, match="Staff are"):
        appoint(isu, office=Office.DELEGATION)


def test_who_is_dismissed_loses_the_office_in_mid_session(client):
    isu, presidency = make_isu(), make_presidency()
    member = make_member(person=presidency.person)
    sign_in(client, presidency)

    dismiss_staff(presidency.person, actor=isu, office=Office.PRESIDENCY, reason=REASON)

    assert [c.key for c in capacities_of(presidency.person)] == [member.key]
    answer = client.get(reverse("delegations:delegation_list"))
    assert answer.headers["Location"].startswith(reverse("delegations:capacity_choose"))


def test_one_is_dismissed_only_from_an_office_one_holds():
    with pytest.raises(RuleViolation, match="does not hold"):
        dismiss_staff(make_person(), actor=make_isu(), office=Office.PRESIDENCY, reason=REASON)


def test_a_dismissed_actor_no_longer_acts_in_an_open_page():
    isu, stale = make_isu(), make_isu()
    dismiss_staff(stale.person, actor=isu, office=Office.ISU, reason=REASON)

    with pytest.raises(PermissionDenied, match="no longer hold"):
        appoint(stale)


def test_the_last_person_of_the_isu_stays():
    isu = make_isu()

    for act in (deactivate_person, erase_person):
        with pytest.raises(RuleViolation, match="last person of the ISU"):
            act(isu.person, actor=isu, reason=REASON)
    with pytest.raises(RuleViolation, match="last person of the ISU"):
        dismiss_staff(isu.person, actor=isu, office=Office.ISU, reason=REASON)


def test_a_closed_account_is_signed_out_and_can_be_opened_again(client):
    isu, member = make_isu(), make_member()
    sign_in(client, member)

    deactivate_person(member.person, actor=isu, reason=REASON)

    page = reverse("delegations:delegation_read", args=[member.delegation.pk])
    assert client.get(page).headers["Location"].startswith(reverse("account_login"))
    with pytest.raises(RuleViolation, match="already closed"):
        deactivate_person(member.person, actor=isu, reason=REASON)
    reactivate_person(member.person, actor=isu, reason=REASON)
    assert User.objects.get(pk=member.person.pk).is_active
    with pytest.raises(RuleViolation, match="is open"):
        reactivate_person(member.person, actor=isu, reason=REASON)


@pytest.mark.parametrize("lose", [deactivate_person, erase_person])
def test_with_an_account_go_the_invitations_its_person_sent_for_the_delegation(lose):
    isu, focal = make_isu(), make_member()
    colleague = make_member(focal.delegation, role="member", actor=isu)
    sent = send_invitation(
        focal.delegation, actor=focal, address="private@mail.example", role="deputy"
    )

    lose(focal.person, actor=isu, reason=REASON)

    sent.refresh_from_db()
    trace = sent.history.first()
    assert sent.revoked_at is not None
    assert (trace.history_user, trace.history_change_reason) == (
        isu.person,
        "Who sent it no longer belongs",
    )
    assert not Letter.objects.filter(invitation=sent).exists()
    assert Membership.objects.get(person=colleague.person).invitation.revoked_at is None


@pytest.mark.parametrize("lose", [deactivate_person, erase_person])
def test_whose_account_is_gone_does_not_come_back_by_the_old_code(lose):
    isu, delegation = make_isu(), make_delegation()
    invitation, code = invite_to_delegation(
        delegation, actor=isu, address="mission@free.example", role="member"
    )
    joined = accept_invitation(invitation.token, code=code, email="ada@free.example", name="Ada")

    lose(joined.person, actor=isu, reason=REASON)

    for address in ("ada@free.example", "private@mail.example"):
        with pytest.raises(RuleViolation, match="no longer valid"):
            accept_invitation(invitation.token, code=code, email=address, name="Ada")


@pytest.mark.parametrize(
    "leave", [deactivate_person, erase_person, partial(dismiss_staff, office=Office.ISU)]
)
def test_what_the_isu_sent_to_missions_outlasts_whoever_sent_it(leave):
    isu, leaving = make_isu(), make_isu()
    sent, _code = invite_to_delegation(
        make_delegation(actor=isu), actor=leaving, address="m@free.example", role="focal_point"
    )

    leave(leaving.person, actor=isu, reason=REASON)

    sent.refresh_from_db()
    assert sent.revoked_at is None


def test_another_address_ends_the_sessions_and_receives_the_codes(client):
    isu, member = make_isu(), make_member()
    old = member.person.email
    sign_in(client, member)

    change_address(member.person, actor=isu, email="New@Mission.example", reason=REASON)

    page = reverse("delegations:delegation_read", args=[member.delegation.pk])
    assert client.get(page).headers["Location"].startswith(reverse("account_login"))
    address = EmailAddress.objects.get(user=member.person)
    assert (address.email, address.verified, address.primary) == ("new@mission.example", True, True)
    assert not EmailAddress.objects.filter(email=old).exists()


def test_moving_an_account_is_told_to_both_addresses_and_the_colleagues(client):
    isu, member = make_isu(make_person("Ida Unit")), make_member()
    old = member.person.email
    colleague = make_member(member.delegation, role="member")
    closed = make_member(member.delegation, role="member")
    deactivate_person(closed.person, actor=isu, reason=REASON)
    make_member()
    sign_in(client, isu)
    page = reverse("delegations:person_change_address", args=[member.person.pk])

    forget_letters()

    answer = client.post(page, {"email": "New@Mission.example", "reason": REASON})

    deliver()
    assert answer.status_code == 302
    told = [letter.to[0] for letter in mail.outbox]
    assert sorted(told) == sorted([old, "new@mission.example", colleague.person.email])
    for letter in mail.outbox:
        words = " ".join(letter.body.split())
        assert f"has moved the account of {member.person.name}" in words
        assert f"from {old} to new@mission.example" in words
        assert words.startswith("Ida Unit (")
        assert REASON not in words


def test_an_address_belongs_to_one_account_and_is_one():
    isu, person = make_isu(), make_person()
    other = make_person()

    with pytest.raises(RuleViolation, match="Another account"):
        change_address(person, actor=isu, email=other.email.upper(), reason=REASON)
    with pytest.raises(RuleViolation, match="already in use"):
        change_address(person, actor=isu, email=person.email, reason=REASON)
    with pytest.raises(RuleViolation, match="not an e-mail address"):
        change_address(person, actor=isu, email="nobody", reason=REASON)


@pytest.mark.parametrize("act", [deactivate_person, reactivate_person, erase_person])
def test_only_the_isu_keeps_accounts(act):
    person = make_person()

    for actor in (make_presidency(), make_member()):
        with pytest.raises(PermissionDenied):
            act(person, actor=actor, reason=REASON)


def test_an_erased_person_is_nobody_but_still_the_author():
    isu, member = make_isu(), make_member()
    name, email = member.person.name, member.person.email

    erase_person(member.person, actor=isu, reason=REASON)

    person = User.objects.get(pk=member.person.pk)
    assert (person.name, person.is_active) == ("Erased person", False)
    assert person.erased_at is not None
    assert Membership.objects.get(person=person).ended_at is not None
    assert not EmailAddress.objects.filter(user=person).exists()
    kept = str(list(User.objects.values())) + str(list(User.history.values()))
    assert name not in kept
    assert email not in kept


def test_an_invitation_to_a_persons_own_address_forgets_it_too():
    focal_point = make_member()
    invitation, code = invite_to_delegation(
        focal_point.delegation, actor=focal_point, address="ada@home.example", role="member"
    )
    joined = accept_invitation(
        invitation.token, code=code, email="ada@home.example", name="Ada Example"
    )

    erase_person(joined.person, actor=make_isu(), reason=REASON)

    kept = str(list(Invitation.objects.values())) + str(list(Invitation.history.values()))
    assert "ada@home.example" not in kept


def test_earlier_addresses_are_forgotten_in_invitations_too():
    isu, focal_point = make_isu(), make_member()
    invitation, code = invite_to_delegation(
        focal_point.delegation, actor=focal_point, address="ada@home.example", role="member"
    )
    person = accept_invitation(
        invitation.token, code=code, email="ada@home.example", name="Ada Example"
    ).person
    change_address(person, actor=isu, email="ada@work.example", reason=REASON)
    change_address(person, actor=isu, email="ada@new.example", reason=REASON)

    erase_person(person, actor=isu, reason=REASON)

    rows = [Invitation, Invitation.history, User, User.history]
    kept = "".join(str(list(getattr(row, "objects", row).values())) for row in rows)
    for address in ("ada@home.example", "ada@work.example", "ada@new.example"):
        assert address not in kept


def test_an_address_that_is_a_missions_or_by_now_somebody_elses_is_not_forgotten():
    isu = make_isu()
    delegation = make_delegation(actor=isu, mission_email="mission@free.example")
    invitation, _code = invite_to_delegation(
        delegation, actor=isu, address="mission@free.example", role="focal_point"
    )
    other, _code = invite_to_delegation(
        delegation, actor=isu, address="desk@free.example", role="member"
    )
    person = make_person(email="mission@free.example")
    change_address(person, actor=isu, email="desk@free.example", reason=REASON)
    change_address(person, actor=isu, email="own@free.example", reason=REASON)
    make_person(email="desk@free.example")

    erase_person(person, actor=isu, reason=REASON)

    invitation.refresh_from_db()
    other.refresh_from_db()
    assert (invitation.address, other.address) == ("mission@free.example", "desk@free.example")


@pytest.mark.parametrize("page", ["person_deactivate", "person_erase"])
def test_losing_the_only_focal_point_with_the_account_is_warned_of(client, page):
    focal_point = make_member(make_delegation("Freedonia"))
    sign_in(client, make_isu())

    shown = client.get(reverse(f"delegations:{page}", args=[focal_point.person.pk]))

    assert "only focal point of Freedonia, which then cannot submit" in shown.content.decode()


@pytest.mark.parametrize("page", ["person_deactivate", "person_erase"])
def test_the_page_tells_of_the_invitations_that_go_with_an_account(client, page):
    sign_in(client, make_isu())

    shown = client.get(reverse(f"delegations:{page}", args=[make_person().pk])).content.decode()

    assert "taken back if the person sent them, received them or joined by them" in shown
    assert "What the person sent to missions for the ISU stays valid." in shown


def test_nothing_more_happens_to_an_erased_person():
    isu, person = make_isu(), make_person()
    erase_person(person, actor=isu, reason=REASON)

    with pytest.raises(PermissionDenied, match="erased"):
        reactivate_person(person, actor=isu, reason=REASON)
    with pytest.raises(PermissionDenied, match="erased"):
        change_address(person, actor=isu, email="a@b.example", reason=REASON)


def test_the_first_person_is_appointed_from_the_command_line(capsys):
    call_command("appoint_staff", "First@Isu.example", name="First", office="isu")

    person = User.objects.get(email="first@isu.example")
    assert [c.office for c in capacities_of(person)] == [Office.ISU]
    assert "First (first@isu.example): isu" in capsys.readouterr().out
    with pytest.raises(CommandError, match="already"):
        call_command("appoint_staff", "First@Isu.example", name="First", office="isu")


PAGES = [
    ("person_deactivate", {"reason": REASON}),
    ("person_change_address", {"email": "new@mission.example", "reason": REASON}),
    ("person_erase", {"is_certain": "on", "reason": REASON}),
]


@pytest.mark.parametrize(("page", "given"), PAGES)
def test_each_act_on_an_account_has_its_page(client, page, given):
    person = make_person()
    sign_in(client, make_isu())
    address = reverse(f"delegations:{page}", args=[person.pk])

    assert client.get(address).status_code == 200
    refused = client.post(address, given | {"reason": ""})
    assert refused.status_code == 200
    answer = client.post(address, given)

    assert answer.headers["Location"] == reverse("delegations:person_read", args=[person.pk])
    assert client.get(answer.headers["Location"]).status_code == 200


def test_staff_are_appointed_opened_and_dismissed_on_their_pages(client):
    isu = make_isu()
    sign_in(client, isu)
    given = {"name": "Ada", "email": "ada@p.example", "office": "presidency", "reason": REASON}

    assert client.get(reverse("delegations:staff_appoint")).status_code == 200
    answer = client.post(reverse("delegations:staff_appoint"), given)
    person = User.objects.get(email="ada@p.example")
    assert answer.headers["Location"] == reverse("delegations:person_read", args=[person.pk])
    again = client.post(reverse("delegations:staff_appoint"), given)
    assert "already holds" in again.content.decode()
    dismiss = reverse("delegations:staff_dismiss", args=[person.pk, "presidency"])
    assert client.get(dismiss).status_code == 200
    assert client.post(dismiss, {"reason": REASON}).status_code == 302
    assert capacities_of(person) == []
    assert (
        client.get(reverse("delegations:staff_dismiss", args=[person.pk, "public"])).status_code
        == 404
    )
    deactivate_person(person, actor=isu, reason=REASON)
    reopen = reverse("delegations:person_reactivate", args=[person.pk])
    assert client.get(reopen).status_code == 200
    assert client.post(reopen, {"reason": REASON}).status_code == 302


def test_people_are_found_by_name_or_address(client):
    make_person("Zoë Example", email="z@one.example")
    make_person("Ada Example", email="a@two.example")
    sign_in(client, make_isu())
    people = reverse("delegations:person_list")

    assert "Zoë Example" in client.get(people, {"q": "one.ex"}).content.decode()
    assert "Ada Example" not in client.get(people, {"q": "one.ex"}).content.decode()
    assert "Nobody found" in client.get(people, {"q": "nowhere"}).content.decode()


@pytest.mark.parametrize("make", [make_presidency, make_member])
def test_the_pages_of_people_are_the_isus(client, make):
    person = make_person()
    sign_in(client, make())

    assert client.get(reverse("delegations:person_list")).status_code == 403
    assert client.get(reverse("delegations:person_read", args=[person.pk])).status_code == 403
    assert client.get(reverse("delegations:person_erase", args=[person.pk])).status_code == 403


def test_the_list_of_people_costs_the_same_however_long(client, django_assert_num_queries):
    isu = make_isu()
    for _number in range(4):
        make_member(make_delegation(actor=isu), actor=isu)
    sign_in(client, isu)
    client.get(reverse("delegations:person_list"))

    with django_assert_num_queries(7):
        client.get(reverse("delegations:person_list"))
