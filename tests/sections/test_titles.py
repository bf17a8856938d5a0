"""The title block of a plan and the labels of its sections."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from documents.writing.paper import front_lines
from lap_portal.errors import RuleViolation, StaleRevision
from sections.digest import digest_of_title_block
from sections.exports import draft_paper
from sections.operations import (
    delete_element,
    relabel_section,
    revise_title_block,
)
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import element, make_draft, make_plan

pytestmark = pytest.mark.django_db

NEW = {
    "title": "A small plan, revised",
    "title_lines": "Meeting of the Parties\n9 September 2031\nA small plan, revised",
    "reason": "Second reading",
}


def typed(response):
    """What the page's form would send if nothing were changed."""
    return {field.html_name: field.value() for field in response.context["form"]}


def front_page(draft):
    """The lines above the text of a draft as papers print them."""
    return [line.text for line in front_lines(draft_paper(draft))]


def test_a_title_block_is_revised_with_a_trace():
    actor = make_presidency()
    plan = make_plan(actor)

    revise_title_block(plan, actor=actor, based_on=digest_of_title_block(plan), **NEW)

    plan.refresh_from_db()
    trace = plan.history.first()
    assert (plan.title, plan.title_lines) == (NEW["title"], NEW["title_lines"])
    assert (trace.history_user, trace.history_change_reason) == (actor.person, "Second reading")


def test_blank_lines_and_blanks_around_lines_do_not_enter_a_title_block():
    actor = make_presidency()
    plan = make_plan(actor)

    revise_title_block(
        plan,
        actor=actor,
        title=" Kept ",
        title_lines="  First \r\n\r\n \u200b\r\nSecond\r\n",
        reason="Tidier",
        based_on=digest_of_title_block(plan),
    )

    plan.refresh_from_db()
    assert (plan.title, plan.title_lines) == ("Kept", "First\nSecond")


def test_a_title_block_changed_meanwhile_is_not_written_over():
    actor = make_presidency()
    plan = make_plan(actor)
    seen = digest_of_title_block(plan)
    revise_title_block(plan, actor=actor, based_on=seen, **NEW)

    with pytest.raises(StaleRevision):
        revise_title_block(plan, actor=actor, based_on=seen, **{**NEW, "title": "Mine"})

    plan.refresh_from_db()
    assert plan.title == NEW["title"]


@pytest.mark.parametrize("title", ["", " \u200b "])
def test_a_plan_keeps_a_title(title):
    actor = make_presidency()
    plan = make_plan(actor)

    with pytest.raises(RuleViolation, match="needs a title"):
        revise_title_block(
            plan, actor=actor, based_on=digest_of_title_block(plan), **{**NEW, "title": title}
        )


def test_the_same_title_block_is_refused():
    actor = make_presidency()
    plan = make_plan(actor)

    with pytest.raises(RuleViolation, match="the same as before"):
        revise_title_block(
            plan,
            actor=actor,
            title=plan.title,
            title_lines=plan.title_lines,
            reason="Nothing",
            based_on=digest_of_title_block(plan),
        )


@pytest.mark.parametrize("make", [make_isu, make_member])
def test_nobody_but_the_presidency_revises_a_title_block(make):
    plan = make_plan()

    with pytest.raises(PermissionDenied):
        revise_title_block(plan, actor=make(), based_on=digest_of_title_block(plan), **NEW)


def test_each_draft_prints_the_date_line_it_was_issued_with():
    actor = make_presidency()
    plan = make_plan(actor)
    first = make_draft(plan, actor=actor)
    revise_title_block(plan, actor=actor, based_on=digest_of_title_block(plan), **NEW)
    second = make_draft(plan, actor=actor, note="", dated=date(2031, 9, 9))

    pages = [front_page(draft) for draft in (first, second)]

    assert ["1 March 2030" in page for page in pages] == [True, False]
    assert ["9 September 2031" in page for page in pages] == [False, True]


def test_without_a_date_line_a_draft_prints_the_date_it_bears():
    actor = make_presidency()
    plan = make_plan(actor)
    revise_title_block(
        plan,
        actor=actor,
        based_on=digest_of_title_block(plan),
        **{**NEW, "title_lines": "A small plan"},
    )

    draft = make_draft(plan, actor=actor, dated=date(2032, 5, 4))

    assert "4 May 2032" in front_page(draft)


def test_the_title_block_is_revised_by_page_one_line_per_line(client):
    actor = make_presidency()
    plan = make_plan(actor)
    sign_in(client, actor)

    shown = client.get("/plans/plan/revise/")
    stored = client.post(
        "/plans/plan/revise/",
        {**typed(shown), "title_lines": "One\r\nTwo", "reason": "Shorter"},
    )

    plan.refresh_from_db()
    assert (stored.status_code, stored.url) == (302, "/plans/plan/")
    assert plan.title_lines == "One\nTwo"


def test_the_page_of_the_title_block_is_for_the_presidency_and_linked_for_it_alone(client):
    actor = make_presidency()
    make_draft(make_plan(actor), actor=actor)
    seen = []
    for capacity in (actor, make_isu(), make_member()):
        sign_in(client, capacity)
        page = client.get("/plans/plan/revise/")
        seen.append((page.status_code, "/revise/" in client.get("/plans/plan/drafts/").text))

    assert seen == [(200, True), (403, False), (403, False)]


def test_a_plan_that_one_may_not_know_of_has_no_page_of_its_title_block(client):
    make_plan()
    sign_in(client, make_member())

    assert client.get("/plans/plan/revise/").status_code == 404


def test_issuing_leads_to_the_title_block(client):
    actor = make_presidency()
    make_plan(actor)
    sign_in(client, actor)

    assert "/plans/plan/revise/" in client.get("/plans/plan/drafts/issue/").text


def test_a_title_block_typed_too_late_comes_back_and_is_saved_by_a_second_press(client):
    actor = make_presidency()
    plan = make_plan(actor)
    sign_in(client, actor)
    mine = {**typed(client.get("/plans/plan/revise/")), "title": "My title", "reason": "Mine"}
    revise_title_block(plan, actor=actor, based_on=digest_of_title_block(plan), **NEW)

    late = client.post("/plans/plan/revise/", mine)
    saved = client.post("/plans/plan/revise/", typed(late))

    assert NEW["title"] in late.text
    assert typed(late)["title"] == "My title"
    assert late.status_code == 409
    assert {span.change for span in late.context["spans"]} == {"same", "added", "removed"}
    assert saved.status_code == 302
    plan.refresh_from_db()
    assert plan.title == "My title"


def test_a_section_is_relabelled_by_page(client):
    actor = make_presidency()
    plan = make_plan(actor)
    sign_in(client, actor)
    heading = element(plan, "Help for")
    address = f"/plans/plan/sections/{heading.section.uid}/relabel/"

    shown = client.get(address)
    stored = client.post(address, {**typed(shown), "label": "c", "reason": "Counting anew"})

    heading.section.refresh_from_db()
    assert (stored.status_code, stored.url) == (302, f"/plans/plan/#{heading.uid}")
    assert heading.section.label == "c"


def test_the_page_of_a_heading_leads_to_its_label(client):
    actor = make_presidency()
    plan = make_plan(actor)
    make_draft(plan, actor=actor)
    sign_in(client, actor)
    heading, item = element(plan, "Help for"), element(plan, "Draw up")

    pages = [client.get(f"/plans/plan/elements/{e.uid}/").text for e in (heading, item)]

    assert f"/{heading.section.uid}/relabel/" in pages[0]
    assert "/relabel/" not in pages[1]


def test_a_label_is_changed_by_the_presidency_only_and_only_where_there_is_one(client):
    actor = make_presidency()
    plan = make_plan(actor)
    make_draft(plan, actor=actor, circulation="staff")
    heading = element(plan, "Help for")
    front = plan.sections.get(parent=None, label="")
    seen = []
    for capacity in (actor, make_isu(), make_member()):
        sign_in(client, capacity)
        for section in (heading.section, front):
            seen.append(client.get(f"/plans/plan/sections/{section.uid}/relabel/").status_code)

    assert seen == [200, 404, 403, 404, 404, 404]


def test_a_section_is_not_found_under_another_plan(client):
    actor = make_presidency()
    section = element(make_plan(actor), "Help for").section
    make_plan(actor, slug="other")
    sign_in(client, actor)

    assert client.get(f"/plans/other/sections/{section.uid}/relabel/").status_code == 404


def test_a_deleted_section_is_not_relabelled(client):
    actor = make_presidency()
    plan = make_plan(actor)
    for words in ("Is there", "Are the", "What else", "Questions", "Name a", "Publish", "Actions"):
        delete_element(element(plan, words), actor=actor, reason="Emptied")
    heading = element(plan, "Help for")
    delete_element(heading, actor=actor, reason="Empty")
    sign_in(client, actor)

    with pytest.raises(RuleViolation, match="deleted"):
        relabel_section(heading.section, actor=actor, label="z", reason="x")
    page = client.get(f"/plans/plan/sections/{heading.section.uid}/relabel/")

    assert page.status_code == 403


def test_the_same_label_is_refused():
    actor = make_presidency()
    section = element(make_plan(actor), "Help for").section

    with pytest.raises(RuleViolation, match="already"):
        relabel_section(section, actor=actor, label="(a)", reason="Nothing")


def test_a_label_given_too_late_comes_back_and_is_saved_by_a_second_press(client):
    actor = make_presidency()
    section = element(make_plan(actor), "Help for").section
    sign_in(client, actor)
    address = f"/plans/plan/sections/{section.uid}/relabel/"
    mine = {**typed(client.get(address)), "label": "m", "reason": "Mine"}
    relabel_section(section, actor=actor, label="k", reason="Faster")

    late = client.post(address, mine)
    saved = client.post(address, typed(late))

    assert "is now called k" in late.text
    assert typed(late)["label"] == "m"
    assert saved.status_code == 302
    section.refresh_from_db()
    assert section.label == "m"
