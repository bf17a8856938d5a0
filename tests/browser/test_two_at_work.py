"""Two colleagues of one delegation at work at the same time, and another delegation beside them."""

import pytest
from playwright.sync_api import expect

from consultations.models import Answer, Association, Comment, Submission
from tests.browser.looking import looking
from tests.builders.people import make_delegation, make_member
from tests.builders.talk import make_consultation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene():
    """A consultation that all who take part read, two colleagues, and somebody else."""
    consultation = make_consultation(readers="participants")
    focal = make_member(make_delegation("Here"))
    return consultation, focal, make_member(focal.delegation, "member"), make_member()


def visit(person, consultation, path):
    person.page.set_default_timeout(8_000)
    person.page.goto(person.address + consultation.get_absolute_url() + path)
    return person.page


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()  # asked while it loads, a page is drawn with half its styles


@pytest.mark.parametrize("javascript", [True, False])
def test_two_colleagues_agree_and_another_delegation_reads_what_they_share(
    chromium, live_server, scene, javascript
):
    consultation, focal, member, other = scene
    unit = consultation.draft.units.get(reference="I-A1")
    question = consultation.draft.units.get(reference="II.a-Q1")
    with (
        looking(chromium, live_server.url, member, javascript=javascript) as junior,
        looking(chromium, live_server.url, focal, javascript=javascript) as senior,
        looking(chromium, live_server.url, other, javascript=javascript) as stranger,
    ):
        # Both comment on the same words: two comments, each with its author.
        first = visit(junior, consultation, f"units/{unit.uid}/comment/")
        second = visit(senior, consultation, f"units/{unit.uid}/comment/")
        first.get_by_label("Your comment").fill("This needs a date.")
        second.get_by_label("Your comment").fill("Keep this inside.")
        press(first, "Save and mark as ready")
        press(second, "Save")
        expect(first.get_by_text("ready to be submitted")).to_be_visible()

        # Both answer the same question: the slower one is told, and loses no word.
        first = visit(junior, consultation, f"questions/{question.uid}/")
        second = visit(senior, consultation, f"questions/{question.uid}/")
        first.get_by_label("Yes", exact=True).check()
        press(first, "Save and mark as ready")
        second.get_by_label("No", exact=True).check()
        second.get_by_label("Reasons, or your answer in words").fill("Not in this form.")
        press(second, "Save")
        expect(second.get_by_text("changed in another window or by a colleague")).to_be_visible()
        expect(second.get_by_label("Reasons, or your answer in words")).to_have_value(
            "Not in this form."
        )
        assert Answer.objects.get().choice == "yes"
        senior.complaints.clear()  # the console tells of the 409 that was meant

        # The focal point submits what is ready, for all who take part.
        second = visit(senior, consultation, "delegation/submit/")
        expect(second.get_by_text("This needs a date.")).to_be_visible()
        second.get_by_text("Who may read it").first.click()
        second.locator("[name=readers][value=participants]").check()
        press(second, "Submit officially")
        expect(second.get_by_role("heading", name="Receipt of submission 1")).to_be_visible()
        assert Comment.objects.get(text="Keep this inside.").is_inside

        # The other delegation reads what is shared, nothing else, and aligns itself.
        third = visit(stranger, consultation, "contributions/")
        expect(third.get_by_text("This needs a date.")).to_be_visible()
        assert "Keep this inside." not in third.content()
        assert member.person.name not in third.content()
        third.get_by_role("link", name="Align").first.click()
        third.wait_for_load_state()
        third.get_by_label("A line of your own").fill("We share this.")
        press(third, "Align your delegation")

        second = visit(senior, consultation, "contributions/")
        expect(second.get_by_text("We share this.").first).to_be_visible()

    submission = Submission.objects.get()
    assert submission.comments.get().author == member.person
    assert Association.objects.get().delegation == other.delegation
