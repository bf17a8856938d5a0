"""Many invitations at once: sent all or not at all, sent again, noted as come back."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from delegations.letters import default_message
from delegations.models import Invitation, Letter
from delegations.operations import (
    Wanted,
    accept_invitation,
    invite_to_delegation,
    merge_delegations,
    note_returned,
    resend_invitations,
    revoke_invitation,
    send_invitations,
)
from lap_portal import clock
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.mail import deliver
from tests.builders.people import (
    make_delegation,
    make_isu,
    make_member,
    make_presidency,
    sign_in,
)
from tests.builders.workbooks import workbook

pytestmark = pytest.mark.django_db

SEND = reverse("delegations:invitations_send")
RESEND = reverse("delegations:invitations_resend")
LIST = reverse("delegations:invitation_list")


@pytest.fixture
def isu():
    return make_isu()


def many(isu, number=3):
    return [
        make_delegation(f"State {n:03}", status="", mission_email=f"m{n}@state.example", actor=isu)
        for n in range(number)
    ]


def wanted(delegations):
    return [Wanted(each, each.mission_email, "focal_point") for each in delegations]


def lines(delegations):
    return "\n".join(f"{each.name};{each.mission_email}" for each in delegations)


def typed(text, **given):
    return {"text": text, "role": "focal_point", "days": "30", "message": "Welcome.", **given}


def code_in(letter):
    return re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", letter.body)[0]


def said(answer):
    return " ".join(answer.content.decode().split())


def confirmation(page):
    return re.search(r'name="apply"\s+value="(\w+)"', page)[1]


def test_a_hundred_and_twenty_missions_are_invited_at_once(client, isu):
    delegations = many(isu, 120)
    sign_in(client, isu)

    page = client.post(SEND, typed(lines(delegations))).content.decode()
    assert "Send 120 invitations" in page
    assert not Invitation.objects.exists()
    answer = client.post(SEND, typed(lines(delegations), apply=confirmation(page)), follow=True)

    assert "120 invitations were sent." in answer.content.decode()
    assert deliver() == 120
    assert {letter.to[0] for letter in mail.outbox} == {d.mission_email for d in delegations}
    assert len({code_in(letter) for letter in mail.outbox}) == 120
    assert all("Welcome." in letter.body for letter in mail.outbox)
    first = Invitation.objects.get(address="m0@state.example")
    code = next(code_in(letter) for letter in mail.outbox if letter.to == [first.address])
    assert accept_invitation(first.token, code=code, email="a@b.example", name="Ada")


def test_the_right_lines_are_sent_and_the_wrong_ones_are_not(client, isu):
    delegations = many(isu)
    sign_in(client, isu)
    text = f"{lines(delegations)}\nNowhere;n@n.example"

    page = client.post(SEND, typed(text)).content.decode()
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert all("csrfmiddlewaretoken" in form for form in forms)
    assert "No delegation is called “Nowhere”." in page
    assert "1 line is not right" in page
    client.post(SEND, typed(text, apply=confirmation(page)))

    assert Invitation.objects.count() == 3


def test_a_list_without_a_right_line_has_no_button(client, isu):
    sign_in(client, isu)

    page = client.post(SEND, typed("Nowhere;n@n.example")).content.decode()

    assert 'name="apply"' not in page
    assert "Nowhere;n@n.example" in page


def test_a_double_click_sends_once(client, isu):
    text = lines(many(isu))
    sign_in(client, isu)
    page = client.post(SEND, typed(text)).content.decode()

    answers = [
        client.post(SEND, typed(text, apply=confirmation(page)), follow=True) for _time in range(2)
    ]

    assert "3 invitations were sent." in said(answers[0])
    assert "were sent already" in said(answers[1])
    assert Invitation.objects.count() == Letter.objects.count() == 3


def test_nothing_is_sent_when_something_changed_since_the_list_was_checked(client, isu):
    delegations = many(isu)
    sign_in(client, isu)
    page = client.post(SEND, typed(lines(delegations))).content.decode()
    make_member(delegations[1], actor=isu)
    before = Invitation.objects.count()

    answer = client.post(SEND, typed(lines(delegations), apply=confirmation(page)))

    assert "Something has changed" in said(answer)
    assert "has a focal point already" in said(answer)
    assert "Send 2 invitations" in said(answer)
    assert Invitation.objects.count() == before


def test_an_invented_confirmation_sends_nothing(client, isu):
    sign_in(client, isu)

    answer = client.post(SEND, typed(lines(many(isu)), apply="yes"))

    assert "Something has changed" in said(answer)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("change", ["invited", "led", "merged", "bad address"])
def test_one_that_cannot_be_invited_stops_all(isu, change):
    first, second, other = many(isu)
    listed = wanted([first, second])
    if change == "invited":
        send_invitations(wanted([second]), actor=isu)
    elif change == "led":
        make_member(second, actor=isu)
    elif change == "merged":
        merge_delegations(second, into=other, actor=isu, reason="Entered twice")
    else:
        listed = [listed[0], Wanted(second, "nowhere", "focal_point")]
    before = Invitation.objects.count(), Letter.objects.count()

    with pytest.raises((StaleRevision, RuleViolation)):
        send_invitations(listed, actor=isu)

    assert (Invitation.objects.count(), Letter.objects.count()) == before


@pytest.mark.parametrize("make", [make_presidency, make_member])
def test_only_the_isu_sends_lists_and_sends_again(isu, make):
    delegations = many(isu)
    actor = make()
    sent = send_invitations(wanted(delegations[:1]), actor=isu)

    with pytest.raises(PermissionDenied):
        send_invitations(wanted(delegations[1:]), actor=actor)
    with pytest.raises(PermissionDenied):
        resend_invitations(sent, actor=actor, as_shown=clock.now())
    with pytest.raises(PermissionDenied):
        note_returned(sent[0], actor=actor, reason="No")


@pytest.mark.parametrize("number", [0, 501])
def test_a_list_has_at_least_one_and_at_most_five_hundred(isu, number):
    (delegation,) = many(isu, 1)

    with pytest.raises(RuleViolation, match="1 to 500"):
        send_invitations(wanted([delegation] * number), actor=isu)


def test_the_message_begins_with_words_of_its_own_and_is_bounded(client, isu):
    text = lines(many(isu))
    sign_in(client, isu)

    assert default_message()[:40] in client.get(SEND).content.decode()
    answer = client.post(SEND, typed(text, message="x" * 2_001))

    assert "at most 2,000 fit" in said(answer)
    assert "State 001" in said(answer)


def test_the_missions_of_those_without_a_member_fill_the_list(client, isu):
    many(isu, 2)
    make_delegation("No address", actor=isu)
    sign_in(client, isu)

    page = said(client.get(SEND, {"fill": "missions"}))

    assert "State 000;m0@state.example State 001;m1@state.example" in page
    assert "1 more has no address" in page


def test_a_workbook_becomes_lines_that_can_be_corrected(client, isu):
    many(isu, 2)
    sign_in(client, isu)
    data = workbook([["Delegation", "Address"], ["State 000", "m@a.example"], ["Nowhere", "x"]])
    file = SimpleUploadedFile("missions.xlsx", data)

    page = said(client.post(SEND, typed("", file=file)))

    assert "Send 1 invitation" in page
    assert "Delegation;Address State 000;m@a.example Nowhere;x" in page


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cannot be read as an Excel workbook"),
        ("a.xlsm", b"PK", "Only .xlsx, .csv and .txt"),
        ("a.csv", b"State;m@a.example\x00", "control character"),
        ("a.csv", b"\xff\xfe\x00", "UTF-8"),
        ("a.csv", b"a;b@c.example\n" * 600, "at most 500 lines"),
        ("a.csv", b"\n\n", "no line with a delegation"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_an_awkward_file_comes_back_with_a_sentence_and_what_was_typed(
    client, isu, name, data, words
):
    sign_in(client, isu)
    given = typed("Kept;k@k.example", message="My words.", file=SimpleUploadedFile(name, data))

    answer = client.post(SEND, given)

    assert answer.status_code == 200
    assert words in said(answer)
    assert "My words." in said(answer)
    assert "Kept;k@k.example" in said(answer)


def test_sending_again_makes_a_new_code_and_the_earlier_one_no_longer_works(isu):
    (invitation,) = send_invitations(wanted(many(isu, 1)), actor=isu, message="First.")
    deliver()
    later = clock.now() + timedelta(days=29)

    with clock.at(later):
        (again,) = resend_invitations([invitation], actor=isu, as_shown=later)
        deliver()

    first, second = mail.outbox
    assert (first.to, first.subject) == (second.to, second.subject)
    assert "First." in second.body
    assert again.expires_at == later + timedelta(days=30)
    with pytest.raises(RuleViolation, match="not the code"):
        accept_invitation(again.token, code=code_in(first), email="a@b.example", name="Ada")
    assert accept_invitation(again.token, code=code_in(second), email="a@b.example", name="Ada")


def test_sending_again_never_shortens_forgets_that_it_came_back_and_brings_new_words(isu):
    (invitation,) = send_invitations(wanted(many(isu, 1)), actor=isu, days=200)
    note_returned(invitation, actor=isu, reason="Mailbox full")

    (again,) = resend_invitations(
        [invitation], actor=isu, as_shown=clock.now(), days=10, message="Second."
    )

    assert again.expires_at == invitation.expires_at
    assert again.bounced_at is None
    assert again.message == "Second."
    assert again.history.first().history_user == isu.person


def test_an_expired_invitation_lives_again_and_one_taken_back_stops_all(isu):
    expired, revoked = send_invitations(wanted(many(isu, 2)), actor=isu, days=1)
    revoke_invitation(revoked, actor=isu, reason="A mistake")
    with clock.at(clock.now() + timedelta(days=5)):
        now = clock.now()
        with pytest.raises(RuleViolation, match="taken back"):
            resend_invitations([expired, revoked], actor=isu, as_shown=now)
        resend_invitations([expired], actor=isu, as_shown=now)

        assert Invitation.objects.usable_at(now).get() == expired


def test_a_letter_that_still_waits_is_replaced_by_the_one_sent_again(isu):
    (invitation,) = send_invitations(wanted(many(isu, 1)), actor=isu)

    resend_invitations([invitation], actor=isu, as_shown=clock.now())

    assert deliver() == 1


def test_several_are_sent_again_on_one_page_and_a_second_press_sends_nothing(client, isu):
    sent = send_invitations(wanted(many(isu)), actor=isu)
    deliver()
    sign_in(client, isu)

    page = said(client.get(RESEND, {"state": "waiting", "all": "yes"}))
    shown = re.search(r'name="as_shown" value="([^"]+)"', page)[1].replace("&#x2B;", "+")
    chosen = [str(each.pk) for each in sent[:2]]
    given = {"invitation": chosen, "message": "", "days": "30", "as_shown": shown}
    answers = [client.post(RESEND, given) for _time in range(2)]

    assert page.count(' name="invitation"') == 3
    assert [answer.status_code for answer in answers] == [302, 302]
    assert deliver() == 2


@pytest.mark.parametrize("keys", [[], ["x"], ["9" * 30], ["١"], ["-1"]])
def test_the_page_of_sending_again_needs_something_ticked(client, isu, keys):
    sign_in(client, isu)

    answer = client.get(RESEND, {"invitation": keys}, follow=True)

    assert "Tick the invitations" in said(answer)


@pytest.mark.parametrize("shown", ["", "yesterday", "9999-12-31T23:59:59", "\x00"])
def test_a_page_of_sending_again_that_was_tampered_with_sends_nothing(client, isu, shown):
    (invitation,) = send_invitations(wanted(many(isu, 1)), actor=isu)
    deliver()
    sign_in(client, isu)
    given = {"invitation": ["999", str(invitation.pk)], "days": "30", "as_shown": shown}

    answer = client.post(RESEND, given)

    assert answer.status_code == 200
    assert deliver() == 0


def test_that_a_letter_came_back_is_noted_with_its_reason(client, isu):
    (invitation,) = send_invitations(wanted(many(isu, 1)), actor=isu)
    sign_in(client, isu)
    address = reverse(
        "delegations:invitation_return", args=[invitation.delegation_id, invitation.pk]
    )

    assert "m0@state.example" in said(client.get(address))
    answer = client.post(address, {"reason": "550 no such mailbox"}, follow=True)

    invitation.refresh_from_db()
    assert invitation.bounced_at is not None
    assert invitation.history.first().history_change_reason == "550 no such mailbox"
    assert "came back on" in said(answer)
    with pytest.raises(RuleViolation, match="already noted"):
        note_returned(invitation, actor=isu, reason="Again")


def five_states(isu):
    """One invitation in each state, in the order of the names of the delegations."""
    with clock.at(clock.now() - timedelta(days=10)):
        waiting, joined, returned, revoked = send_invitations(wanted(many(isu, 4)), actor=isu)
        expired, _code = invite_to_delegation(
            make_delegation("State 999", actor=isu),
            actor=isu,
            address="e@state.example",
            role="member",
            days=1,
        )
    deliver()
    code = next(code_in(letter) for letter in mail.outbox if letter.to == [joined.address])
    accept_invitation(joined.token, code=code, email="a@b.example", name="Ada")
    note_returned(returned, actor=isu, reason="No such mailbox")
    revoke_invitation(revoked, actor=isu, reason="A mistake")
    return {
        "waiting": waiting,
        "joined": joined,
        "returned": returned,
        "revoked": revoked,
        "expired": expired,
    }


def test_the_list_says_how_each_stands_and_is_narrowed_down(client, isu):
    invitations = five_states(isu)
    sign_in(client, isu)

    everything = said(client.get(LIST))
    narrowed = {state: said(client.get(LIST, {"state": state})) for state in invitations}

    assert "All (5)" in everything
    assert "5 invitations" in everything
    for state, invitation in invitations.items():
        assert "1 invitation<" in narrowed[state].replace(" </", "</")
        assert invitation.address in narrowed[state]
        assert invitation.address in everything
    assert "5 invitations" in said(client.get(LIST, {"state": "'; drop"}))


def test_an_empty_list_says_what_will_appear(client, isu):
    sign_in(client, isu)

    assert "Those that stand so will appear here." in said(client.get(LIST))


def test_the_list_costs_the_same_for_three_and_for_thirty(
    client, isu, django_assert_max_num_queries
):
    sign_in(client, isu)
    delegations = many(isu, 30)
    counts = []
    for part in (delegations[:3], delegations[3:]):
        send_invitations(wanted(part), actor=isu)
        client.get(LIST)
        with django_assert_max_num_queries(20) as queries:
            client.get(LIST)
        counts.append(len(queries))

    assert counts[0] == counts[1]
