from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from consultations.models import Answer
from consultations.operations.answering import save_answer
from consultations.operations.commenting import discard, mark_ready
from consultations.operations.correcting import withdraw
from consultations.operations.submitting import submit
from lap_portal import clock
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.people import make_isu, make_member, make_presidency
from tests.builders.plans import unit
from tests.builders.talk import make_answer, make_consultation

pytestmark = pytest.mark.django_db

YES_NO, APPROPRIATE, OPEN = "II.a-Q1", "II.a-Q2", "II.a-Q3"


def submitted(consultation, actor, **words):
    answer = mark_ready(make_answer(consultation, actor, **words), actor=actor)
    submit(consultation, actor=actor, received_at=clock.now())
    answer.refresh_from_db()
    return answer


def test_a_delegation_prepares_one_answer_to_a_question():
    consultation, actor = make_consultation(), make_member()
    colleague = make_member(actor.delegation, "member")

    make_answer(consultation, actor, choice="yes")
    make_answer(consultation, colleague, choice="no", text="On reflection, no.")

    answer = Answer.objects.get()
    assert (answer.choice, answer.text) == ("no", "On reflection, no.")


def test_an_answer_that_a_colleague_changed_is_not_overwritten():
    consultation, actor = make_consultation(), make_member()
    first = make_answer(consultation, actor, choice="yes", based_on="")
    make_answer(consultation, actor, choice="no", based_on=first.stamp)

    with pytest.raises(StaleRevision):
        make_answer(consultation, actor, choice="unsure", based_on=first.stamp)

    assert Answer.objects.get().choice == "no"


def test_elements_of_the_section_are_marked_one_by_one():
    consultation, actor = make_consultation(), make_member()
    first, second = (unit(consultation.draft, f"II.a-A{n}") for n in (1, 2))

    make_answer(consultation, actor, APPROPRIATE, marks={first: "appropriate"})
    make_answer(
        consultation, actor, APPROPRIATE, marks={first: "not_appropriate", second: "appropriate"}
    )

    marks = dict(Answer.objects.get().marks.values_list("unit", "mark"))
    assert marks == {first.pk: "not_appropriate", second.pk: "appropriate"}


def test_only_elements_of_the_questions_own_section_are_marked():
    consultation, actor = make_consultation(), make_member()

    for reference in ("I-A1", "II.a-Q1", "II.a"):
        with pytest.raises(RuleViolation, match="own section"):
            make_answer(
                consultation,
                actor,
                APPROPRIATE,
                marks={unit(consultation.draft, reference): "appropriate"},
            )


@pytest.mark.parametrize(
    ("question", "words", "sentence"),
    [
        (YES_NO, {"choice": "both"}, "not one of the answers"),
        (OPEN, {"choice": "yes"}, "not one of the answers"),
        (YES_NO, {"text": " \n"}, "Choose an answer"),
        (OPEN, {"text": "a" * 20_001}, "at most 20,000"),
        ("I-A1", {"text": "a"}, "not a question"),
    ],
)
def test_what_an_answer_cannot_be_is_refused_with_a_sentence(question, words, sentence):
    consultation, actor = make_consultation(), make_member()

    with pytest.raises(RuleViolation, match=sentence):
        make_answer(consultation, actor, question, **words)

    assert not Answer.objects.exists()


def test_marks_belong_to_questions_that_ask_for_them():
    consultation, actor = make_consultation(), make_member()
    action = unit(consultation.draft, "II.a-A1")

    with pytest.raises(RuleViolation, match="element by element"):
        make_answer(consultation, actor, YES_NO, marks={action: "appropriate"})


def test_after_submission_a_new_answer_replaces_the_old():
    consultation, actor = make_consultation(), make_member()
    old = submitted(consultation, actor, choice="yes")

    new = submitted(consultation, actor, choice="no")

    old.refresh_from_db()
    assert (old.state, old.choice) == ("replaced", "yes")
    assert (new.state, new.replaces) == ("submitted", old)


def test_saying_the_same_again_prepares_nothing():
    consultation, actor = make_consultation(), make_member()
    old = submitted(consultation, actor, choice="yes")

    assert make_answer(consultation, actor, choice="yes") == old
    assert Answer.objects.count() == 1


def test_what_was_withdrawn_can_be_answered_anew():
    consultation, actor = make_consultation(), make_member()
    old = submitted(consultation, actor, choice="yes")
    withdraw(old, actor=actor, reason="The capital decided otherwise")

    new = submitted(consultation, actor, choice="yes")

    assert (new.state, new.replaces) == ("submitted", None)


def test_discarding_an_answer_keeps_nothing():
    consultation, actor = make_consultation(), make_member()
    answer = make_answer(
        consultation, actor, APPROPRIATE, marks={unit(consultation.draft, "II.a-A1"): "appropriate"}
    )
    mark_ready(answer, actor=actor)

    discard(answer, actor=actor)

    assert not Answer.objects.exists()
    assert not Answer.history.exists()


def test_only_the_delegation_sees_what_it_prepares():
    consultation, actor = make_consultation(), make_member()
    make_answer(consultation, actor)

    assert Answer.objects.visible_to(actor).exists()
    for reader in (make_member(), make_presidency(), make_isu()):
        assert not Answer.objects.visible_to(reader).exists()


def test_staff_answer_no_question():
    consultation = make_consultation()

    with pytest.raises(PermissionDenied, match="Only a member"):
        save_answer(
            consultation,
            actor=make_presidency(),
            unit=unit(consultation.draft, YES_NO),
            choice="yes",
        )
