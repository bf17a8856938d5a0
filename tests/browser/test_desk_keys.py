"""The desk by keyboard alone: finding, marking, deciding in a row, and back."""

import pytest
from playwright.sync_api import expect

from consultations.models import Reading
from tests.browser.looking import looking
from tests.builders.desk import make_round, say

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = "/plans/plan/consultations/1/desk/"


def test_comments_are_found_marked_and_decided_by_keys_alone(chromium, live_server):
    around = make_round()
    first, second, third = (
        say(around.consultation, around.first, f"Wish {unit}", unit=unit)
        for unit in ("I-A1", "I-A2", "I-A3")
    )
    with looking(chromium, live_server.url, around.presidency) as person:
        page, keys = person.page, person.page.keyboard
        page.set_default_timeout(15_000)
        page.goto(live_server.url + DESK)
        keys.press("/")
        keys.type("wish jdm")
        assert page.get_by_label("Words, name or number").input_value() == "wish jdm"
        keys.press("Escape")
        page.goto(live_server.url + DESK)
        keys.press("d")
        expect(page.locator(f"#comment-{first.pk}")).to_be_focused()
        keys.press("j")
        keys.press("m")
        expect(page.get_by_text("2 unread by you")).to_be_visible()
        keys.press("k")
        keys.press("d")
        page.wait_for_url("**/reflect/**")
        keys.press("4")
        expect(page.get_by_label("Noted")).to_be_checked()
        keys.press("g")
        page.wait_for_url(f"**/comments/{second.pk}/reflect/**")
        keys.press("n")
        page.wait_for_url(f"**/comments/{third.pk}/reflect/**")
        keys.press("2")
        keys.press("s")
        page.wait_for_url(f"**/desk/**#comment-{third.pk}")
        person.check("the desk")

        assert page.get_by_text("2 of 3 comments handled").is_visible()
        keys.press("?")
        expect(page.locator("#shortcuts")).to_be_visible()

    outcomes = [list(c.reflections.values_list("outcome", flat=True)) for c in (first, third)]
    assert outcomes == [["noted"], ["in_part"]]
    assert set(Reading.objects.values_list("comment", flat=True)) == {
        first.pk,
        second.pk,
        third.pk,
    }
