"""The Presidency's whole task without a mouse: thirty comments become a draft and its replies."""

import re

import pytest
from playwright.sync_api import expect

from consultations.models import Point, Reflection
from sections.models import ElementRevision
from tests.browser.looking import looking
from tests.builders.desk import make_round, say
from tests.builders.people import make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/plans/plan/consultations/1"
SPEAKERS = ["Alder", "Birch", "Cedar"]
COMMENTED = ["para. 1", "para. 2", "para. 3", "I-C1", "I-C2"]
COMMENTED += ["I-A1", "I-A2", "I-A3", "II.a-A1", "II.a-A2"]
PROPOSED = {
    "Alder on I-A1": "Draw up a plan of destruction within half a year;",
    "Birch on I-A1": "Draw up a national plan of destruction within a year;",
}
BOTH = "Draw up a national plan of destruction within half a year;"
WITHIN_REACH = 30  # Stops of the Tab key; what stands further wants a key of its own.


def comment_thirty_times(around):
    speakers = [around.first, around.second, make_member(actor=around.isu)]
    for reference in COMMENTED:
        for name, speaker in zip(SPEAKERS, speakers, strict=True):
            words = f"{name} on {reference}"
            proposal = PROPOSED.get(words, "")
            say(around.consultation, speaker, words, unit=reference, proposal=proposal)


def reach(page, role, name):
    sought = page.get_by_role(role, name=re.compile(f"^{re.escape(name)}")).first
    for _ in range(WITHIN_REACH):
        if sought.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"“{name}” is more than {WITHIN_REACH} stops away")


def press(page, keys, then):
    for key in keys.split():
        page.keyboard.press(key)
    page.wait_for_url(then)


def choose(page, role, name, then):
    reach(page, role, name)
    press(page, "Enter", then)


def decide_on_all(page):
    press(page, "d d", "**/reflect/")
    for left in reversed(range(30)):
        here, words = page.url, page.locator(".spoken").first.inner_text()
        page.keyboard.press("2" if words in PROPOSED else "4")
        if words in PROPOSED:
            reach(page, "textbox", "Reply to the delegation")
            page.keyboard.type(f"Thank you, {words}.")
            page.keyboard.press("Escape")
        press(page, "g" if left else "s", lambda now, here=here: now != here)
    expect(page.get_by_text("30 of 30 comments handled")).to_be_visible()


def find(page, words):
    page.keyboard.press("/")
    page.keyboard.type(words)
    press(page, "Enter", "**/desk/?*q=*")


def write_points(page, count):
    for number in range(count):
        press(page, "j w" if number else "w w", "**/points/create/**")
        page.keyboard.press("w")
        page.keyboard.type(f"It was suggested, {number}.")
        press(page, "Escape s", "**/synthesis/**#point-*")


def take_two_proposals(page):
    press(page, "d d", "**/reflect/**")
    press(page, "e", "**/revise/?take=*")
    choose(page, "link", "All proposed wordings", "**/proposals/")
    for number in (1, 2):
        reach(page, "checkbox", f"Take proposal {number}")
        page.keyboard.press("Space")
    choose(page, "button", "Take what is ticked", "**/revise/?take=*&take=*")
    expect(page.get_by_label("Wording")).to_have_value(BOTH)
    reach(page, "textbox", "Reason")
    page.keyboard.type("The two fit together.")
    press(page, "Escape s", re.compile(r"/elements/[^/]+/$"))


def issue_with_replies(page):
    choose(page, "link", "A small plan", "**/plans/plan/")
    choose(page, "link", "Issue the next draft", "**/drafts/issue/")
    reach(page, "textbox", "What changed and why")
    page.keyboard.type("As discussed.")
    reach(page, "checkbox", "Send with it")
    page.keyboard.press("Space")
    choose(page, "button", "Issue the draft", "**/drafts/2/")


def finds_its_own_alone(page, name):
    expect(page.get_by_text(f"{name} on I-A1", exact=True)).to_be_visible()
    expect(page.get_by_text(f"Thank you, {name} on I-A1.")).to_be_visible()
    expect(page.get_by_text("among those that prompted a new wording")).to_have_count(1)
    expect(page.locator("ins", has_text="national").last).to_be_visible()
    assert set(re.findall("|".join(SPEAKERS), page.content())) == {name}


def test_thirty_comments_become_a_draft_and_its_replies_by_keyboard_alone(chromium, live_server):
    around = make_round()
    comment_thirty_times(around)
    with looking(chromium, live_server.url, around.presidency) as person:
        page = person.page
        page.goto(f"{live_server.url}{HERE}/desk/")
        decide_on_all(page)
        find(page, "on I-")
        write_points(page, 5)
        person.check("the workbench")
        press(page, "u", "**/desk/")
        find(page, "on I-A1")
        take_two_proposals(page)
        issue_with_replies(page)

    assert Reflection.objects.values("comment").distinct().count() == 30
    assert [point.sources.count() for point in Point.objects.all()] == [1] * 5
    assert ElementRevision.objects.get(text=BOTH).prompts.count() == 2
    for name, actor in (("Alder", around.first), ("Birch", around.second)):
        with looking(chromium, live_server.url, actor) as person:
            person.look(f"{HERE}/delegation/reflections/")
            finds_its_own_alone(person.page, name)
