import pytest
from playwright.sync_api import expect

from sections.operations.holding import hold_section, note_presence
from tests.browser.looking import looking
from tests.builders.desk import make_round
from tests.builders.people import make_presidency
from tests.builders.words import propose, spoken_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOONER = "Draw up a plan of destruction within half a year;"
NATIONAL = "Draw up a national plan of destruction within a year;"


@pytest.mark.parametrize("javascript", [True, False])
def test_two_proposals_are_taken_into_the_editor_beside_somebody_else(
    chromium, live_server, javascript
):
    around, other = make_round(), make_presidency()
    for words in (SOONER, NATIONAL):
        propose(around, around.first, words)
    found = spoken_of(around)
    hold_section(found.section, actor=other)
    note_presence(found, actor=other)
    with looking(
        chromium, live_server.url, around.presidency, width=360, javascript=javascript
    ) as person:
        page = person.page
        page.goto(f"{live_server.url}/plans/plan/elements/{found.uid}/proposals/")
        for number in (1, 2):
            page.get_by_label(f"Take proposal {number}").check()
        if javascript:
            person.check("proposals")
        page.get_by_role("button", name="Take what is ticked").click()
        expect(page.get_by_label("Wording")).to_have_value(
            "Draw up a national plan of destruction within half a year;"
        )
        here = page.get_by_text(f"{other.person.name} has this page open too")
        expect(here).to_have_count(1 if javascript else 0)
        expect(page.get_by_text("You can change it all the same")).to_be_visible()
        if javascript:
            person.check("revise")
