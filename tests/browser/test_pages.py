import pytest
from playwright.sync_api import expect

from consultations.operations.commenting import mark_ready
from sections.operations import revise_element
from tests.browser.looking import WIDTHS, looking
from tests.builders.people import make_member, make_presidency
from tests.builders.plans import element, make_draft, make_plan
from tests.builders.talk import make_comment, make_consultation, make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OWN = ("/accounts/2fa/", "/accounts/preferences/", "/plans/plan/consultations/1/")


@pytest.fixture
def scene():
    """Two drafts, an open consultation on the second, and something said about it."""
    presidency, member = make_presidency(), make_member()
    plan = make_plan(presidency)
    make_draft(plan, actor=presidency, circulation="public", designation="Zero draft")
    revise_element(
        element(plan, "Draw up"),
        actor=presidency,
        text="Draw up a plan of destruction within six months;",
        reason="Sooner",
        based_on=1,
    )
    consultation = make_consultation(make_draft(plan, actor=presidency))
    make_submission(consultation, member)
    mark_ready(make_comment(consultation, member, "I-A2", proposal="Report yearly;"), actor=member)
    unit = consultation.draft.units.get(reference="I-A1")
    heading = consultation.draft.units.get(reference="II.a")
    paths = [
        "/",
        "/plans/plan/",
        "/plans/plan/?show=commented",
        f"/plans/plan/sections/{heading.section_uids.rstrip('/').split('/')[-1]}/",
        f"/plans/plan/elements/{unit.uid}/",
        "/plans/plan/drafts/1/",
    ]
    return {"presidency": presidency, "member": member, "paths": paths}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_public_reads_pages_without_a_fault(chromium, live_server, scene, width):
    with looking(chromium, live_server.url, width=width) as person:
        for path in [*scene["paths"], "/accounts/login/", "/accounts/login/code/"]:
            person.look(path)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (768, "dark"), (1440, "light")])
@pytest.mark.parametrize("role", ["member", "presidency"])
def test_those_who_act_read_pages_without_a_fault(
    chromium, live_server, scene, role, width, scheme
):
    with looking(chromium, live_server.url, scene[role], width=width, scheme=scheme) as person:
        for path in [*scene["paths"], "/plans/plan/drafts/2/compare/1/", *OWN]:
            person.look(path)


def test_everything_is_there_without_javascript(chromium, live_server, scene):
    with looking(chromium, live_server.url, scene["member"], javascript=False) as person:
        person.page.goto(f"{live_server.url}/plans/plan/")
        person.page.locator("[data-comment]").first.click()

        person.page.wait_for_url("**/comment/**")


def test_the_contents_open_on_a_telephone_without_javascript(chromium, live_server, scene):
    with looking(chromium, live_server.url, scene["member"], width=360, javascript=False) as person:
        person.page.goto(f"{live_server.url}/plans/plan/")
        person.page.get_by_role("link", name="Contents", exact=True).click()
        person.page.locator(".contents-list a").last.click()

        expect(person.page.locator("#contents")).to_be_hidden()


def test_the_form_of_a_comment_opens_below_the_words(chromium, live_server, scene):
    with looking(chromium, live_server.url, scene["member"]) as person:
        person.page.goto(f"{live_server.url}/plans/plan/")
        person.page.locator(".unit [data-comment]").nth(3).click()
        person.page.locator(".unit-say textarea").first.wait_for()

        person.check("the open form")


def test_a_place_where_something_is_missing_shows_when_one_comes_to_the_unit(
    chromium, live_server, scene
):
    with looking(chromium, live_server.url, scene["member"]) as person:
        page = person.page
        page.goto(f"{live_server.url}/plans/plan/")
        place = page.locator(".insert-point a").nth(2)
        unit = page.locator(".unit").nth(2)
        expect(place).to_have_css("opacity", "0")

        unit.hover()
        expect(place).to_have_css("opacity", "1")
        page.mouse.move(0, 0)
        expect(place).to_have_css("opacity", "0")
        unit.get_by_role("link").first.focus()
        expect(place).to_have_css("opacity", "1")


def test_on_a_telephone_the_ways_into_a_unit_are_few_and_nothing_covers_what_one_types(
    chromium, live_server, scene
):
    with looking(chromium, live_server.url, scene["member"], width=360, touch=True) as person:
        page = person.page
        page.goto(f"{live_server.url}/plans/plan/")
        button = page.get_by_role("link", name="Contents", exact=True)

        expect(button).to_be_visible()
        expect(page.locator(".unit-anchor").first).to_be_hidden()
        expect(page.locator(".insert-point a").first).to_have_css("opacity", "1")
        page.locator(".unit [data-comment]").nth(3).click()
        page.locator(".unit-say textarea").first.wait_for()
        expect(button).to_be_hidden()
        person.check("the open form on a telephone")


def test_the_last_lines_of_a_page_lie_above_the_button_of_the_contents(
    chromium, live_server, scene
):
    with looking(chromium, live_server.url, width=360) as person:
        page = person.page
        page.goto(f"{live_server.url}/plans/plan/")
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        last = page.locator(".page-footer a").last.bounding_box()
        button = page.locator(".contents-button").bounding_box()

        assert last["y"] + last["height"] <= button["y"]


def test_keys_go_from_unit_to_unit_and_can_be_switched_off(chromium, live_server, scene):
    with looking(chromium, live_server.url, scene["member"]) as person:
        page = person.page
        page.goto(f"{live_server.url}/plans/plan/")
        focused = "document.activeElement.id"
        page.keyboard.press("j")
        first = page.evaluate(focused)
        page.keyboard.press("j")
        second = page.evaluate(focused)
        page.keyboard.press("?")
        person.check("the list of keys")
        page.get_by_label("Use these keys").uncheck()
        page.keyboard.press("Escape")
        page.keyboard.press("k")

        assert first
        assert second
        assert first != second
        assert page.evaluate(focused) not in {first, second}


def test_the_second_step_can_be_set_up(chromium, live_server, scene):
    with looking(chromium, live_server.url, scene["member"], width=360) as person:
        page = person.page
        page.goto(f"{live_server.url}/accounts/2fa/totp/activate/")
        if "reauthenticate" not in page.url:
            expect(page.locator(".qr svg")).to_be_visible()
        person.check("setting up the second step")
