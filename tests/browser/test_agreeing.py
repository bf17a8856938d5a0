"""Agreeing inside a delegation and submitting, in a real browser, also without scripts."""

import pytest

from consultations.models import Comment, Submission
from consultations.operations.commenting import mark_ready
from consultations.operations.inside import set_clearing, write_note
from tests.browser.looking import looking
from tests.builders.people import make_delegation, make_member
from tests.builders.talk import make_comment, make_consultation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at(consultation, name=""):
    return f"{consultation.get_absolute_url()}delegation/{name}"


@pytest.fixture
def scene():
    """A consultation, a focal point and a colleague, something ready, some States."""
    consultation, focal = make_consultation(), make_member()
    member = make_member(focal.delegation, "member")
    for name in ("Côte Nord", "Plateau", "Seaside"):
        make_delegation(name)
    for number in (1, 2):
        mark_ready(make_comment(consultation, member, f"I-A{number}"), actor=member)
    comment = make_comment(consultation, member, "I-A3")
    write_note(consultation, actor=member, about=comment, text="Ask the lawyers first.")
    write_note(consultation, actor=member, text="The ambassador reads on Friday.")
    return consultation, focal, member


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_agreeing_and_submitting_are_sound(
    chromium, live_server, scene, width, scheme
):
    consultation, focal, _member = scene
    set_clearing(actor=focal, clears=True)
    comment = Comment.objects.filter(state="ready").first()
    with looking(chromium, live_server.url, focal, width=width, scheme=scheme) as person:
        for name in (
            "",
            "submit/",
            "no-comments/",
            "notes/write/",
            f"comment/{comment.form_key}/return/",
        ):
            person.look(at(consultation, name))
        person.look(f"{consultation.get_absolute_url()}comment/")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_focal_point_submits_one_of_two_for_a_group(chromium, live_server, scene, javascript):
    consultation, focal, _member = scene
    with looking(chromium, live_server.url, focal, javascript=javascript) as person:
        page = person.page
        person.page.goto(live_server.url + at(consultation, "submit/"))
        page.locator("[name=listed]").nth(1).uncheck()
        page.get_by_text("On behalf of a group").click()
        page.get_by_label("On behalf of", exact=True).fill("The Friends")
        if javascript:
            page.get_by_label("Find a State").fill("cote")
            assert page.locator(".pick-list .form-check:visible").count() == 1
        page.get_by_label("Côte Nord").check()
        if javascript:
            person.check("the page of submitting, open")
        page.get_by_role("button", name="Submit officially").click()
        page.get_by_role("heading", name="Receipt of submission 1").wait_for()
        if javascript:
            person.check("the receipt")

    submission = Submission.objects.get()
    assert submission.comments.count() == 1
    assert submission.associations.get().delegation.name == "Côte Nord"


def test_one_person_submits_with_one_list_and_one_button(chromium, live_server):
    consultation, actor = make_consultation(), make_member()
    make_comment(consultation, actor)
    with looking(chromium, live_server.url, actor) as person:
        page = person.page
        person.look(at(consultation))
        page.get_by_role("link", name="Submit 1 contribution").click()
        page.get_by_role("button", name="Submit officially").click()
        page.get_by_role("heading", name="Receipt of submission 1").wait_for()
        person.check("the receipt")
