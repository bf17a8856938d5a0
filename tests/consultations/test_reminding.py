from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.models import Consultation, Extension, Reminder
from consultations.operations.reminding import remind
from consultations.queries.reminding import default_words, reminders_page
from delegations.models import Letter
from lap_portal import clock
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.desk import make_point, make_synthesis
from tests.builders.mail import deliver, forget_letters
from tests.builders.people import (
    make_delegation,
    make_isu,
    make_member,
    make_presidency,
    sign_in,
)
from tests.builders.talk import make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db

PLACE = ["plan", 1]
DAY = timedelta(days=1)


@pytest.fixture
def isu():
    return make_isu()


def look(consultation, isu, *delegations, words="Dear {delegation}, it {deadline}."):
    return reminders_page(consultation, isu, chosen=[d.pk for d in delegations], words=words)


def send(consultation, isu, *delegations, words="Dear {delegation}, it {deadline}.", digest=None):
    confirmed = digest or look(consultation, isu, *delegations, words=words).digest
    return remind(
        consultation,
        actor=isu,
        delegations=[d.pk for d in delegations],
        message=words,
        confirmed=confirmed,
    )


def page(client, isu, **data):
    address = reverse("consultations:reminder_create", args=PLACE)
    return sign_in(client, isu).post(address, data)


def test_one_letter_goes_to_each_address_exactly_as_it_was_shown(isu):
    consultation = make_consultation(actor=isu)
    focal_point = make_member(actor=isu)
    deputy = make_member(focal_point.delegation, role="deputy", actor=isu)
    make_member(focal_point.delegation, role="member", actor=isu)
    absent = make_delegation("Absent", mission_email="mission@absent.example", actor=isu)
    shown = look(consultation, isu, focal_point.delegation, absent)
    forget_letters()

    sent = send(consultation, isu, focal_point.delegation, absent, digest=shown.digest)
    deliver()

    assert sent == 2
    assert {m.to[0] for m in mail.outbox} == {
        focal_point.person.email,
        deputy.person.email,
        "mission@absent.example",
    }
    texts = {each.text.strip() for each in shown.letters}
    assert {m.body.strip() for m in mail.outbox} == texts
    assert {m.subject for m in mail.outbox} == {shown.subject}
    assert Reminder.objects.count() == 2
    assert set(Reminder.objects.values_list("sent_by", flat=True)) == {isu.person.pk}


def test_each_delegation_is_told_its_own_deadline_and_no_other(isu):
    consultation = make_consultation(actor=isu)
    usual, slow = make_member(actor=isu).delegation, make_member(actor=isu).delegation
    Extension.objects.create(
        consultation=consultation,
        delegation=slow,
        closes_at=consultation.closes_at + 5 * DAY,
        granted_by=isu.person,
    )
    words = default_words(consultation)

    texts = {
        each.row.delegation: each.text
        for each in look(consultation, isu, usual, slow, words=words).letters
    }

    def told(instant):
        return instant.astimezone(consultation.zone).strftime("%Y, %H:%M")

    assert texts[usual] != texts[slow]
    assert "closes" in texts[usual]
    assert str(consultation.closes_at.astimezone(consultation.zone).day) in texts[usual]
    later = (consultation.closes_at + 5 * DAY).astimezone(consultation.zone)
    assert f"{later.day} {later:%B %Y}" in texts[slow]
    assert f"{later.day} {later:%B %Y}" not in texts[usual]
    assert told(later) in texts[slow]


def test_a_second_click_sends_nothing(isu):
    consultation = make_consultation(actor=isu)
    here = make_member(actor=isu).delegation
    digest = look(consultation, isu, here).digest
    forget_letters()
    send(consultation, isu, here, digest=digest)

    with pytest.raises(StaleRevision, match="Nothing was sent"):
        send(consultation, isu, here, digest=digest)

    assert (Letter.objects.count(), Reminder.objects.count()) == (1, 1)


@pytest.mark.parametrize("change", ["words", "submission", "address"])
def test_what_was_not_on_screen_does_not_go(isu, change):
    consultation = make_consultation(actor=isu)
    focal_point = make_member(actor=isu)
    digest = look(consultation, isu, focal_point.delegation).digest
    words = "Dear {delegation}, it {deadline}."
    if change == "words":
        words = "Other words"
    elif change == "submission":
        make_submission(consultation, focal_point)
    else:
        make_member(focal_point.delegation, role="deputy", actor=isu)
    forget_letters()

    with pytest.raises(StaleRevision):
        send(consultation, isu, focal_point.delegation, words=words, digest=digest)

    assert not Letter.objects.exists()
    assert not Reminder.objects.exists()


def test_who_has_no_address_has_submitted_or_can_no_longer_is_listed_and_gets_nothing(isu):
    consultation = make_consultation(open=False, late="refused", actor=isu)
    closed = make_member(actor=isu).delegation
    nowhere = make_delegation("Nowhere", actor=isu)
    Extension.objects.create(
        consultation=consultation,
        delegation=nowhere,
        closes_at=clock.now() + DAY,
        granted_by=isu.person,
    )
    spoke = make_member(actor=isu)
    with clock.at(consultation.closes_at - DAY / 2):
        make_submission(consultation, spoke)

    shown = look(consultation, isu, closed, nowhere, spoke.delegation)

    assert shown.letters == ()
    assert [row.delegation for row in shown.unreachable] == [nowhere]
    assert [row.delegation for row in shown.closed] == [closed]
    assert [row.delegation for row in shown.submitted] == [spoke.delegation]
    with pytest.raises(RuleViolation, match="nobody to whom"):
        send(consultation, isu, closed, nowhere, spoke.delegation)


def test_what_is_prepared_inside_changes_no_reminder(isu):
    consultation = make_consultation(actor=isu)
    member = make_member(actor=isu)
    before = look(consultation, isu, member.delegation)

    make_comment(consultation, member, text="Secret")

    assert look(consultation, isu, member.delegation).digest == before.digest


def test_nobody_but_the_isu_reminds(isu):
    consultation = make_consultation(actor=isu)
    member = make_member(actor=isu)

    for actor in (make_presidency(), member):
        with pytest.raises(PermissionDenied, match="Only the ISU"):
            remind(
                consultation,
                actor=actor,
                delegations=[member.delegation.pk],
                message="Dear",
                confirmed="",
            )


def test_nobody_is_reminded_before_the_opening_or_after_the_synthesis(isu):
    planned = make_consultation(opens_in=DAY, actor=isu)
    here = make_member(actor=isu).delegation
    with pytest.raises(PermissionDenied, match="not opened"):
        send(planned, isu, here)

    Consultation.objects.filter(pk=planned.pk).update(
        opens_at=clock.now() - 2 * DAY, closes_at=clock.now() - DAY
    )
    closed, presidency = Consultation.objects.get(pk=planned.pk), make_presidency()
    make_point(closed, presidency)
    make_synthesis(closed, presidency)
    with pytest.raises(PermissionDenied, match="synthesis has been issued"):
        send(Consultation.objects.get(pk=planned.pk), isu, here)


def test_the_page_shows_what_would_go_before_anything_goes(client, isu):
    consultation = make_consultation(actor=isu)
    focal_point = make_member(make_delegation("Here", actor=isu), actor=isu)
    spoke = make_member(make_delegation("There", actor=isu), actor=isu)
    make_submission(consultation, spoke)
    forget_letters()
    address = reverse("consultations:reminder_create", args=PLACE)

    shown = sign_in(client, isu).get(address, {"all": "yes"}).content.decode()

    assert focal_point.person.email in shown
    assert spoke.person.email not in shown
    assert "To the delegation of Here" in shown
    assert not Letter.objects.exists()


def test_what_is_sent_from_the_page_is_logged_and_pointed_out_the_next_time(client, isu):
    consultation = make_consultation(actor=isu)
    here = make_member(make_delegation("Here", actor=isu), actor=isu).delegation
    digest = look(consultation, isu, here, words="Dear all").digest
    given = {"delegation": here.pk, "message": "Dear all", "send": "yes"}

    answer = page(client, isu, **given, confirmed=digest)

    assert answer.status_code == 302
    listed = client.get(answer["Location"]).content.decode()
    assert "1 delegation is being reminded" in listed
    assert "reminded " in listed
    assert f"{isu.person.name}:" in listed
    again = client.get(
        reverse("consultations:reminder_create", args=PLACE), {"delegation": here.pk}
    )
    assert "reminded less than a day ago" in again.content.decode()
    assert page(client, isu, **given, confirmed=digest).status_code == 409
    assert Reminder.objects.count() == 1


def test_an_edited_message_is_shown_before_it_goes_and_nothing_typed_is_lost(client, isu):
    consultation = make_consultation(actor=isu)
    here = make_member(actor=isu).delegation
    digest = look(consultation, isu, here, words="Dear all").digest
    forget_letters()

    answer = page(
        client, isu, delegation=here.pk, message="Dear friends", confirmed=digest, send="yes"
    )

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert shown.count("Dear friends") == 2
    assert look(consultation, isu, here, words="Dear friends").digest in shown
    assert not Letter.objects.exists()


@pytest.mark.parametrize("message", ["", " \u200b", "x" * 3001, "a\x00b"])
def test_a_message_that_cannot_go_comes_back_with_a_sentence(client, isu, message):
    make_consultation(actor=isu)
    here = make_member(actor=isu).delegation
    forget_letters()

    answer = page(client, isu, delegation=here.pk, message=message, send="yes")

    assert answer.status_code == 200
    assert "invalid-feedback" in answer.content.decode()
    assert not Letter.objects.exists()


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "999999"])
def test_a_delegation_that_does_not_exist_is_none(client, isu, number):
    make_consultation(actor=isu)

    answer = page(client, isu, delegation=number, message="Dear", send="yes")

    assert answer.status_code in {200, 409}
    assert "No delegation was chosen" in answer.content.decode()


def test_words_that_look_like_code_stay_words(isu):
    consultation = make_consultation(actor=isu)
    here = make_member(make_delegation("{deadline} & <b>", actor=isu), actor=isu).delegation

    text = look(consultation, isu, here, words="{{ x }} {delegation} {other}").letters[0].text

    assert "{{ x }} {deadline} & <b> {other}" in text
