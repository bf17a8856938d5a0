import pytest
from playwright.sync_api import expect

from consultations.operations.declaring import declare
from tests.browser.looking import looking
from tests.builders.people import make_delegation, make_isu, make_member
from tests.builders.registering import register
from tests.builders.talk import make_consultation, make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/plans/plan/consultations/1"


@pytest.fixture
def isu():
    return make_isu()


@pytest.fixture
def focal_point(isu):
    """Six delegations that have come more or less far; the focal point of one that declares."""
    consultation = make_consultation(actor=isu)
    make_submission(consultation, make_member(make_delegation("Spoke", actor=isu), actor=isu))
    register(consultation, make_delegation("By mail", actor=isu), actor=isu)
    make_delegation("Nobody", category="civil_society", actor=isu)
    make_delegation("Far away", mission_email="mission@far.example", actor=isu)
    make_member(
        make_delegation("A State of a long name", regional_group="African States", actor=isu),
        actor=isu,
    )
    member = make_member(make_delegation("Awaits", actor=isu), actor=isu)
    declare(consultation, actor=member, intention="awaiting_capital")
    return member


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (768, "light"), (1440, "dark")])
def test_the_isu_sees_who_takes_part_without_a_fault(
    chromium, live_server, isu, focal_point, width, scheme
):
    with looking(chromium, live_server.url, isu, width=width, scheme=scheme) as person:
        for path in ("/participation/?sort=submitted", "/participation/remind/?all=yes"):
            person.look(f"{HERE}{path}")
            for folded in person.page.locator("main details").all():
                folded.evaluate("each => each.open = true")
            person.check(f"{path}, unfolded")


@pytest.mark.parametrize("width", [360, 1440])
def test_a_delegation_declares_and_anybody_reads_the_guidance(
    chromium, live_server, focal_point, width
):
    with looking(chromium, live_server.url, focal_point, width=width) as person:
        person.look(f"{HERE}/delegation/declaration/")
    with looking(chromium, live_server.url, width=width) as person:
        for language in ("en", "fr", "es"):
            person.look(f"/guidance/{language}/")
            person.look(f"/privacy/{language}/")


def test_the_isu_reminds_those_ticked_without_a_script(chromium, live_server, isu, focal_point):
    with looking(chromium, live_server.url, isu, javascript=False) as person:
        person.page.goto(f"{live_server.url}{HERE}/participation/")
        person.page.get_by_label("Remind Far away").check()
        person.page.get_by_role("button", name="Remind those ticked").click()
        expect(person.page.get_by_text("mission@far.example")).to_be_visible()
        person.page.get_by_role("button", name="Remind 1 delegation").click()
        expect(person.page.get_by_text("1 delegation is being reminded.")).to_be_visible()
