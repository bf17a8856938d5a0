"""How little a mission of one person has to do from the home page to the receipt."""

import pytest
from playwright.sync_api import expect

from consultations.models import Submission
from tests.browser.looking import looking
from tests.builders.people import make_member
from tests.builders.talk import make_consultation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAYS = {
    "beside the words": (4, ["Read the draft and comment", "Comment I-A1"]),
    "on the whole draft": (3, ["Comment on the whole draft"]),
}


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(("clicks", "links"), WAYS.values(), ids=WAYS)
def test_one_field_and_few_clicks_lead_from_home_to_the_receipt(
    chromium, live_server, clicks, links, javascript
):
    make_consultation()
    done = 0
    with looking(chromium, live_server.url, make_member(), javascript=javascript) as person:
        page = person.page
        page.set_default_timeout(6_000)
        page.goto(live_server.url)
        for name in links:
            page.get_by_role("link", name=name).first.click()
            done += 1
        box = page.get_by_label("Your comment")
        box.fill("This needs a date.")
        fields = [box]
        required = page.locator("form[data-keep] :is(input, textarea, select)[required]")
        assert required.count() <= len(fields)
        page.get_by_role("button", name="Save and submit").click()
        done += 1
        page.get_by_role("button", name="Submit officially").click()
        done += 1

        expect(page.get_by_role("heading", name="Receipt of submission 1")).to_be_visible()

    assert (len(fields), done) == (1, clicks)
    assert Submission.objects.get().comments.get().text == "This needs a date."
