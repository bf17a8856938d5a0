import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from consultations.models import Reflection
from consultations.operations.commenting import mark_ready
from consultations.operations.reflecting import record_reflection, share_reflections
from lap_portal.errors import StaleRevision
from tests.builders.desk import decide, make_round, say
from tests.builders.talk import make_comment

pytestmark = pytest.mark.django_db


def test_a_second_decision_supersedes_the_first_and_overwrites_nothing():
    around = make_round()
    comment = say(around.consultation, around.first)
    before = decide(comment, around.presidency, "noted", note="First thoughts")

    after = decide(comment, around.presidency, "reflected", based_on=before.pk)

    before.refresh_from_db()
    assert (before.outcome, before.note) == ("noted", "First thoughts")
    assert before.superseded_at == after.decided_at
    assert comment.reflections.current().get() == after


def test_a_decision_based_on_an_old_one_is_refused_and_writes_nothing():
    around = make_round()
    comment = say(around.consultation, around.first)
    decide(comment, around.presidency)

    with pytest.raises(StaleRevision):
        decide(comment, around.presidency, "noted")

    assert comment.reflections.count() == 1


def test_only_the_presidency_decides():
    around = make_round()
    comment = say(around.consultation, around.first)

    for actor in (around.isu, around.first, around.second):
        with pytest.raises(PermissionDenied):
            decide(comment, actor)


def test_nobody_decides_on_what_was_not_submitted():
    around = make_round(open=True)
    comment = make_comment(around.consultation, around.first)
    mark_ready(comment, actor=around.first)

    with pytest.raises(PermissionDenied):
        decide(comment, around.presidency)


def test_an_unknown_outcome_is_refused():
    around = make_round()
    comment = say(around.consultation, around.first)

    with pytest.raises(ValidationError):
        decide(comment, around.presidency, "ignored")


def test_a_delegation_sees_its_own_decisions_once_shared_and_no_others():
    around = make_round()
    mine = decide(say(around.consultation, around.first), around.presidency)
    theirs = decide(say(around.consultation, around.second), around.presidency)
    before = list(Reflection.objects.visible_to(around.first))

    count = share_reflections(around.consultation, actor=around.presidency)

    assert before == []
    assert count == 2
    assert list(Reflection.objects.visible_to(around.first)) == [mine]
    assert list(Reflection.objects.visible_to(around.second)) == [theirs]
    assert not Reflection.objects.visible_to(around.first).filter(pk=theirs.pk).exists()


def test_a_delegation_keeps_reading_what_was_shared_until_a_newer_decision_is_shared_too():
    around = make_round()
    comment = say(around.consultation, around.first)
    shared = decide(comment, around.presidency, "noted")
    share_reflections(around.consultation, actor=around.presidency)
    newer = decide(comment, around.presidency, "reflected", based_on=shared.pk)
    told = Reflection.objects.latest_for(around.first)

    before = list(told.all())
    staff = list(Reflection.objects.latest_for(around.presidency))
    share_reflections(around.consultation, actor=around.presidency)

    assert before == [shared]
    assert staff == [newer]
    assert list(told.all()) == [newer]
    assert not Reflection.objects.latest_for(around.second).exists()


def test_only_the_decisions_chosen_are_shared():
    around = make_round()
    chosen = decide(say(around.consultation, around.first), around.presidency)
    other = decide(say(around.consultation, around.second), around.presidency)

    share_reflections(around.consultation, actor=around.presidency, reflections=[chosen])

    other.refresh_from_db()
    assert other.shared_at is None


def test_only_the_presidency_shares():
    around = make_round()

    with pytest.raises(PermissionDenied):
        share_reflections(around.consultation, actor=around.isu)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_the_same_moment_one_is_told():
    around = make_round()
    comment = say(around.consultation, around.first)
    start = threading.Barrier(2)
    told = []

    def decide_now(outcome):
        try:
            start.wait()
            record_reflection(comment, actor=around.presidency, outcome=outcome)
        except StaleRevision:
            told.append(outcome)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide_now, args=[o]) for o in ("noted", "reflected")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(told) == 1
    assert comment.reflections.count() == 1
