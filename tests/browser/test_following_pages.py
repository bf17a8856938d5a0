from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from consultations.operations.reflecting import share_reflections
from consultations.operations.remarking import add_remark
from consultations.operations.revising import issue_next_draft
from sections.operations import revise_element
from tests.browser.looking import looking
from tests.builders.desk import decide, make_round, say
from tests.builders.plans import element
from tests.builders.talk import make_consultation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/plans/plan/consultations/1"


@pytest.fixture
def around():
    """A round whose comments were decided on and shared, a remark, and a next draft."""
    around = make_round()
    comment = say(around.consultation, around.first, "Too slow.", proposal="Draw up one at once;")
    decide(comment, around.presidency, "in_part", reply="Thank you.")
    share_reflections(around.consultation, actor=around.presidency)
    add_remark(comment, actor=around.first, text="We asked for more.")
    for words, text in (("Draw up", "Draw up a plan;"), ("Report on", "Report every May;")):
        revise_element(
            element(around.consultation.plan, words),
            actor=around.presidency,
            text=text,
            reason="Asked for",
            based_on=1,
        )
    issue_next_draft(around.consultation.plan, actor=around.presidency, dated=date(2030, 5, 1))
    return around


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_a_delegation_follows_up_remarks_and_searches_without_a_fault(
    chromium, live_server, around, width, scheme
):
    comment = around.consultation.comments.get()
    with looking(chromium, live_server.url, around.first, width=width, scheme=scheme) as person:
        person.look(f"{HERE}/delegation/reflections/")
        person.page.get_by_text("1 other unit").click()
        person.check("what else changed, opened")
        person.look(f"{HERE}/comments/{comment.form_key}/remark/")
        person.look("/search/?plan=plan")
        person.look("/search/?q=slow")
        person.look("/search/?q=x")


def test_what_was_said_before_stands_beside_the_new_words_without_a_fault(
    chromium, live_server, around
):
    draft = around.consultation.plan.drafts.get(number=2)
    talk = make_consultation(draft, actor=around.isu, opens_in=timedelta(), title="Second round")
    uid = draft.units.get(reference="I-A1").uid
    there = f"/plans/plan/consultations/{talk.number}"
    with looking(chromium, live_server.url, around.first, width=360) as person:
        person.look(f"{there}/delegation/")
        person.page.get_by_role("link", name="Comment again").click()
        expect(person.page.get_by_label("Your comment")).to_have_value("Too slow.")
        person.check("the form begun from an earlier comment")
        person.page.get_by_text("What we said before: 1 comment").click()
        person.check("the form with what was said before, opened")
        person.look("/plans/plan/drafts/2/?show=earlier")
        person.look(f"/plans/plan/elements/{uid}/")


def test_following_up_and_searching_need_no_script(chromium, live_server, around):
    with looking(chromium, live_server.url, around.first, javascript=False) as person:
        page = person.page
        page.goto(f"{live_server.url}{HERE}/delegation/reflections/")
        page.get_by_role("link", name="Add a remark").click()
        page.get_by_label("Remark").fill("Please look again.")
        page.get_by_role("button", name="Send to the Presidency").click()
        expect(page.get_by_text("Please look again.")).to_be_visible()

        page.get_by_role("link", name="Search").click()
        page.get_by_label("Words to look for").fill("too SLOW")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name="On I-A1").click()

        expect(page.get_by_text("Too slow.").first).to_be_visible()
