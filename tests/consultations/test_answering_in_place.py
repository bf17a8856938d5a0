"""What a question finds missing is proposed where it is missing, together with the answer."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from consultations.models import Answer, Comment
from consultations.operations.answering import Missing, save_answer_in_place
from lap_portal.errors import RuleViolation
from sections.models import DraftUnit
from tests.builders.people import make_member, sign_in
from tests.builders.plans import unit
from tests.builders.talk import make_consultation

pytestmark = pytest.mark.django_db

WORDS = "Train those who clear;"


@pytest.fixture
def scene(client):
    """An open consultation with a question of what is missing, and somebody who answers."""
    consultation, actor = make_consultation(), make_member()
    DraftUnit.objects.filter(draft=consultation.draft, reference="II.a-Q3").update(
        answer_shape="missing"
    )
    sign_in(client, actor)
    return consultation, actor


def address(consultation):
    question = unit(consultation.draft, "II.a-Q3")
    return reverse("consultations:answer_write", args=["plan", consultation.number, question.uid])


def sent(consultation, **words):
    return {
        "based_on": "",
        "form_key": str(uuid4()),
        "text": "",
        "after": unit(consultation.draft, "II.a-A1").uid,
        "proposal": WORDS,
        **words,
    }


def missing(consultation, reference="II.a-A1", key=None):
    return Missing(unit(consultation.draft, reference), WORDS, "en", key or uuid4())


def test_the_answer_and_the_proposal_are_saved_in_one(client, scene):
    consultation, _actor = scene

    page = client.post(address(consultation), sent(consultation), follow=True)

    comment = Comment.objects.get()
    assert Answer.objects.get().text == WORDS
    assert (comment.place, comment.proposal) == ("missing_after", WORDS)
    assert comment.unit == unit(consultation.draft, "II.a-A1")
    assert "saved as a comment at its place" in page.content.decode()


def test_an_answer_in_words_keeps_its_own_words(client, scene):
    consultation, _actor = scene

    client.post(address(consultation), sent(consultation, text="Training is missing."))

    assert Answer.objects.get().text == "Training is missing."
    assert Comment.objects.get().proposal == WORDS


def test_a_double_click_proposes_once(client, scene):
    consultation, _actor = scene
    typed = sent(consultation)

    client.post(address(consultation), typed)
    client.post(address(consultation), typed)

    assert Comment.objects.count() == Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"after": ""}, "Choose after what these words should stand."),
        ({"proposal": "", "text": "In words"}, "Write the words that should stand there."),
        ({"after": "nowhere"}, "Select a valid choice"),
        ({"form_key": "none"}, "What is missing"),
    ],
)
def test_half_a_proposal_stores_nothing_and_loses_nothing(client, scene, broken, sentence):
    consultation, _actor = scene

    page = client.post(address(consultation), sent(consultation, **broken)).content.decode()

    assert sentence in page
    assert broken.get("text", WORDS) in page
    assert not Answer.objects.exists()
    assert not Comment.objects.exists()


def test_only_a_place_in_the_section_of_such_a_question_is_taken(scene):
    consultation, actor = scene
    asked, other = unit(consultation.draft, "II.a-Q3"), unit(consultation.draft, "II.a-Q1")

    for question, place in ((asked, "I-A1"), (asked, "II.a-Q1"), (other, "II.a-A1")):
        with pytest.raises(RuleViolation, match="element of the section"):
            save_answer_in_place(
                consultation, actor=actor, unit=question, missing=missing(consultation, place)
            )

    assert not Answer.objects.exists()


def test_where_the_proposal_is_refused_the_answer_is_not_saved_either(scene):
    consultation, actor = scene
    question = unit(consultation.draft, "II.a-Q3")
    first = missing(consultation)
    save_answer_in_place(consultation, actor=actor, unit=question, missing=first, text="One")

    with pytest.raises(RuleViolation):
        save_answer_in_place(
            consultation,
            actor=actor,
            unit=question,
            missing=missing(consultation, "II.a-A2", key=first.form_key),
            text="Two",
        )

    assert Answer.objects.get().text == "One"


def test_other_questions_ask_for_no_place(client, scene):
    consultation, _actor = scene
    question = unit(consultation.draft, "II.a-Q1")

    page = client.get(
        reverse("consultations:answer_write", args=["plan", consultation.number, question.uid])
    )

    assert 'name="after"' not in page.content.decode()
