"""The forms in which one speaks, in a real browser: nothing typed is lost, or shown to another."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from consultations.models import Comment
from tests.browser.looking import looking, open_form
from tests.builders.people import make_member, sign_in
from tests.builders.talk import make_comment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "An hour of work"


def test_words_come_back_after_reloading_and_go_when_they_are_saved(chromium, live_server, scene):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = open_form(person, consultation)
        page.get_by_label("Your comment").fill(WORDS)

        page = open_form(person, consultation)
        expect(page.get_by_label("Your comment")).to_have_value(WORDS)
        expect(page.get_by_text("It is not saved yet")).to_be_visible()
        person.check("the form with words brought back")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("The comment was saved").wait_for()
        page = open_form(person, consultation)

        expect(page.get_by_label("Your comment")).to_have_value("")


def test_words_come_back_after_the_session_ended(chromium, live_server, scene, client):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = open_form(person, consultation)
        page.get_by_label("Your comment").fill(WORDS)
        Session.objects.all().delete()
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url("**/accounts/login/**")
        session = sign_in(client, member).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + page.url.partition("next=")[2])

        expect(page.get_by_label("Your comment")).to_have_value(WORDS)
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("The comment was saved").wait_for()

    assert Comment.objects.get().text == WORDS


def test_a_form_asked_for_after_the_session_ended_leads_to_signing_in(chromium, live_server, scene):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = person.page
        page.goto(live_server.url + consultation.draft.get_absolute_url())
        Session.objects.all().delete()
        page.locator("[data-comment]").first.click()

        page.wait_for_url("**/accounts/login/**")


def test_another_person_in_the_same_tab_finds_no_words(chromium, live_server, scene, client):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = open_form(person, consultation)
        page.get_by_label("Your comment").fill(WORDS)
        session = sign_in(client, make_member()).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = open_form(person, consultation)

        expect(page.get_by_label("Your comment")).to_have_value("")
        assert WORDS not in page.evaluate("JSON.stringify(sessionStorage)")


def test_something_missing_begins_with_an_empty_box_and_the_words_come_back(
    chromium, live_server, scene
):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = open_form(person, consultation)
        words = consultation.draft.units.get(reference="I-A1").revision.text
        box = page.get_by_label("Proposed wording")
        page.get_by_text("Propose wording").click()
        expect(box).to_have_value(words)
        page.get_by_label("Something missing after them").check()
        expect(box).to_have_value("")
        expect(page.get_by_text("The words that should stand here.")).to_be_visible()
        page.get_by_label("A comment on these words").check()

        expect(box).to_have_value(words)
        expect(page.get_by_text("Change them to propose others")).to_be_visible()


def test_characters_are_counted_as_the_server_counts_them(chromium, live_server, scene):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = open_form(person, consultation)
        page.get_by_label("Your comment").fill("\U0001f30d\nb")

        expect(page.get_by_text("3 of 20,000 characters")).to_be_visible()


def test_cancelling_asks_before_words_are_lost(chromium, live_server, scene):
    consultation, member = scene
    with looking(chromium, live_server.url, member) as person:
        page = open_form(person, consultation)
        page.get_by_label("Your comment").fill(WORDS)
        asked = []
        page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        page.get_by_role("link", name="Cancel").click()
        expect(page.get_by_label("Your comment")).to_have_value(WORDS)
        page.once("dialog", lambda dialog: dialog.accept())
        page.get_by_role("link", name="Cancel").click()

        expect(page.locator(".unit-say textarea")).to_have_count(0)
        assert asked
        assert WORDS not in page.evaluate("JSON.stringify(sessionStorage)")


def test_what_is_to_be_submitted_is_printed(chromium, live_server, scene):
    consultation, member = scene
    make_comment(consultation, member, text=WORDS)
    with looking(chromium, live_server.url, member) as person:
        page = person.page
        page.goto(live_server.url + consultation.get_absolute_url() + "delegation/submit/")
        page.emulate_media(media="print")

        expect(page.get_by_text(WORDS)).to_be_visible()
        expect(page.get_by_role("button", name="Submit officially")).to_be_hidden()
