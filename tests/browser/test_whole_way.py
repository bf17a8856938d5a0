"""One paper travels the whole way in a real browser, once, by the people whose way it is."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from playwright.sync_api import expect

from consultations.demonstration.building import PAPER
from consultations.models import Consultation
from lap_portal import clock
from sections.models import ActionPlan
from tests.builders.people import make_delegation, make_isu, make_member, make_presidency, sign_in
from tests.conftest import SHARED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REAL = SHARED / "documents" / "elements-lap-2020-06-18.txt"
WAYS = {
    "the real paper": (REAL, True),
    "the demonstration text, without JavaScript": (PAPER, False),
    "the demonstration Word file": (PAPER.with_suffix(".docx"), True),
}
FIRST = "This should say by when."
SECOND = "We see this differently and ask for time."
REPLIES = {FIRST: "Thank you, a date was added.", SECOND: "We note it for the next round."}
POINT = "It was suggested that the action name a date."
ADDED = ", by the next meeting"


class People:
    """Opens the portal in a browser window for each person."""

    def __init__(self, browser, server):
        self.browser, self.server, self.with_scripts = browser, server, True

    def enter(self, actor):
        cookie = sign_in(Client(), actor).cookies["sessionid"]
        window = self.browser.new_context(
            accept_downloads=True, locale="en-GB", java_script_enabled=self.with_scripts
        )
        window.add_cookies([{"name": "sessionid", "value": cookie.value, "url": self.server.url}])
        page = window.new_page()
        page.set_default_timeout(6_000)
        page.on("console", lambda message: pytest.fail(f"The console says: {message.text}"))
        page.goto(self.server.url)
        return page


@pytest.fixture
def people(chromium, live_server):
    return People(chromium, live_server)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name).first.click()


def import_paper(page, paper):
    follow(page, "Import a")
    page.get_by_label("File").set_input_files(paper)
    press(page, "Read the paper")
    expect(page.get_by_role("heading", name="Import a paper")).to_be_visible()
    page.get_by_role("textbox", name="Title").fill("An action plan")
    page.get_by_label("Short name in addresses").fill("plan")
    page.get_by_label("Kind of unit 1", exact=True).select_option("paragraph")
    press(page, "Store as a plan")
    expect(page.get_by_role("heading", name="An action plan")).to_be_visible()
    return ActionPlan.objects.get(slug="plan")


def issue(page, designation):
    page.goto(page.url.split("/plans/")[0] + "/plans/plan/drafts/issue/")
    page.get_by_label("Designation").fill(designation)
    page.get_by_label("What changed and why").fill("As discussed.")
    share = page.get_by_label("Send with it what is listed")
    if share.count():
        share.check()
    press(page, "Issue the draft")


def open_consultation(page):
    page.goto(page.url.rstrip("/") + "/plans/plan/consultations/create/")
    now = clock.now().astimezone(ZoneInfo("Europe/Zurich"))
    page.get_by_label("Title").fill("First round")
    page.get_by_label("Opens").fill(now.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Closes").fill((now + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"))
    press(page, "Open the consultation")
    expect(page.get_by_role("heading", name="First round")).to_be_visible()


def comment(page, action, words):
    page.goto(page.url.rstrip("/") + "/plans/plan/")
    page.locator(f"#{action.uid}").get_by_role("link", name="Comment").click()
    page.get_by_label("Your comment").fill(words)
    press(page, "Save")
    page.goto(page.url.split("/plans/")[0] + "/plans/plan/consultations/1/delegation/")
    follow(page, "Submit 1 contribution")
    press(page, "Submit officially")
    expect(page.get_by_text(words)).to_be_visible()


def let_it_close():
    now = clock.now()
    day, second = timedelta(days=1), timedelta(seconds=1)
    Consultation.objects.update(opens_at=now - day, closes_at=now - second)


def reflect_and_reply(page):
    desk = page.url.rstrip("/") + "/plans/plan/consultations/1/desk/"
    for words, reply in REPLIES.items():
        page.goto(desk)
        entry = page.locator("article", has_text=words).last
        entry.get_by_role("link", name="Decide how it is reflected").click()
        page.get_by_label("Reflected in part").check()
        page.get_by_label("Reply to the delegation").fill(reply)
        press(page, "Record")
    page.goto(desk)
    expect(page.get_by_text("2 of 2 comments handled")).to_be_visible()


def write_point(page):
    root = page.url.split("/plans/")[0]
    page.goto(root + "/plans/plan/consultations/1/synthesis/")
    page.locator(".bench-comment, article, li", has_text=FIRST).last.get_by_role(
        "link", name="Write a point from it"
    ).click()
    page.get_by_label("Sentence").fill(POINT)
    expect(page.locator(".source", has_text=FIRST).get_by_role("checkbox")).to_be_checked()
    press(page, "Write the point")
    expect(page.get_by_text(POINT, exact=True)).to_be_visible()


def revise(page, action):
    root = page.url.split("/plans/")[0]
    page.goto(f"{root}/plans/plan/elements/{action.uid}/revise/")
    words = page.get_by_label("Wording")
    words.fill(words.input_value() + ADDED)
    page.get_by_label("Reason").fill("A date was asked for.")
    page.locator(".source", has_text=FIRST).get_by_role("checkbox").check()
    press(page, "Save the new wording")
    expect(page.get_by_text(ADDED.strip(", ")).first).to_be_visible()


def issue_and_download_synthesis(page):
    root = page.url.split("/plans/")[0]
    page.goto(root + "/plans/plan/consultations/1/synthesis/issue/")
    page.get_by_label("Title").fill("What was said")
    press(page, "Issue the synthesis")
    page.goto(root + "/plans/plan/consultations/1/exports/")
    with page.expect_download() as download:
        page.locator("a[href$='synthesis-1.docx']").click()
    document = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert POINT in document.read("word/document.xml").decode()


def compare(page):
    page.goto(page.url.split("/plans/")[0] + "/plans/plan/drafts/2/compare/1/")
    expect(page.locator("ins", has_text="by the next meeting").first).to_be_visible()


def read_own_reply(page, mine, theirs):
    page.goto(page.url.split("/plans/")[0] + "/plans/plan/consultations/1/delegation/reflections/")
    expect(page.get_by_text(REPLIES[mine])).to_be_visible()
    assert REPLIES[theirs] not in page.content()
    assert theirs not in page.content()


@pytest.mark.parametrize(("paper", "with_scripts"), WAYS.values(), ids=WAYS)
def test_a_paper_travels_the_whole_way(people, paper, with_scripts):
    people.with_scripts = with_scripts
    if not paper.exists():
        pytest.skip("The paper as circulated does not lie beside the project (../shared/).")
    here, there = make_member(make_delegation("Here")), make_member(make_delegation("There"))
    presidency, isu = people.enter(make_presidency()), people.enter(make_isu())

    plan = import_paper(presidency, paper)
    action = plan.elements.filter(kind="action").order_by("order").first()
    issue(presidency, "Elements")
    open_consultation(isu)
    first, second = people.enter(here), people.enter(there)
    comment(first, action, FIRST)
    comment(second, action, SECOND)
    let_it_close()
    reflect_and_reply(people.enter(make_presidency()))
    write_point(presidency)
    revise(presidency, action)
    issue_and_download_synthesis(presidency)
    issue(presidency, "Zero draft")
    compare(presidency)

    read_own_reply(first, FIRST, SECOND)
    read_own_reply(second, SECOND, FIRST)
