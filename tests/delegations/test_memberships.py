"""Ending memberships, changing roles, replacing the focal point."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from delegations.capacities import capacity_of
from delegations.models import Membership, Role
from delegations.operations import (
    accept_invitation,
    change_role,
    end_membership,
    invite_to_delegation,
    replace_focal_point,
)
from delegations.queries import gaps_without
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


def membership_of(capacity):
    return Membership.objects.get(person=capacity.person, delegation=capacity.delegation)


def test_an_ended_membership_opens_nothing_and_leaves_its_trace():
    isu, member = make_isu(), make_member(role="member")

    ended = end_membership(membership_of(member), actor=isu, reason="Moved to another post")

    assert capacity_of(member.person, member.key) is None
    trace = ended.history.first()
    assert (trace.history_user, trace.history_change_reason) == (
        isu.person,
        "Moved to another post",
    )


def test_a_focal_point_ends_the_membership_of_a_colleague_only():
    focal_point = make_member()
    colleague = make_member(focal_point.delegation, role="member")
    stranger = make_member(role="member")

    end_membership(membership_of(colleague), actor=focal_point, reason="Left")

    with pytest.raises(PermissionDenied, match="focal point"):
        end_membership(membership_of(stranger), actor=focal_point, reason="No")
    with pytest.raises(PermissionDenied, match="another focal point first"):
        end_membership(membership_of(focal_point), actor=focal_point, reason="Me")


def test_members_and_the_presidency_end_no_membership():
    focal_point = make_member()
    member = make_member(focal_point.delegation, role="member")

    for actor in (member, make_presidency()):
        with pytest.raises(PermissionDenied):
            end_membership(membership_of(focal_point), actor=actor, reason="No")


def test_a_membership_ends_once_and_for_a_reason():
    isu, member = make_isu(), make_member(role="member")
    with pytest.raises(RuleViolation, match="reason"):
        end_membership(membership_of(member), actor=isu, reason=" ")
    end_membership(membership_of(member), actor=isu, reason="Left")

    with pytest.raises(PermissionDenied, match="already ended"):
        end_membership(membership_of(member), actor=isu, reason="Again")


def test_who_left_can_join_again():
    member = make_member(role="member")
    end_membership(membership_of(member), actor=make_isu(), reason="Left")

    assert make_member(member.delegation, role="member", person=member.person)


def test_the_focal_point_hands_over_and_becomes_a_member():
    focal_point = make_member()
    colleague = make_member(focal_point.delegation, role="member")

    replace_focal_point(
        focal_point.delegation,
        actor=focal_point,
        successor=membership_of(colleague),
        reason="On leave",
    )

    assert membership_of(colleague).role == "focal_point"
    assert membership_of(focal_point).role == "member"
    with pytest.raises(PermissionDenied):
        replace_focal_point(
            focal_point.delegation,
            actor=focal_point,
            successor=membership_of(focal_point),
            reason="Back",
        )


def test_a_delegation_without_a_focal_point_gets_one():
    member = make_member(role="member")

    replace_focal_point(
        member.delegation, actor=make_isu(), successor=membership_of(member), reason="None yet"
    )

    assert membership_of(member).role == "focal_point"


def test_the_next_focal_point_is_a_live_member_of_the_same_delegation():
    isu, focal_point = make_isu(), make_member()
    gone = make_member(focal_point.delegation, role="member")
    end_membership(membership_of(gone), actor=isu, reason="Left")

    for successor in (make_member(role="member"), gone):
        with pytest.raises(RuleViolation, match="has to be a member"):
            replace_focal_point(
                focal_point.delegation,
                actor=isu,
                successor=membership_of(successor),
                reason="No",
            )
    with pytest.raises(RuleViolation, match="already"):
        replace_focal_point(
            focal_point.delegation, actor=isu, successor=membership_of(focal_point), reason="No"
        )


def test_a_focal_point_does_not_replace_that_of_another_delegation():
    other = make_member()
    colleague = make_member(other.delegation, role="member")

    with pytest.raises(PermissionDenied):
        replace_focal_point(
            other.delegation,
            actor=make_member(),
            successor=membership_of(colleague),
            reason="No",
        )


def test_a_member_becomes_a_deputy_who_submits():
    focal_point = make_member()
    colleague = make_member(focal_point.delegation, role="member")

    change_role(membership_of(colleague), actor=focal_point, role="deputy", reason="For August")

    assert capacity_of(colleague.person, colleague.key).submits


def test_roles_are_not_changed_to_or_from_focal_point():
    isu, focal_point = make_isu(), make_member()
    colleague = make_member(focal_point.delegation, role="member")

    with pytest.raises(RuleViolation, match="replaced"):
        change_role(membership_of(colleague), actor=isu, role="focal_point", reason="No")
    with pytest.raises(RuleViolation, match="replaced"):
        change_role(membership_of(focal_point), actor=isu, role="member", reason="No")
    with pytest.raises(RuleViolation, match="already"):
        change_role(membership_of(colleague), actor=isu, role="member", reason="No")
    with pytest.raises(PermissionDenied):
        change_role(membership_of(colleague), actor=make_member(), role="deputy", reason="No")


def test_a_focal_point_sees_colleagues_and_ends_a_membership_on_its_page(client):
    focal_point = make_member()
    colleague = make_member(focal_point.delegation, role="member")
    sign_in(client, focal_point)
    place = [focal_point.delegation.pk, membership_of(colleague).pk]

    page = client.get(reverse("delegations:delegation_read", args=place[:1])).content.decode()
    assert colleague.person.email in page
    assert reverse("delegations:membership_end", args=place) in page
    shown = client.get(reverse("delegations:membership_end", args=place)).content.decode()
    assert "taken back if the person sent them, received them or joined by them" in shown
    answer = client.post(reverse("delegations:membership_end", args=place), {"reason": "Left"})

    assert answer.status_code == 302
    assert membership_of(colleague).ended_at is not None


def test_ending_the_only_focal_point_is_warned_of_with_the_ways_out(client):
    isu, focal_point = make_isu(), make_member(make_delegation("Freedonia"))
    place = [focal_point.delegation.pk, membership_of(focal_point).pk]
    address = reverse("delegations:membership_end", args=place)
    sign_in(client, isu)
    name = focal_point.person.name
    invite = reverse("delegations:invitation_create", args=place[:1])
    replace = reverse("delegations:focal_point_replace", args=place[:1])

    alone = client.get(address).content.decode()
    assert f"{name} is the only focal point of Freedonia, which then cannot submit." in alone
    assert invite in alone
    assert replace not in alone
    make_member(focal_point.delegation, role="member")
    assert replace in client.get(address).content.decode()
    make_member(focal_point.delegation, role="deputy")
    assert "A deputy can still submit and invite members" in client.get(address).content.decode()


def test_ending_somebody_else_is_not_warned_of(client):
    focal_point = make_member()
    deputy = make_member(focal_point.delegation, role="deputy")
    sign_in(client, make_isu())
    place = [deputy.delegation.pk, membership_of(deputy).pk]

    page = client.get(reverse("delegations:membership_end", args=place)).content.decode()

    assert "cannot submit" not in page


def test_the_last_deputy_of_a_delegation_without_a_focal_point_is_warned_of():
    isu, deputy = make_isu(), make_member(role="deputy")

    (gap,) = gaps_without(deputy.person, reader=isu)

    assert (gap.is_focal_point, gap.submits_still) == (False, False)


def test_a_member_sees_colleagues_but_no_invitation_and_no_button(client):
    focal_point = make_member()
    member = make_member(focal_point.delegation, role="member")
    sign_in(client, member)

    page = client.get(reverse("delegations:delegation_read", args=[member.delegation.pk]))

    assert focal_point.person.email in page.content.decode()
    assert "Take back" not in page.content.decode()
    assert "Invite" not in page.content.decode()


def words_of(page):
    assert page.status_code == 200
    return page.content.decode()


def test_role_and_focal_point_change_on_their_pages(client):
    focal_point = make_member()
    colleague = make_member(focal_point.delegation, role="member")
    sign_in(client, focal_point)
    role = reverse(
        "delegations:membership_change_role",
        args=[focal_point.delegation.pk, membership_of(colleague).pk],
    )
    replace = reverse("delegations:focal_point_replace", args=[focal_point.delegation.pk])

    assert "submits for the delegation and invites members." in words_of(client.get(role))
    assert client.post(role, {"role": "deputy", "reason": "For August"}).status_code == 302
    assert membership_of(colleague).role == "deputy"
    assert "invitations the person sent for the delegation that are still valid" in words_of(
        client.get(role)
    )
    assert "invitations you sent for it that are still valid are taken" in words_of(
        client.get(replace)
    )
    successor = membership_of(colleague).pk
    answer = client.post(replace, {"successor": successor, "reason": "On leave"})
    assert answer.status_code == 302
    assert membership_of(colleague).role == "focal_point"


def test_the_page_of_another_focal_point_says_what_the_one_before_loses_and_who_is_told(client):
    delegation = make_delegation(mission_email="mission@free.example")
    make_member(delegation)
    sign_in(client, make_isu())

    page = words_of(client.get(reverse("delegations:focal_point_replace", args=[delegation.pk])))

    assert "invitations that person sent for the delegation that are still valid are taken" in page
    assert "mission@free.example" in page


def test_the_page_offers_to_name_the_only_member_where_no_focal_point_is(client):
    deputy, focal = make_member(role="deputy"), make_member()
    sign_in(client, make_isu())

    for actor, is_offered in ((deputy, True), (focal, False)):
        place = [actor.delegation.pk]
        page = words_of(client.get(reverse("delegations:delegation_read", args=place)))
        link = reverse("delegations:focal_point_replace", args=place)
        assert (link in page) is is_offered
        assert ("Name a focal point" in page) is is_offered


def test_every_live_member_is_told_when_roles_change():
    isu, focal_point = make_isu(), make_member(make_delegation(name="Freedonia"))
    colleague = make_member(focal_point.delegation, role="member")
    make_member()
    everybody = {focal_point.person.email, colleague.person.email}
    forget_letters()

    change_role(membership_of(colleague), actor=focal_point, role="deputy", reason="August")

    deliver()
    assert {letter.to[0] for letter in mail.outbox} == everybody
    assert f"({colleague.person.email}): Deputy" in mail.outbox[0].body
    assert f"{focal_point.person.name} (Freedonia, Focal point)" in mail.outbox[0].body
    mail.outbox.clear()

    replace_focal_point(
        focal_point.delegation, actor=isu, successor=membership_of(colleague), reason="A letter"
    )

    deliver()
    assert {letter.to[0] for letter in mail.outbox} == everybody
    assert f"({colleague.person.email}): Focal point" in mail.outbox[0].body
    assert f"({focal_point.person.email}): Member" in mail.outbox[0].body


def test_the_mission_is_told_of_another_focal_point_and_so_is_the_one_before():
    delegation = make_delegation(mission_email="Mission@geneva.example")
    before = make_member(delegation)
    successor, other = (make_member(delegation, role="member") for _each in range(2))
    forget_letters()

    replace_focal_point(
        delegation, actor=make_isu(), successor=membership_of(successor), reason="Note verbale 12"
    )
    change_role(membership_of(other), actor=make_isu(), role="deputy", reason="Asked for")
    deliver()

    members = {each.person.email for each in (before, successor, other)}
    told = [letter.to[0] for letter in mail.outbox]
    assert set(told[:4]) == members | {"mission@geneva.example"}
    assert set(told[4:]) == members
    assert f"({successor.person.email}): Focal point" in mail.outbox[0].body
    assert f"({before.person.email}): Member" in mail.outbox[0].body
    assert membership_of(successor).history.first().history_change_reason == "Note verbale 12"


def test_a_letter_that_cannot_leave_undoes_no_change(settings):
    focal_point = make_member()
    colleague = make_member(focal_point.delegation, role="member")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens

    change_role(membership_of(colleague), actor=focal_point, role="deputy", reason="August")

    deliver()
    assert membership_of(colleague).role == "deputy"


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5000, "-" + "9" * 30, "x"])
def test_a_number_that_no_member_has_is_an_error_in_the_form(client, number):
    focal_point = make_member()
    sign_in(client, focal_point)
    address = reverse("delegations:focal_point_replace", args=[focal_point.delegation.pk])

    answer = client.post(address, {"successor": number, "reason": "On leave"})

    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()


def test_another_delegations_pages_do_not_exist_for_a_focal_point(client):
    other = make_member()
    sign_in(client, make_member())
    place = [other.delegation.pk, membership_of(other).pk]

    for name, args in [
        ("delegation_read", place[:1]),
        ("membership_end", place),
        ("membership_change_role", place),
        ("focal_point_replace", place[:1]),
        ("invitation_create", place[:1]),
    ]:
        assert client.get(reverse(f"delegations:{name}", args=args)).status_code == 404, name


def test_a_membership_is_not_reached_under_another_delegations_address(client):
    isu, member = make_isu(), make_member(role="member")
    elsewhere = make_delegation(actor=isu)
    sign_in(client, isu)

    place = [elsewhere.pk, membership_of(member).pk]

    assert client.get(reverse("delegations:membership_end", args=place)).status_code == 404


def test_whoever_was_removed_does_not_come_back_by_the_old_invitation():
    isu = make_isu()
    delegation, person = make_delegation(actor=isu), make_person()
    invitation, code = invite_to_delegation(
        delegation, actor=isu, address="m@mission.example", role=Role.MEMBER
    )
    asked = {"code": code, "email": person.email, "name": person.name}
    colleague = asked | {"email": "bea@mission.example"}
    membership = accept_invitation(invitation.token, **asked)
    accept_invitation(invitation.token, **colleague)

    end_membership(membership, actor=isu, reason="Has left")

    for address in (person.email, "private@mail.example"):
        with pytest.raises(RuleViolation, match="no longer valid"):
            accept_invitation(invitation.token, **asked | {"email": address})
    assert delegation.memberships.get(ended_at=None).person.email == "bea@mission.example"
    invitation.refresh_from_db()
    trace = invitation.history.first()
    assert trace.history_user == isu.person
    assert trace.history_change_reason == "Who has its code no longer belongs"


def test_whoever_was_removed_does_not_come_back_by_an_invitation_to_the_own_address():
    isu, member = make_isu(), make_member(role="member")
    to_person, to_mission = (
        invite_to_delegation(member.delegation, actor=isu, address=address, role=Role.MEMBER)[0]
        for address in (member.person.email, "m@mission.example")
    )

    end_membership(membership_of(member), actor=isu, reason="Has left")

    to_person.refresh_from_db()
    to_mission.refresh_from_db()
    assert to_person.revoked_at is not None
    assert to_mission.revoked_at is None


def test_whoever_leaves_one_delegation_takes_no_invitation_of_another_along():
    isu, person = make_isu(), make_person()
    here = make_member(role="member", person=person)
    there = make_member(role="deputy", person=person)
    sent, _code = invite_to_delegation(
        there.delegation, actor=there, address=person.email, role=Role.MEMBER
    )

    end_membership(membership_of(here), actor=isu, reason="Has left")

    sent.refresh_from_db()
    assert sent.revoked_at is None
    assert membership_of(there).invitation.revoked_at is None


def test_invitations_end_with_the_right_of_whoever_sent_them():
    isu = make_isu()
    focal = make_member(actor=isu)
    mine, _code = invite_to_delegation(
        focal.delegation, actor=focal, address="private@mail.example", role=Role.DEPUTY
    )
    others, _code = invite_to_delegation(
        focal.delegation, actor=isu, address="m@mission.example", role=Role.MEMBER
    )

    end_membership(focal.person.memberships.get(), actor=isu, reason="On the mission's word")

    mine.refresh_from_db()
    others.refresh_from_db()
    assert mine.revoked_at is not None
    assert mine.history.first().history_change_reason == "Who sent it no longer belongs"
    assert others.revoked_at is None
