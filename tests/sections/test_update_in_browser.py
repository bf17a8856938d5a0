"""The page that settles a revised paper, as a person and as axe see it."""

from __future__ import annotations

import pytest

from documents.writing.paper import Masthead, Paper
from documents.writing.text import write_text
from sections.operations import revise_element
from sections.queries import outline_of, working_text
from tests.browser.looking import looking
from tests.builders.people import make_presidency
from tests.builders.plans import element, make_draft, make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def actor():
    return make_presidency()


@pytest.fixture
def paper(actor, tmp_path):
    """A paper of an older draft, with a bit of everything that can be edited in it."""
    plan = make_plan(actor)
    make_draft(plan, actor=actor)
    words = write_text(Paper(Masthead(), outline_of(working_text(plan))))
    revise_element(
        element(plan, "Draw up"), actor=actor, text="Draw it up;", reason="x", based_on=1
    )
    revise_element(
        element(plan, "Name a person"), actor=actor, text="Name one;", reason="x", based_on=1
    )
    for old, new in [
        ("Recall what was promised;", "Recall what was solemnly promised;"),
        ("Report on stocks every April;", "Say who pays for all this;"),
        ("within a year;", "within a year and a half;"),
        ("- Publish what help is offered.", "- Publish what help is offered.\n\n- List it online;"),
        ("II. Working together", "II. Cooperating\n\nIII. Working together"),
    ]:
        assert old in words
        words = words.replace(old, new)
    file = tmp_path / "paper.txt"
    file.write_text(words, encoding="utf-8")
    return file


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (768, "dark"), (1440, "light")])
def test_a_revised_paper_is_settled_without_a_fault(
    chromium, live_server, actor, paper, width, scheme
):
    with looking(chromium, live_server.url, actor, width=width, scheme=scheme) as person:
        page = person.page
        person.look("/plans/plan/update/")
        page.get_by_label("File").set_input_files(paper)
        page.get_by_role("button", name="Read the paper").click()
        page.locator(".update-row").first.wait_for()
        person.check("what a revised paper changes")
        page.get_by_label("Take only what the file changes").check()
        for select in page.locator(".update-row.is-unsure select").all():
            select.select_option(index=1)
        page.get_by_label("Reason").fill("Edited by the secretariat")
        page.get_by_role("button", name="Look again with my choices").click()
        person.check("what was chosen")
        page.get_by_role("button", name="Write the changes").click()
        page.get_by_text("The paper is now the working text.").wait_for()
