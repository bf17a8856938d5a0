"""News: at once, once a day, or not at all; grouped, and for nobody who has left since."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from delegations.capacities import members
from delegations.models import Letter, Membership, Notice
from delegations.notices import News, next_morning, send_notices, tell
from delegations.operations import (
    deactivate_person,
    dismiss_staff,
    end_membership,
    erase_person,
    merge_delegations,
    revise_preferences,
)
from lap_portal import clock
from tests.builders.mail import deliver, forget_letters, tell_waiting
from tests.builders.people import make_delegation, make_isu, make_member, make_presidency

pytestmark = pytest.mark.django_db


def prefer(reader, mail, time_zone="Europe/Zurich"):
    person = revise_preferences(reader.person, language="en", time_zone=time_zone, mail=mail)
    reader.person.mail, reader.person.time_zone = person.mail, person.time_zone
    return reader


def news(words="Something happened.", path="/plans/", about="event", calendar=""):
    return lambda reader: News(about, f"Subject of: {words}", words, path, calendar)


def digests():
    return DBTaskResult.objects.filter(task_path=send_notices.module_path).order_by("enqueued_at")


def test_none_means_none():
    reader = prefer(make_member(), "none")

    tell([reader], news())

    assert not Notice.objects.exists()
    assert not digests().exists()


def test_at_once_means_at_once():
    reader = prefer(make_member(), "at_once")
    forget_letters()

    tell([reader], news())

    (task,) = digests()
    assert task in DBTaskResult.objects.ready()
    tell_waiting()
    (letter,) = mail.outbox
    assert letter.to == [reader.person.email]
    assert letter.subject == "Subject of: Something happened."
    assert "Something happened." in letter.body


@pytest.mark.parametrize(
    ("zone", "told", "morning"),
    [
        ("Europe/Zurich", "2030-03-01T06:59+01:00", "2030-03-01T07:00+01:00"),
        ("Europe/Zurich", "2030-03-01T07:00+01:00", "2030-03-02T07:00+01:00"),
        ("America/New_York", "2030-03-01T07:00+01:00", "2030-03-01T07:00-05:00"),
        ("Pacific/Auckland", "2030-03-01T07:00+01:00", "2030-03-02T07:00+13:00"),
        ("Europe/Zurich", "2030-03-30T20:00+01:00", "2030-03-31T07:00+02:00"),  # clocks change
    ],
)
def test_daily_means_the_next_seven_o_clock_where_the_person_is(zone, told, morning):
    reader = prefer(make_member(), "daily", zone)

    with clock.at(datetime.fromisoformat(told)):
        tell([reader], news())

    (task,) = digests()
    assert task.run_after == datetime.fromisoformat(morning)
    assert next_morning(reader.person).astimezone(ZoneInfo(zone)).hour == 7


def test_all_that_waits_is_one_letter_newest_first_and_what_repeats_is_said_once():
    reader = make_member()
    forget_letters()
    start = clock.now()
    for minute, words in enumerate(["First.", "A colleague marked something as ready.", "Last."]):
        for _time in range(3 if "ready" in words else 1):
            with clock.at(start + timedelta(minutes=minute)):
                tell([reader], news(words))

    assert digests().count() == 1
    tell_waiting()

    (letter,) = mail.outbox
    places = [letter.body.index(words) for words in ("Last.", "as ready. (3 times)", "First.")]
    assert places == sorted(places)
    assert letter.body.count("as ready") == 1
    assert "5 items of news" in letter.subject
    assert not Notice.objects.exists()


def test_after_a_letter_the_next_news_are_planned_anew():
    reader = make_member()
    tell([reader], news())
    tell_waiting()

    tell([reader], news("Again."))

    assert digests().count() == 2
    assert Notice.objects.get().words == "Again."


def test_a_task_that_comes_twice_sends_once():
    reader = make_member()
    forget_letters()
    tell([reader], news())

    send_notices.call(reader.person.pk)
    send_notices.call(reader.person.pk)

    assert deliver() == 1


def test_whoever_was_removed_from_the_delegation_gets_no_news_of_it():
    isu, focal_point = make_isu(), make_member()
    gone = make_member(focal_point.delegation, role="member")
    forget_letters()
    tell(members([focal_point.delegation]), news())

    end_membership(Membership.objects.get(person=gone.person), actor=isu, reason="Another post")
    tell_waiting()

    assert [letter.to for letter in mail.outbox] == [[focal_point.person.email]]
    assert not Notice.objects.exists()


def test_a_letter_of_news_that_the_mail_server_kept_waiting_is_withdrawn_from_who_was_removed():
    isu, gone = make_isu(), make_member()
    tell([gone], news())
    forget_letters()
    send_notices.call(gone.person.pk)

    end_membership(Membership.objects.get(person=gone.person), actor=isu, reason="Another post")

    assert deliver() == 0


def test_whoever_left_an_office_gets_no_news_of_it():
    isu, presidency = make_isu(), make_presidency()
    forget_letters()
    tell([presidency], news())

    dismiss_staff(presidency.person, actor=isu, office=presidency.office, reason="Another post")
    tell_waiting()

    assert mail.outbox == []


@pytest.mark.parametrize("close", [deactivate_person, erase_person])
def test_a_closed_account_gets_nothing_and_nothing_about_it_waits(close):
    isu, member = make_isu(), make_member()
    forget_letters()
    tell([member], news("In a letter."))
    send_notices.call(member.person.pk)
    tell([member], news("In none yet."))

    close(member.person, actor=isu, reason="Left the service")

    assert not Notice.objects.exists()
    assert not Letter.objects.exists()


def test_who_was_erased_gets_no_letter_of_any_kind_and_others_get_theirs():
    isu, gone, other = make_isu(), make_member(), make_member()
    forget_letters()
    for member in (gone, other):
        Letter.objects.create(to=member.person.email, about="delegations/mail/welcome")

    erase_person(gone.person, actor=isu, reason="Asked for it")

    assert [letter.to for letter in Letter.objects.all()] == [other.person.email]


def test_members_of_a_merged_entry_get_what_waited_for_them():
    isu = make_isu()
    member, kept = make_member(actor=isu), make_delegation(actor=isu)
    tell([member], news())
    merge_delegations(member.delegation, into=kept, actor=isu, reason="Entered twice")
    forget_letters()

    tell_waiting()

    assert [letter.to for letter in mail.outbox] == [[member.person.email]]


def test_one_who_speaks_for_two_delegations_gets_a_letter_for_each_that_names_it():
    isu, first = make_isu(), make_member(make_delegation(name="Freedonia"))
    second = make_member(make_delegation(name="Sylvania"), person=first.person, actor=isu)
    forget_letters()
    tell([first], news("One."))
    tell([second], news("Two."))

    tell_waiting()

    bodies = sorted(letter.body for letter in mail.outbox)
    assert ["Freedonia: One." in body for body in bodies] == [True, False]
    assert ["Sylvania: Two." in body for body in bodies] == [False, True]


def test_leaving_one_delegation_loses_no_letter_of_another():
    isu, first = make_isu(), make_member(make_delegation(name="Freedonia"))
    second = make_member(make_delegation(name="Sylvania"), person=first.person, actor=isu)
    forget_letters()
    tell([first], news("One."))
    tell([second], news("Two."))
    send_notices.call(first.person.pk)

    membership = Membership.objects.get(person=first.person, delegation=first.delegation)
    end_membership(membership, actor=isu, reason="Left")
    deliver()

    (letter,) = mail.outbox
    assert "Two." in letter.body
    assert "One." not in letter.body


def test_the_newest_event_of_each_page_is_enclosed():
    reader = make_member()
    forget_letters()
    start = clock.now()
    for minute, (path, event) in enumerate([("/a/", "old"), ("/a/", "new"), ("/b/", "other")]):
        with clock.at(start + timedelta(minutes=minute)):
            tell([reader], news(event, path, calendar=f"EVENT:{event}\r\n"))

    tell_waiting()

    events = {content.strip() for _name, content, _kind in mail.outbox[0].attachments}
    assert events == {"EVENT:new", "EVENT:other"}


@pytest.mark.parametrize(("wish", "letters"), [("at_once", 1), ("none", 0)])
def test_another_wish_holds_for_what_waits_already(wish, letters):
    reader = make_member()
    forget_letters()
    tell([reader], news())

    prefer(reader, wish)

    tell_waiting(only_due=True)
    assert len(mail.outbox) == letters
    assert not Notice.objects.exists()


def test_telling_many_asks_little(django_assert_max_num_queries):
    delegation = make_delegation()
    make_member(delegation)
    for _number in range(3):
        make_member(delegation, role="member")
    readers = members([delegation])

    with django_assert_max_num_queries(3 + len(readers)):
        tell(readers, news())
