"""The ISU registers an e-mail, and its delegation finds it: with scripts and without."""

import pytest
from playwright.sync_api import expect

from consultations.models import Registration, Submission
from tests.browser.looking import WIDTHS, looking
from tests.builders.people import make_isu, make_member
from tests.builders.registering import MAIL, begin, register
from tests.builders.talk import make_consultation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene():
    """An open consultation, the ISU, and the focal point of a delegation."""
    isu = make_isu()
    return make_consultation(actor=isu), isu, make_member(actor=isu)


def registrations(consultation):
    return f"{consultation.get_absolute_url()}registrations/"


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_an_email_becomes_a_contribution_with_a_receipt(chromium, live_server, scene, javascript):
    consultation, isu, focal = scene
    with looking(chromium, live_server.url, isu, javascript=javascript) as officer:
        page = officer.page
        page.goto(live_server.url + consultation.get_absolute_url())
        page.get_by_role("link", name="By other channels").click()
        page.get_by_role("button", name="Register a contribution").click()

        mail = {"name": "Our comments.eml", "mimeType": "message/rfc822", "buffer": MAIL}
        page.locator("input[type=file]").set_input_files(mail)
        page.get_by_role("button", name="Add").click()
        expect(page.get_by_text("4 passages so far")).to_be_visible()
        page.get_by_label("Delegation").select_option(label=focal.delegation.name)
        opened = consultation.opens_at.astimezone(consultation.zone)
        page.get_by_label("When it reached the office").fill(f"{opened:%Y-%m-%dT}23:59")
        page.get_by_label("From whom").fill("mission@nowhere.example")
        page.get_by_role("button", name="Save and cut into comments").click()

        page.get_by_role("group", name="Passage 1").get_by_label("It is").select_option("left_out")
        page.get_by_role("button", name="Place at I-A1").click()
        page.get_by_role("group", name="Passage 2").get_by_label("Place", exact=True).wait_for()
        expect(page.get_by_label("Place", exact=True).nth(1)).to_have_value("I-A1")
        page.get_by_role("button", name="Place at para. 2").click()
        page.get_by_role("button", name="Save and see what will be registered").first.click()

        expect(page.get_by_role("heading", name="Passages not placed")).to_be_visible()
        expect(page.get_by_text("Victims are not mentioned anywhere.")).to_be_visible()
        page.get_by_role("button", name="Register officially").click()
        expect(page.get_by_text("the delegation was written to")).to_be_visible()

    assert not Registration.objects.exists()
    submission = Submission.objects.get()
    assert submission.comments.count() == 2
    with looking(chromium, live_server.url, focal, javascript=javascript) as member:
        page = member.page
        page.goto(f"{live_server.url}{consultation.get_absolute_url()}delegation/")
        page.get_by_role("link", name="Submission 1").click()
        expect(
            page.get_by_text("Registered by the Implementation Support Unit").first
        ).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Our comments.eml").click()
        assert download.value.path().read_bytes() == MAIL


@pytest.mark.parametrize("width", WIDTHS)
def test_its_pages_keep_the_rules_of_every_page(chromium, live_server, scene, width):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    made = register(consultation, focal.delegation, actor=isu, unplaced="Victims?")
    base = registrations(consultation)
    steps = ["", f"{work.key}/", f"{work.key}/cut/", f"{work.key}/confirm/", f"{work.key}/discard/"]
    comment = made.comments.get()
    with looking(chromium, live_server.url, isu, width=width) as officer:
        for step in [*steps, f"{made.pk}/", f"comments/{comment.pk}/withdraw/"]:
            officer.look(base + step)
    with looking(chromium, live_server.url, focal, width=width) as member:
        member.look(f"{consultation.get_absolute_url()}delegation/")
        member.look(f"{consultation.get_absolute_url()}delegation/submissions/{made.number}/")


def test_what_was_typed_survives_the_tab(chromium, live_server, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    address = f"{registrations(consultation)}{work.key}/cut/"
    with looking(chromium, live_server.url, isu) as officer:
        page = officer.page
        page.goto(live_server.url + address)
        page.get_by_label("Place", exact=True).first.fill("I-A2")
        page.goto(live_server.url + address)

        expect(page.get_by_label("Place", exact=True).first).to_have_value("I-A2")
        page.get_by_role("button", name="Save", exact=True).first.click()
        expect(page.get_by_text("Saved.")).to_be_visible()

    work.refresh_from_db()
    assert work.pieces[0]["place"] == "I-A2"
