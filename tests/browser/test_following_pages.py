from datetime import date

import pytest

from consultations.operations.reflecting import share_reflections
from consultations.operations.remarking import add_remark
from consultations.operations.revising import issue_next_draft
from sections.operations import revise_element
from tests.browser.looking import looking
from tests.builders.desk import decide, make_round, say
from tests.builders.plans import element

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


def test_following_up_and_searching_need_no_script(chromium, live_server, around):
    with looking(chromium, live_server.url, around.first, javascript=False) as person:
        page = person.page
        page.goto(f"{live_server.url}{HERE}/delegation/reflections/")
        page.get_by_role("link", name="Add a remark").click()
        page.get_by_label("Remark").fill("Please look again.")
        page.get_by_role("button", name="Send to the Presidency").click()
        assert page.get_by_text("Please look again.").is_visible()

        page.get_by_role("link", name="Search").click()
        page.get_by_label("Words to look for").fill("too SLOW")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name="On I-A1").click()

        assert page.get_by_text("Too slow.").first.is_visible()
