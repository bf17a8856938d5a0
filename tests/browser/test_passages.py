"""A passage of the words: marked in the text with scripts, copied into the form without."""

import pytest
from playwright.sync_api import expect

from consultations.models import Comment
from sections.operations import revise_element
from tests.browser.looking import looking
from tests.builders.people import make_member, make_presidency
from tests.builders.plans import element, make_draft, make_plan
from tests.builders.talk import make_consultation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
WORDS = f"{FAMILY} Draw up e\u0301 plan עם מספר 12 of destruction {FAMILY} within a year;"

# Marks the n-th place of some words beside a unit, as a person does with a pointer.
MARK = """([uid, words]) => {
    const box = document.querySelector(`#${uid} .unit-words`);
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + words.length);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return;
    }
    throw new Error("not there");
}"""


@pytest.fixture
def scene():
    """An open consultation on words with all that is hard to count, and somebody who speaks."""
    presidency = make_presidency()
    plan = make_plan(presidency)
    revise_element(
        element(plan, "Draw up"), actor=presidency, text=WORDS, reason="Harder", based_on=1
    )
    return make_consultation(make_draft(plan, actor=presidency)), make_member()


def unit_of(consultation, reference="I-A1"):
    return consultation.draft.units.get(reference=reference)


@pytest.mark.parametrize(
    "passage", ["of destruction", "עם מספר 12", f"destruction {FAMILY} within"]
)
def test_a_marked_passage_is_counted_as_the_server_counts(chromium, live_server, scene, passage):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = person.page
        page.goto(live_server.url + consultation.draft.get_absolute_url())
        page.evaluate(MARK, [unit_of(consultation).uid, passage])
        page.get_by_role("button", name="Comment on this passage").click()
        expect(page.get_by_label("The words you speak of")).to_have_value(passage)
        person.check("the form on a passage")
        page.get_by_label("Your comment").fill("Which one?")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("The comment was saved").wait_for()

        expect(page.locator("mark")).to_contain_text(passage)
        person.check("the comment on a passage")

    comment = Comment.objects.get()
    start = WORDS.index(passage)
    assert (comment.passage, comment.passage_start) == (passage, start)


def test_the_way_of_the_unit_takes_the_passage_and_an_open_form_does_too(
    chromium, live_server, scene
):
    consultation, member = scene
    unit = unit_of(consultation, "para. 2")
    with looking(chromium, live_server.url, member) as person:
        page = person.page
        page.goto(live_server.url + consultation.draft.get_absolute_url())
        page.evaluate(MARK, [unit.uid, "without delay"])
        page.locator(f"#{unit.uid} [data-comment]").click()
        box = page.get_by_label("The words you speak of")
        expect(box).to_have_value("without delay")
        page.evaluate(MARK, [unit.uid, "Stocks"])
        page.get_by_role("button", name="Comment on this passage").click()
        expect(box).to_have_value("Stocks")
        page.get_by_label("Your comment").fill("Which?")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("The comment was saved").wait_for()

    comment = Comment.objects.get()
    words = unit.revision.text
    assert words[comment.passage_start : comment.passage_end] == comment.passage == "Stocks"


def test_marking_over_two_units_offers_no_passage(chromium, live_server, scene):
    consultation, member = scene
    first, second = unit_of(consultation, "I-A2"), unit_of(consultation, "I-A3")
    with looking(chromium, live_server.url, member) as person:
        page = person.page
        page.goto(live_server.url + consultation.draft.get_absolute_url())
        page.evaluate(
            """([a, b]) => {
                const words = (uid) => document.querySelector(`#${uid} .unit-words`).firstChild;
                getSelection().setBaseAndExtent(words(a), 0, words(b), 5);
            }""",
            [first.uid, second.uid],
        )

        expect(page.get_by_role("button", name="Comment on this passage")).to_be_hidden()


def test_without_scripts_one_copies_the_passage_and_it_is_found(chromium, live_server, scene):
    consultation, member = scene
    with looking(chromium, live_server.url, member, javascript=False) as person:
        page = person.page
        page.goto(live_server.url + consultation.draft.get_absolute_url())
        page.locator(f"#{unit_of(consultation).uid} [data-comment]").click()
        page.get_by_text("A passage of the words only").click()
        page.get_by_label("The words you speak of").fill("of destruction")
        page.get_by_label("Your comment").fill("Which one?")
        page.get_by_role("button", name="Save", exact=True).click()

        expect(page.locator("mark")).to_contain_text("of destruction")
