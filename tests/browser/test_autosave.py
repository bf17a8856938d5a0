"""What is typed is kept on the server, in a real browser, whatever becomes of page and line."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from consultations.models import Comment, Typed
from tests.browser.looking import looking, open_form
from tests.builders.people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "An hour of work"


def expect_saved(page):
    page.locator("[data-kept-state]", has_text=re.compile("^Saved ")).wait_for()


def enter_again(page, client, member, live_server):
    session = sign_in(client, member).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def test_the_form_says_when_it_was_saved_and_another_device_brings_it_back(
    chromium, live_server, scene
):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = open_form(person, consultation)
        page.get_by_label("Your comment").fill(WORDS)
        expect_saved(page)
        state = page.locator("[data-kept-state]")
        assert state.get_attribute("aria-live") == "polite"
        person.check("the form with its state")
    with looking(chromium, live_server.url, member, width=360) as elsewhere:
        page = open_form(elsewhere, consultation)

        expect(page.get_by_label("Your comment")).to_have_value(WORDS)
        expect(page.locator("[data-typed]")).to_contain_text("It is not saved yet.")
        elsewhere.check("the form with words from another device")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("The comment was saved").wait_for()

    assert Comment.objects.get().text == WORDS
    assert not Typed.objects.exists()


def test_two_tabs_keep_both_words_and_one_picks(chromium, live_server, scene):
    consultation, member = scene
    with (
        looking(chromium, live_server.url, member) as one,
        looking(chromium, live_server.url, member) as two,
    ):
        first, second = open_form(one, consultation), open_form(two, consultation)
        first.get_by_label("Your comment").fill("First words")
        expect_saved(first)
        second.get_by_label("Your comment").fill("Second words")
        expect_saved(second)
        page = open_form(one, consultation)
        expect(page.get_by_label("Your comment")).to_have_value("Second words")
        one.check("the choice between two")
        page.locator("[data-typed] li a").click()

        expect(page.get_by_label("Your comment")).to_have_value("First words")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("The comment was saved").wait_for()
        second.get_by_role("button", name="Save", exact=True).click()
        second.get_by_text("The comment was saved").wait_for()

    assert set(Comment.objects.values_list("text", flat=True)) == {"First words", "Second words"}
    assert not Typed.objects.exists()


def test_one_starts_afresh_and_nothing_comes_back(chromium, live_server, scene):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = open_form(person, consultation)
        page.get_by_label("Your comment").fill(WORDS)
        expect_saved(page)
        page = open_form(person, consultation)
        page.get_by_role("button", name="Delete it and start afresh").click()
        page.get_by_text("What you had typed here was deleted.").wait_for()

        expect(page.get_by_label("Your comment")).to_have_value("")

    assert not Typed.objects.exists()


def test_cancelling_forgets_on_the_server_too(chromium, live_server, scene):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = open_form(person, consultation)
        page.get_by_label("Your comment").fill(WORDS)
        expect_saved(page)
        page.once("dialog", lambda dialog: dialog.accept())
        with page.expect_response("**/typed/forget/"):
            page.get_by_role("link", name="Cancel").click()
        page = open_form(person, consultation)

        expect(page.get_by_label("Your comment")).to_have_value("")

    assert not Typed.objects.exists()


def test_without_a_line_the_browser_keeps_and_tries_again(chromium, live_server, scene):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = open_form(person, consultation)
        page.route("**/typed/", lambda route: route.abort("internetdisconnected"))
        page.get_by_label("Your comment").fill(WORDS)
        page.get_by_text("Not saved: no connection.").wait_for()
        assert not Typed.objects.exists()
        page.unroute("**/typed/")
        page.evaluate("dispatchEvent(new Event('online'))")
        expect_saved(page)
        person.complaints.clear()

    assert Typed.objects.get().fields["text"] == [WORDS]


def test_words_the_line_never_carried_come_back_in_the_tab(chromium, live_server, scene):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = open_form(person, consultation)
        page.on("dialog", lambda dialog: dialog.accept())
        page.route("**/typed/", lambda route: route.abort("internetdisconnected"))
        page.get_by_label("Your comment").fill(WORDS)
        page.get_by_text("Not saved: no connection.").wait_for()
        page.unroute("**/typed/")
        page = open_form(person, consultation)

        expect(page.get_by_label("Your comment")).to_have_value(WORDS)
        expect_saved(page)
        person.complaints.clear()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_save_after_the_session_ended_brings_the_words_back(
    chromium, live_server, scene, client, javascript
):
    consultation, member = scene
    with looking(chromium, live_server.url, member, javascript=javascript) as person:
        page = person.page
        page.goto(live_server.url + consultation.draft.get_absolute_url())
        page.locator("[data-comment]").nth(2).click()
        page.get_by_label("Your comment").fill(WORDS)
        Session.objects.all().delete()
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url("**/accounts/login/**")
        expect(page.get_by_text("What you typed is kept")).to_be_visible()
        enter_again(page, client, member, live_server)
        page.goto(live_server.url + page.url.partition("next=")[2])

        expect(page.get_by_label("Your comment")).to_have_value(WORDS)
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("The comment was saved").wait_for()

    assert Comment.objects.get().text == WORDS
    assert not Typed.objects.exists()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_token_changed_in_another_tab_loses_no_word(chromium, live_server, scene, javascript):
    consultation, member = scene
    with looking(chromium, live_server.url, member, javascript=javascript) as person:
        page = person.page
        page.goto(live_server.url + consultation.draft.get_absolute_url())
        page.locator("[data-comment]").nth(2).click()
        page.get_by_label("Your comment").fill(WORDS)
        page.context.add_cookies([{"name": "csrftoken", "value": "a" * 32, "url": live_server.url}])
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("link", name="Open the form with my words in it").click()

        expect(page.get_by_label("Your comment")).to_have_value(WORDS)
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("The comment was saved").wait_for()
        person.complaints.clear()

    assert Comment.objects.get().text == WORDS


def test_a_double_click_and_going_back_make_one_comment(chromium, live_server, scene):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = open_form(person, consultation)
        page.get_by_label("Your comment").fill(WORDS)
        page.get_by_role("button", name="Save", exact=True).dblclick()
        page.get_by_text("The comment was saved").wait_for()
        page.go_back()
        page.wait_for_load_state("networkidle")

    assert Comment.objects.get().text == WORDS
    assert not Typed.objects.exists()


def test_an_answer_is_kept_while_it_is_typed(chromium, live_server, scene):
    consultation, member = scene
    question = consultation.draft.units.get(reference="II.a-Q1")
    address = f"{consultation.get_absolute_url()}questions/{question.uid}/"
    with looking(chromium, live_server.url, member) as person:
        page = person.page
        person.look(address)
        page.locator("textarea[name=text]").fill(WORDS)
        expect_saved(page)
    with looking(chromium, live_server.url, member) as elsewhere:
        elsewhere.look(address)

        expect(elsewhere.page.locator("textarea[name=text]")).to_have_value(WORDS)


@pytest.mark.parametrize("name", ["Comment on the whole draft", "Comment on this section"])
def test_the_whole_draft_and_a_section_are_commented_on_without_leaving_the_page(
    chromium, live_server, scene, name
):
    consultation, member = scene
    heading = consultation.draft.units.get(reference="I")
    section = heading.section_uids.rstrip("/").split("/")[-1]
    with looking(chromium, live_server.url, member) as person:
        page = person.page
        page.goto(f"{live_server.url}/plans/plan/sections/{section}/")
        before = page.url
        page.get_by_role("link", name=name).click()
        page.get_by_label("Your comment").fill(WORDS)
        assert page.url == before
        person.check(name)
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("The comment was saved").wait_for()

    assert Comment.objects.get().place == ("draft" if "whole" in name else "section")
