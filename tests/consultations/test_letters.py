"""Who is told what of consultations and drafts, and that nobody is told more."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from consultations import letters
from consultations.letters import remind_of_closing, tell_of_opening
from consultations.models import Extension, Submission
from consultations.operations.commenting import mark_ready
from consultations.operations.consulting import change_instants, open_consultation
from consultations.operations.reflecting import share_reflections
from consultations.operations.revising import issue_next_draft
from consultations.operations.submitting import submit
from delegations.models import Letter, Notice
from delegations.operations import revise_preferences
from lap_portal import clock
from sections.operations import delete_element
from tests.builders.desk import decide, make_round, say
from tests.builders.mail import forget_letters, tell_waiting
from tests.builders.people import make_delegation, make_isu, make_member, make_presidency
from tests.builders.plans import element, make_draft, make_plan
from tests.builders.talk import make_answer, make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db


def told(about):
    """The addresses of those who wait to be told something of a kind."""
    notices = Notice.objects.filter(about=about)
    return set(notices.values_list("person__email", flat=True))


def addresses(*readers):
    return {reader.person.email for reader in readers}


def forget_news():
    Notice.objects.all().delete()
    DBTaskResult.objects.all().delete()
    forget_letters()


def planned(task):
    return DBTaskResult.objects.filter(task_path=task.module_path)


def run(task, at):
    """Do what is planned of a kind and due, at a moment."""
    with clock.at(at):
        for queued in planned(task).filter(run_after__lte=at):
            task.call(*queued.args_kwargs["args"])


def extend(consultation, reader, closes_at):
    """More time for one delegation, as the ISU gives it."""
    Extension.objects.create(
        consultation=consultation,
        delegation=reader.delegation,
        closes_at=closes_at,
        granted_by=consultation.created_by,
    )
    letters.tell_extended(consultation, reader.delegation)


def test_those_who_read_the_draft_are_told_that_it_is_open_with_the_deadline():
    party, other = make_member(), make_member(make_delegation(status="signatory"))
    make_member(make_delegation(category="civil_society"))
    draft = make_draft(circulation="states_parties")
    forget_news()

    consultation = make_consultation(draft)

    assert told("consultation_opened") == addresses(party)
    tell_waiting()
    (letter,) = mail.outbox
    assert "Geneva time" in letter.body
    assert consultation.get_absolute_url() in letter.body
    ((name, event, kind),) = letter.attachments
    assert (name, kind) == ("deadline.ics", "text/calendar")
    assert f"{consultation.closes_at:%Y%m%dT%H%M%SZ}" in event
    assert other.person.email not in {letter.to[0] for letter in mail.outbox}


def test_each_is_told_in_the_own_time_beside_the_official_one():
    reader = make_member()
    revise_preferences(reader.person, language="en", time_zone="Asia/Tokyo", mail="daily")

    make_consultation()

    words = Notice.objects.get(person=reader.person, about="consultation_opened").words
    assert "Geneva time (" in words
    assert words.endswith("Tokyo time).")


def test_nobody_is_told_of_a_consultation_before_it_opens():
    reader, isu = make_member(), make_isu()
    draft = make_draft()
    opens_at = clock.now() + timedelta(days=2)
    forget_news()

    open_consultation(
        draft, actor=isu, title="Soon", opens_at=opens_at, closes_at=opens_at + timedelta(days=9)
    )

    assert not Notice.objects.exists()
    run(tell_of_opening, opens_at + timedelta(minutes=1))
    assert told("consultation_opened") == addresses(reader)


def test_an_opening_that_was_moved_is_told_at_the_new_instant_only():
    make_member()
    isu, draft = make_isu(), make_draft()
    opens_at = clock.now() + timedelta(days=2)
    closes_at = opens_at + timedelta(days=9)
    consultation = open_consultation(
        draft, actor=isu, title="Soon", opens_at=opens_at, closes_at=closes_at
    )
    later = opens_at + timedelta(days=1)

    change_instants(
        consultation, actor=isu, opens_at=later, closes_at=closes_at, reason="Not ready"
    )

    assert not told("closing_changed")
    run(tell_of_opening, opens_at + timedelta(minutes=1))
    assert not told("consultation_opened")
    run(tell_of_opening, later + timedelta(minutes=1))
    assert Notice.objects.filter(about="consultation_opened").count() == 1


def test_another_deadline_is_told_to_those_for_whom_it_changes():
    isu, plain, extended = make_isu(), make_member(), make_member()
    consultation = make_consultation(actor=isu)
    extend(consultation, extended, consultation.closes_at + timedelta(days=7))
    forget_news()

    change_instants(
        consultation,
        actor=isu,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at + timedelta(days=2),
        reason="Holidays",
    )

    assert told("closing_changed") == addresses(plain)


def test_more_time_for_one_delegation_is_told_to_that_one_alone():
    extended, colleague = make_member(), None
    colleague = make_member(extended.delegation, role="member")
    make_member()
    consultation = make_consultation()
    forget_news()

    extend(consultation, extended, consultation.closes_at + timedelta(days=7))

    assert told("closing_changed") == addresses(extended, colleague)
    event = Notice.objects.filter(person=extended.person).get().calendar
    assert f"{consultation.closes_at + timedelta(days=7):%Y%m%dT%H%M%SZ}" in event


def test_three_days_before_closing_those_are_reminded_who_have_not_submitted():
    silent, spoke, extended = make_member(), make_member(), make_member()
    consultation = make_consultation()
    make_submission(consultation, spoke)
    extend(consultation, extended, consultation.closes_at + timedelta(days=7))
    later = [task.run_after for task in planned(remind_of_closing).order_by("run_after")]
    assert later == [consultation.closes_at + timedelta(days=days) for days in (-3, 4)]
    forget = Notice.objects.all()
    forget.delete()

    run(remind_of_closing, consultation.closes_at - timedelta(days=3))

    assert told("closes_soon") == addresses(silent)
    Notice.objects.all().delete()
    run(remind_of_closing, consultation.closes_at + timedelta(days=4))
    assert told("closes_soon") == addresses(extended)


def test_nobody_is_reminded_of_a_deadline_that_was_moved():
    make_member()
    isu = make_isu()
    consultation = make_consultation(actor=isu)
    before = consultation.closes_at
    change_instants(
        consultation,
        actor=isu,
        opens_at=consultation.opens_at,
        closes_at=before + timedelta(days=30),
        reason="Holidays",
    )

    run(remind_of_closing, before - timedelta(days=3))

    assert not told("closes_soon")


def test_nobody_is_reminded_after_closing_however_late_the_worker_comes():
    make_member()
    consultation = make_consultation()

    run(remind_of_closing, consultation.closes_at + timedelta(hours=1))

    assert not told("closes_soon")


def test_a_draft_is_told_to_those_within_its_circulation_and_not_to_who_issued_it():
    presidency, isu, plan = make_presidency(), make_isu(), None
    party, _signatory = make_member(), make_member(make_delegation(status="signatory"))
    plan = make_plan(presidency)
    make_draft(plan, actor=presidency)
    delete_element(element(plan, "Report on"), actor=presidency, reason="Said elsewhere")
    forget_news()

    draft = issue_next_draft(
        plan, actor=presidency, dated=clock.now().date(), circulation="states_parties"
    )

    staff = set(Notice.objects.filter(delegation=None).values_list("person__email", flat=True))
    assert told("draft_issued") - staff == addresses(party)
    assert isu.person.email in staff
    assert presidency.person.email not in staff
    assert Notice.objects.first().address == draft.get_absolute_url()


def test_shared_reflections_are_told_to_the_delegations_concerned():
    round = make_round()
    decide(say(round.consultation, round.first), round.presidency)
    say(round.consultation, round.second)
    forget_news()

    share_reflections(round.consultation, actor=round.presidency)

    assert told("reflections_shared") == addresses(round.first)


def test_the_offices_learn_that_a_delegation_submitted_and_not_a_word_of_it():
    isu, presidency, focal = make_isu(), make_presidency(), make_member()
    consultation = make_consultation(actor=isu)
    forget_news()

    make_submission(consultation, focal, texts=("Secret one.", "Secret two."))

    offices = told("submission_received")
    assert {isu.person.email, presidency.person.email} <= offices
    assert focal.person.email not in offices
    tell_waiting()
    for letter in mail.outbox:
        assert "Secret" not in f"{letter.subject} {letter.body} {letter.alternatives}"
    ours = next(letter for letter in mail.outbox if letter.to == [isu.person.email])
    assert f"{focal.delegation.name} has made a submission" in ours.body


def test_what_a_colleague_marks_as_ready_is_told_to_those_who_submit_once_in_one_letter():
    focal = make_member()
    deputy = make_member(focal.delegation, role="deputy")
    member = make_member(focal.delegation, role="member")
    make_member()
    consultation = make_consultation()
    forget_news()

    for text in ("One.", "Two."):
        mark_ready(make_comment(consultation, member, text=text), actor=member)
    mark_ready(make_answer(consultation, member), actor=member)
    mark_ready(make_comment(consultation, deputy, text="Three."), actor=deputy)

    assert told("marked_ready") == addresses(focal, deputy)
    tell_waiting()
    letter = next(letter for letter in mail.outbox if letter.to == [focal.person.email])
    assert len(mail.outbox) == 2
    assert "A colleague marked something as ready" in letter.body
    assert "(4 times)" in letter.body
    assert "One." not in letter.body


def test_what_is_refused_or_rolled_back_is_told_to_nobody():
    focal = make_member()
    consultation = make_consultation()
    comment = make_comment(consultation, focal)
    mark_ready(comment, actor=focal)
    forget_news()

    with transaction.atomic():
        submit(consultation, actor=focal, received_at=clock.now())
        transaction.set_rollback(True)

    assert not Submission.objects.exists()
    assert not Notice.objects.exists()
    assert not Letter.objects.exists()
    assert not DBTaskResult.objects.exists()
