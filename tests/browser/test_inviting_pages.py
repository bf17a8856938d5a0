import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import looking
from tests.builders.people import make_delegation, make_isu

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/delegations/invitations/"
TEXT = "Freedonia; m@free.example\nSylvania; nowhere\nRuritania; r@r.example; deputy\n"


@pytest.fixture
def isu():
    isu = make_isu()
    for name in ("Freedonia", "Sylvania", "United Provinces of Andelusia and the Islands"):
        address = f"{name.split()[0].lower()}@mission.example"
        make_delegation(name, mission_email=address, actor=isu)
    return isu


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_the_isu_invites_from_a_list_sends_again_and_notes_what_came_back(
    chromium, live_server, isu, javascript, width, scheme
):
    with looking(
        chromium, live_server.url, isu, width=width, scheme=scheme, javascript=javascript
    ) as person:
        page = person.page
        page.goto(f"{live_server.url}{LIST}")
        page.get_by_role("link", name="Invite from a list").click()
        page.get_by_label("List", exact=True).fill(TEXT)
        page.get_by_role("button", name="Check the list").click()
        expect(page.get_by_text("No delegation is called “Ruritania”.")).to_be_visible()
        if javascript:
            person.check("the preview")
        page.get_by_role("button", name="Send 1 invitation").click()
        expect(page.get_by_text("1 invitation was sent.")).to_be_visible()

        page.get_by_role("checkbox", name=re.compile("m@free.example")).check()
        page.get_by_role("button", name="Send again those ticked").click()
        expect(page.get_by_role("checkbox")).to_be_checked()
        if javascript:
            person.check("sending again")
        page.get_by_role("button", name="Send again").click()
        expect(page.get_by_text("earlier codes no longer work")).to_be_visible()

        page.get_by_role("link", name=re.compile("Came back.*m@free.example")).click()
        page.get_by_label("Reason").fill("550 no such mailbox")
        page.get_by_role("button", name="Note that it came back").click()
        expect(page.get_by_text(re.compile("came back on"))).to_be_visible()
        page.get_by_role("link", name="Came back (1)").click()
        page.wait_for_url("**/invitations/?state=*")
        if javascript:
            person.check("the list")
            person.look("/delegations/invitations/send/?fill=missions")
            person.look(f"{LIST}?state=revoked")
