"""Letters: written with the fact they tell, sent at least once, tried again, given up, emptied."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as KeepingBackend
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from delegations.models import Enclosure, Invitation, Letter
from delegations.operations import (
    change_address,
    change_role,
    deactivate_person,
    end_membership,
    invite_to_delegation,
)
from delegations.outbox import ATTEMPTS_AT_MOST, post, send_letter
from documents.files import File
from lap_portal import clock
from tests.builders.mail import deliver, forget_letters
from tests.builders.people import make_delegation, make_isu, make_member

pytestmark = pytest.mark.django_db

NOWHERE = "django.core.mail.backends.smtp.EmailBackend"
WORDS = {
    "delegation": "Freedonia <b>&</b> Sylvania",
    "name": "Ada http://elsewhere.example/",
    "email": "ada@geneva.example",
    "role": "Deputy",
    "invited": "mission@geneva.example",
    "inviter": "Ida Unit",
    "contact": "the secretariat",
}


class KilledBackend(KeepingBackend):
    """The mail server takes the letter, and the worker is killed before it notes that."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise KeyboardInterrupt


class RefusingBackend(BaseEmailBackend):
    """A mail server that knows no such address."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"No such mailbox")})


class BusyBackend(BaseEmailBackend):
    """A mail server that has no time at present."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (451, b"Try again later")})


def backend(name):
    return f"{__name__}.{name}"


def write(to="ada@geneva.example", template="delegations/mail/joined", **more):
    return post(to, subject="Somebody\nhas joined", template=template, context=WORDS, **more)


def stop_the_server(settings):
    settings.EMAIL_BACKEND = NOWHERE
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens


def planned():
    """The tasks that wait for their moment, by when."""
    tasks = DBTaskResult.objects.filter(task_path=send_letter.module_path, status="READY")
    return sorted(task.run_after for task in tasks)


def test_what_is_rolled_back_leaves_no_letter_and_no_task():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert not Letter.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_letter_is_plain_text_and_the_same_words_in_html(settings):
    settings.PORTAL_ADDRESS = "https://portal.example"

    write(template="delegations/mail/welcome")

    deliver()
    (sent,) = mail.outbox
    ((html, kind),) = sent.alternatives
    assert kind == "text/html"
    assert sent.subject == "Somebody has joined"
    assert "Freedonia <b>&</b> Sylvania" in sent.body
    assert "Freedonia &lt;b&gt;&amp;&lt;/b&gt; Sylvania" in html
    assert '<a href="https://portal.example">https://portal.example</a>' in html
    for foreign in ("<img", "style", "<link", "<script"):
        assert foreign not in html


def test_what_a_stranger_typed_as_a_name_is_no_link(settings):
    settings.PORTAL_ADDRESS = "https://portal.example"

    letter = write()

    assert "http://elsewhere.example/" in letter.html
    assert "<a" not in letter.html


def test_an_address_that_begins_like_the_portal_is_no_link_beyond_it(settings):
    settings.PORTAL_ADDRESS = "https://portal.example"

    letter = post(
        "ada@geneva.example",
        subject="Names",
        template="delegations/mail/joined",
        context=WORDS | {"name": "https://portal.example.evil.example/x https://portal.example@e"},
    )

    assert "evil" not in letter.html.partition("<a href=")[2].partition(">")[0]
    assert 'href="https://portal.example@e' not in letter.html


def test_the_words_and_enclosures_are_emptied_once_it_was_sent():
    letter = write(files=[File("receipt.txt", "text/plain", b"Received.")])

    assert deliver() == 1

    letter.refresh_from_db()
    assert (letter.subject, letter.text, letter.html) == ("", "", "")
    assert letter.sent_at is not None
    assert not Enclosure.objects.exists()
    assert mail.outbox[0].attachments[0][:2] == ("receipt.txt", "Received.")
    assert deliver() == 0


def test_a_second_copy_bears_the_same_message_id(settings):
    letter = write()
    settings.EMAIL_BACKEND = backend("KilledBackend")
    with pytest.raises(KeyboardInterrupt):
        send_letter.call(str(letter.pk))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    deliver()

    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert str(letter.pk) in first.extra_headers["Message-ID"]


def test_without_a_mail_server_everything_goes_on_and_the_letter_leaves_later(settings):
    focal_point = make_member()
    colleague = make_member(focal_point.delegation, role="member")
    forget_letters()
    stop_the_server(settings)

    change_role(
        colleague.person.memberships.get(), actor=focal_point, role="deputy", reason="August"
    )
    deliver()

    assert colleague.person.memberships.get().role == "deputy"
    assert mail.outbox == []
    assert Letter.objects.filter(attempts=1, sent_at=None, failed_at=None).count() == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver() == 2
    assert {letter.to[0] for letter in mail.outbox} == {
        focal_point.person.email,
        colleague.person.email,
    }


def test_it_is_tried_again_later_each_time_and_then_given_up(settings):
    settings.EMAIL_BACKEND = backend("BusyBackend")
    letter = write()
    now = clock.now()

    with clock.at(now):
        for _attempt in range(ATTEMPTS_AT_MOST + 1):
            send_letter.call(str(letter.pk))

    pauses = [moment - now for moment in planned() if moment.year < 9999]
    assert pauses == [timedelta(minutes=2**number) for number in range(ATTEMPTS_AT_MOST - 1)]
    letter.refresh_from_db()
    assert letter.failed_at == now
    assert letter.attempts == ATTEMPTS_AT_MOST
    assert (letter.subject, letter.text, letter.html) == ("", "", "")


def test_an_address_that_does_not_exist_is_not_tried_again_and_the_invitation_came_back(settings):
    settings.EMAIL_BACKEND = backend("RefusingBackend")
    invitation, _code = invite_to_delegation(
        make_delegation(), actor=make_isu(), address="gone@mission.example", role="member"
    )
    forget_letters()
    letter = write("gone@mission.example", invitation=invitation)

    send_letter.call(str(letter.pk))

    letter.refresh_from_db()
    invitation = Invitation.objects.get(pk=invitation.pk)
    assert letter.attempts == 1
    assert invitation.bounced_at == letter.failed_at is not None
    assert "could not be delivered" in invitation.history.first().history_change_reason


def test_an_invitation_whose_letter_was_given_up_came_back(settings):
    stop_the_server(settings)
    invitation, _code = invite_to_delegation(
        make_delegation(), actor=make_isu(), address="ada@mission.example", role="member"
    )
    forget_letters()
    letter = write("ada@mission.example", invitation=invitation)

    for _attempt in range(ATTEMPTS_AT_MOST):
        assert Invitation.objects.get(pk=invitation.pk).bounced_at is None
        send_letter.call(str(letter.pk))

    assert Invitation.objects.get(pk=invitation.pk).bounced_at is not None


def test_a_task_knows_a_key_and_no_words():
    letter = write()

    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs == {"args": [str(letter.pk)], "kwargs": {}}


@pytest.mark.parametrize("lose", [end_membership, deactivate_person])
def test_a_letter_for_a_delegation_does_not_leave_to_one_who_no_longer_belongs(lose):
    isu, focal_point = make_isu(), make_member(make_delegation(mission_email="m@mission.example"))
    gone = make_member(focal_point.delegation, role="member")
    forget_letters()
    for address in (gone.person.email, focal_point.person.email, "m@mission.example"):
        write(address, delegation=gone.delegation, files=[File("r.pdf", "application/pdf", b"%")])

    lost = gone.person.memberships.get() if lose is end_membership else gone.person
    lose(lost, actor=isu, reason="Another post")
    deliver()

    assert {letter.to[0] for letter in mail.outbox} == {
        focal_point.person.email,
        "m@mission.example",
    }
    assert not Enclosure.objects.exists()


def test_what_waits_follows_a_person_to_another_address():
    isu, member = make_isu(), make_member()
    old = member.person.email
    forget_letters()
    write(old, delegation=member.delegation)

    change_address(member.person, actor=isu, email="new@mission.example", reason="Asked for it")
    deliver()

    told = {(letter.to[0], letter.subject.split()[0]) for letter in mail.outbox}
    assert told == {
        ("new@mission.example", "Somebody"),
        ("new@mission.example", "The"),
        (old, "The"),
    }


def test_a_letter_says_whom_to_write_to_even_where_no_address_is_set(settings):
    settings.PORTAL_ISU_CONTACT = ""
    words = {name: said for name, said in WORDS.items() if name != "contact"}

    letter = post("a@b.example", subject="A", template="delegations/mail/joined", context=words)

    assert "write to the secretariat at once" in " ".join(letter.text.split())
