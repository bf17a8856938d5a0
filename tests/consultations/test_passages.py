"""A passage of the words commented on: found, counted in code points, kept exactly."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from consultations.models import Comment
from consultations.operations.correcting import replace_comment
from lap_portal.errors import RuleViolation
from sections.operations import revise_element
from tests.builders.people import make_member, make_presidency, sign_in
from tests.builders.plans import element, make_draft, make_plan, unit
from tests.builders.talk import make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
HARD = f"{FAMILY} e\u0301t\u00e9 خطة العمل {FAMILY} by all,\nand again by all."


@pytest.fixture
def consultation():
    """A consultation on words that are hard to count."""
    presidency = make_presidency()
    plan = make_plan(presidency)
    revise_element(
        element(plan, "Draw up"), actor=presidency, text=HARD, reason="Harder", based_on=1
    )
    return make_consultation(make_draft(plan, actor=presidency))


@pytest.mark.parametrize(
    "words", [FAMILY + " e\u0301t", "خطة العمل", f"العمل {FAMILY}", "all,\nand", "all, and"]
)
def test_copied_words_that_stand_there_once_are_found(consultation, words):
    comment = make_comment(consultation, make_member(), passage_words=words)

    assert comment.passage == HARD[comment.passage_start : comment.passage_end]
    assert comment.passage.split() == words.split()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("by all", "more than once"),
        (FAMILY, "more than once"),
        ("by nobody", "not what stands"),
        ("خطة  أخرى", "not what stands"),
    ],
)
def test_words_that_are_not_there_or_there_twice_are_refused(client, consultation, words, sentence):
    sign_in(client, make_member())
    address = reverse(
        "consultations:comment_create",
        args=["plan", consultation.number, unit(consultation.draft, "I-A1").uid],
    )

    page = client.post(
        address,
        {
            "form_key": str(uuid4()),
            "place": "on",
            "text": "An hour of work",
            "passage_words": words,
            "language": "en",
        },
    ).content.decode()

    assert sentence in page
    assert "An hour of work" in page
    assert words in page
    assert not Comment.objects.exists()


def test_words_marked_where_they_stand_twice_are_taken_there(consultation):
    start = HARD.rindex("by all")

    comment = make_comment(
        consultation, make_member(), passage=(start, start + 6), passage_words="by all"
    )

    assert comment.passage_start == start


def test_a_passage_is_of_words_and_of_nothing_else(consultation):
    actor = make_member()

    with pytest.raises(RuleViolation, match="Only a comment on the words"):
        make_comment(consultation, actor, place="missing_after", passage_words="all,")
    with pytest.raises(RuleViolation, match="Only a comment on the words"):
        make_comment(consultation, actor, None, passage_words="all,")


def test_the_form_opens_with_a_passage_and_an_emptied_one_is_taken_away(client, consultation):
    sign_in(client, make_member())
    action = unit(consultation.draft, "I-A1")
    address = reverse("consultations:comment_create", args=["plan", 1, action.uid])
    start = HARD.index("خطة")
    form = client.get(f"{address}?start={start}&end={start + 3}").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"text": "Which?"}

    client.post(address, typed)
    client.post(address, typed | {"form_key": str(uuid4()), "passage_words": ""})

    assert sorted(Comment.objects.values_list("passage", flat=True)) == ["", "خطة"]


@pytest.mark.parametrize("query", ["start=5&end=2", "start=0&end=99999", "start=a&end=b", "end=3"])
def test_a_passage_that_lies_nowhere_opens_the_form_without(client, consultation, query):
    sign_in(client, make_member())
    action = unit(consultation.draft, "I-A1")

    page = client.get(
        reverse("consultations:comment_create", args=["plan", 1, action.uid]) + f"?{query}"
    )

    assert page.status_code == 200
    assert not page.context["form"]["passage_words"].value()


def test_the_passage_is_shown_in_the_words_it_was_marked_in(client, consultation):
    actor = make_member()
    comment = make_comment(consultation, actor, passage_words="خطة العمل")
    sign_in(client, actor)

    for page in (
        client.get(reverse("consultations:comment_read", args=["plan", 1, comment.form_key])),
        client.get(reverse("consultations:workspace", args=["plan", 1])),
        client.get(reverse("consultations:element_read", args=["plan", comment.unit.uid])),
    ):
        html = page.content.decode()
        assert "<mark>" in html
        assert "خطة العمل<span" in html


def test_a_replacement_begins_with_the_passage(client, consultation):
    actor = make_member()
    make_submission(consultation, actor)
    comment = Comment.objects.get()
    replaced = replace_comment(
        comment,
        actor=actor,
        form_key=uuid4(),
        reason_for_change="Closer",
        text="Here",
        passage_words="خطة",
    )

    assert replaced.passage == "خطة"
