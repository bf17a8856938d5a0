"""What is typed while somebody else is faster: shown beside what stands, and saved on purpose."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from lap_portal.errors import RuleViolation, StaleRevision
from sections.operations import (
    delete_element,
    merge_elements,
    reshape_question,
    revise_card,
    revise_element,
)
from tests.builders.people import make_presidency, sign_in
from tests.builders.plans import element, make_plan

pytestmark = pytest.mark.django_db

FASTER = "Draw up a plan of destruction within six months;"
CARD = {
    "who_acts": "States Parties",
    "measure": "",
    "time_frame": "By April",
    "source_of_information": "Reports",
}


@pytest.fixture
def actor():
    return make_presidency()


@pytest.fixture
def plan(actor, client):
    sign_in(client, actor)
    return make_plan(actor)


def typed(response):
    """What the page's form would send if nothing were changed."""
    return {field.html_name: field.value() for field in response.context["form"]}


def address(item, act):
    return f"/plans/plan/elements/{item.uid}/{act}/"


def tells(response, actor, reason):
    """Whether a page answers that somebody was faster, and says once who and why."""
    words = f"Changed by {actor.person.name}, "
    return (
        response.status_code == HTTPStatus.CONFLICT
        and response.text.count(words) == 1
        and f": “{reason}”." in response.text.partition(words)[2][:100]
    )


def reword(item, actor, text=FASTER):
    revise_element(item, actor=actor, text=text, reason="Sooner", based_on=1)


def test_a_late_split_shows_both_texts_and_is_saved_by_a_second_press(client, actor, plan):
    item = element(plan, "Draw up")
    page = address(item, "split")
    mine = {**typed(client.get(page)), "text": "Draw up a plan;\n---\nOf destruction;"}
    reword(item, actor)

    late = client.post(page, {**mine, "reason": "Two acts"})
    saved = client.post(page, typed(late))

    assert tells(late, actor, "Sooner")
    assert FASTER in late.text
    assert "Of destruction;" in typed(late)["text"]
    assert typed(late)["based_on"] == "2"
    assert {"added", "removed"} <= {span.change for span in late.context["spans"]}
    assert saved.status_code == 302
    assert element(plan, "Of destruction;")


@pytest.mark.parametrize("which", ["first", "second"])
def test_a_late_merge_shows_both_texts_and_is_saved_by_a_second_press(client, actor, plan, which):
    first, second = element(plan, "Recall"), element(plan, "Note how")
    page = f"{address(first, 'merge')}?second={second.uid}"
    mine = {**typed(client.get(page)), "text": "Recall and note;", "reason": "One thought"}
    reword(first if which == "first" else second, actor, "Faster words;")

    late = client.post(page, mine)
    saved = client.post(page, typed(late))

    assert tells(late, actor, "Sooner")
    revisions = (typed(late)["based_on"], typed(late)["second_based_on"])
    assert revisions == (("2", "1") if which == "first" else ("1", "2"))
    assert "Faster words;" in late.text
    assert typed(late)["text"] == "Recall and note;"
    assert late.context["spans"]
    assert saved.status_code == 302
    assert element(plan, "Recall and note;").uid == first.uid


def test_words_typed_for_a_merge_come_back_where_the_second_has_left_the_text(client, actor, plan):
    first, second = element(plan, "Recall"), element(plan, "Note how")
    page = f"{address(first, 'merge')}?second={second.uid}"
    mine = {**typed(client.get(page)), "text": "Recall and note;", "reason": "One thought"}
    delete_element(second, actor=actor, reason="Not needed")

    late = client.post(page, mine)

    assert late.status_code == HTTPStatus.FORBIDDEN
    assert "deleted from the text" in late.text
    assert typed(late)["text"] == "Recall and note;"


def test_a_late_card_shows_both_cards_and_is_saved_by_a_second_press(client, actor, plan):
    item = element(plan, "Draw up")
    page = address(item, "card/revise")
    mine = {**typed(client.get(page)), "who_acts": "The Presidency", "reason": "Mine"}
    revise_card(item, actor=actor, based_on=0, reason="Faster", **CARD)

    late = client.post(page, {n: "" if v is None else v for n, v in mine.items()})
    saved = client.post(page, typed(late))

    assert tells(late, actor, "Faster")
    standing = {name: words for name, words, _spans in late.context["lines"]}
    assert standing["By when"] == "By April"
    assert typed(late)["who_acts"] == "The Presidency"
    assert typed(late)["based_on"] == "1"
    assert saved.status_code == 302
    item.refresh_from_db()
    assert (item.current_card.number, item.current_card.who_acts) == (2, "The Presidency")


def test_a_late_shape_says_which_one_was_chosen_and_is_saved_by_a_second_press(client, actor, plan):
    question = element(plan, "Is there value")
    page = address(question, "question/reshape")
    mine = {**typed(client.get(page)), "shape": "open", "reason": "Broader"}
    reshape_question(question, actor=actor, shape="missing", reason="Faster")

    late = client.post(page, mine)
    saved = client.post(page, typed(late))

    assert tells(late, actor, "Faster")
    assert "What is missing" in late.text.partition('class="notice notice-warning"')[2]
    assert (typed(late)["shape"], typed(late)["based_on"]) == ("open", "missing")
    assert saved.status_code == 302
    assert plan.elements.get(pk=question.pk).question.shape == "open"


def test_a_shape_based_on_an_old_one_is_refused_and_changes_nothing(actor, plan):
    question = element(plan, "Is there value")
    reshape_question(question, actor=actor, shape="missing", reason="Faster")

    with pytest.raises(StaleRevision):
        reshape_question(question, actor=actor, shape="open", reason="x", based_on="yes_no")

    assert plan.elements.get(pk=question.pk).question.shape == "missing"


def test_the_shape_that_somebody_else_chose_too_is_simply_there_already(actor, plan):
    question = element(plan, "Is there value")
    reshape_question(question, actor=actor, shape="open", reason="Faster")

    with pytest.raises(RuleViolation, match="in this shape already"):
        reshape_question(question, actor=actor, shape="open", reason="x", based_on="yes_no")


def test_a_refusal_that_is_not_about_being_late_compares_nothing(client, plan):
    item = element(plan, "Draw up")

    answer = client.post(
        address(item, "split"), {"text": "Only one part", "based_on": 1, "reason": "x"}
    )

    assert "at least two parts" in answer.text
    assert answer.context["spans"] is None


def test_a_merge_based_on_an_old_second_is_refused(actor, plan):
    first, second = element(plan, "Recall"), element(plan, "Note how")
    reword(second, actor, "Other words;")

    with pytest.raises(StaleRevision):
        merge_elements(
            first,
            actor=actor,
            second=second,
            text="Both",
            reason="x",
            based_on=1,
            second_based_on=1,
        )
