from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from consultations.models import Answer, Comment, Consultation, Submission, Typed
from consultations.openings import Opening
from consultations.operations.answering import Missing, save_answer_in_place
from consultations.operations.commenting import mark_ready
from consultations.operations.cutting import finish_registration, save_pieces
from consultations.operations.submitting import submit
from consultations.operations.typing import keep_typed
from lap_portal import clock
from lap_portal.errors import RuleViolation
from sections.models import DraftUnit
from tests.builders.people import make_isu, make_member
from tests.builders.plans import make_draft
from tests.builders.registering import begin, register
from tests.builders.talk import make_answer, make_comment, make_consultation

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act returned or raised, all begun at the same moment, each in its own thread."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except RuleViolation as violation:
            return violation
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_a_form_sent_twice_at_once_makes_one_comment():
    consultation, actor, key = make_consultation(), make_member(), uuid4()

    results = at_once(*[lambda: make_comment(consultation, actor, form_key=key, based_on="")] * 4)

    assert Comment.objects.count() == 1
    assert results == [Comment.objects.get()] * 4


def test_of_two_windows_with_different_words_one_is_refused():
    consultation, actor, key = make_consultation(), make_member(), uuid4()

    results = at_once(
        lambda: make_comment(consultation, actor, text="One", form_key=key, based_on=""),
        lambda: make_comment(consultation, actor, text="Two", form_key=key, based_on=""),
    )

    assert sorted(type(result).__name__ for result in results) == ["Comment", "StaleRevision"]
    assert Comment.objects.count() == 1


def test_two_members_who_answer_at_once_make_one_answer():
    consultation, actor = make_consultation(), make_member()
    colleague = make_member(actor.delegation, "member")

    results = at_once(
        lambda: make_answer(consultation, actor, choice="yes", based_on=""),
        lambda: make_answer(consultation, colleague, choice="no", based_on=""),
    )

    assert sorted(type(result).__name__ for result in results) == ["Answer", "StaleRevision"]
    assert Answer.objects.count() == 1


def test_a_list_submitted_twice_at_once_is_one_submission():
    consultation, actor = make_consultation(), make_member()
    listed = [make_comment(consultation, actor, text=str(number)).stamp for number in range(3)]

    results = at_once(
        *[lambda: submit(consultation, actor=actor, received_at=clock.now(), listed=listed)] * 3
    )

    assert results == [Submission.objects.get()] * 3
    assert sorted(Comment.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_a_focal_point_and_a_deputy_who_submit_at_once_share_no_comment():
    consultation, actor = make_consultation(), make_member()
    deputy = make_member(actor.delegation, "deputy")
    for number in range(3):
        mark_ready(make_comment(consultation, actor, text=str(number)), actor=actor)

    results = at_once(
        lambda: submit(consultation, actor=actor, received_at=clock.now()),
        lambda: submit(consultation, actor=deputy, received_at=clock.now()),
    )

    assert sorted(type(result).__name__ for result in results) == ["RuleViolation", "Submission"]
    assert Submission.objects.get().comments.count() == 3


def test_delegations_that_submit_at_once_all_get_their_receipt():
    consultation, actors = make_consultation(), [make_member() for _ in range(4)]
    for actor in actors:
        mark_ready(make_comment(consultation, actor), actor=actor)

    results = at_once(
        *[
            lambda actor=actor: submit(consultation, actor=actor, received_at=clock.now())
            for actor in actors
        ]
    )

    assert all(isinstance(result, Submission) for result in results)
    assert {(result.delegation_id, result.number) for result in results} == {
        (actor.delegation.pk, 1) for actor in actors
    }


def test_what_is_changed_while_it_is_submitted_is_either_changed_or_submitted():
    consultation, actor = make_consultation(), make_member()
    comment = mark_ready(make_comment(consultation, actor), actor=actor)

    at_once(
        lambda: submit(consultation, actor=actor, received_at=clock.now()),
        lambda: make_comment(consultation, actor, text="Changed", form_key=comment.form_key),
    )

    stored = Comment.objects.get()
    assert (stored.state, stored.text) in {
        ("submitted", "This needs a date."),
        ("in_preparation", "Changed"),
    }


def test_of_two_consultations_opened_at_once_one_is_refused():
    draft, isu = make_draft(), make_isu()

    results = at_once(*[lambda: make_consultation(draft, actor=isu)] * 2)

    assert sorted(type(result).__name__ for result in results) == ["Consultation", "RuleViolation"]
    assert Consultation.objects.count() == 1


def test_a_registration_confirmed_twice_at_once_registers_once():
    isu = make_isu()
    consultation, focal = make_consultation(actor=isu), make_member(actor=isu)
    work = begin(consultation, focal.delegation, actor=isu)

    results = at_once(
        *[lambda: finish_registration(work, actor=isu, version=work.version)] * 3,
    )

    assert Submission.objects.count() == 1
    assert results == [Submission.objects.get()] * 3


def test_of_two_officers_saving_at_once_one_is_told():
    isu = make_isu()
    colleague = make_isu()
    consultation, focal = make_consultation(actor=isu), make_member(actor=isu)
    work = begin(consultation, focal.delegation, actor=isu)

    def save(actor, place):
        pieces = [{**piece, "place": place} for piece in work.pieces]
        return save_pieces(work, actor=actor, version=work.version, pieces=pieces)

    results = at_once(lambda: save(isu, "I-A1"), lambda: save(colleague, "I-A2"))

    assert sorted(type(result).__name__ for result in results) == ["NoneType", "StaleRevision"]


def test_an_office_and_its_delegation_at_once_get_two_numbers():
    isu = make_isu()
    consultation, focal = make_consultation(actor=isu), make_member(actor=isu)
    mark_ready(make_comment(consultation, focal), actor=focal)

    at_once(
        lambda: register(consultation, focal.delegation, actor=isu),
        lambda: submit(consultation, actor=focal, received_at=clock.now()),
    )

    assert sorted(Submission.objects.values_list("number", flat=True)) == [1, 2]
    assert sorted(Comment.objects.values_list("number", flat=True)) == [1, 2]


def test_two_devices_that_keep_at_once_lose_nothing():
    consultation, actor = make_consultation(), make_member()
    path = consultation.get_absolute_url()
    one, two = (Opening(actor.person.pk, actor.key, path, key) for key in "ab")

    at_once(
        *[lambda: keep_typed(one, {"text": ["One"]})] * 3,
        *[lambda: keep_typed(two, {"text": ["Two"]})] * 3,
    )

    kept = Typed.objects.values_list("form_key", "fields")
    assert dict(kept) == {"a": {"text": ["One"]}, "b": {"text": ["Two"]}}


def test_an_answer_with_its_proposal_sent_twice_at_once_is_one_of_each():
    consultation, actor, key = make_consultation(), make_member(), uuid4()
    question, place = (consultation.draft.units.get(reference=r) for r in ("II.a-Q3", "II.a-A1"))
    DraftUnit.objects.filter(pk=question.pk).update(answer_shape="missing")
    question.refresh_from_db()

    at_once(
        *[
            lambda: save_answer_in_place(
                consultation,
                actor=actor,
                unit=question,
                missing=Missing(place, "Train them;", "en", key),
                based_on="",
            )
        ]
        * 3
    )

    assert Answer.objects.count() == Comment.objects.count() == 1
