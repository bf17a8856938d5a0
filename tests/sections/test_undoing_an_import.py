from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.models import Theme
from lap_portal.errors import RuleViolation
from sections.digest import digest_of_title_block
from sections.models import ActionPlan, Descent, Element, ElementRevision, Footnote, Section
from sections.operations import (
    add_element,
    delete_element,
    issue_draft,
    move_element,
    relabel_section,
    reshape_question,
    revise_card,
    revise_element,
    revise_title_block,
    undo_import,
)
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import element, make_plan

pytestmark = pytest.mark.django_db


def test_a_plan_imported_by_mistake_is_really_gone_and_the_trail_says_who_and_why():
    actor = make_presidency()
    kept = make_plan(actor, slug="kept")
    plan = make_plan(actor)
    pk = plan.pk

    undo_import(plan, actor=actor, reason="The wrong file")

    assert list(ActionPlan.objects.all()) == [kept]
    for model in (Element, Section, Footnote):
        assert not model.objects.exclude(plan=kept).exists()
        assert not model.history.exclude(plan=kept.pk).exists()
    assert not ElementRevision.objects.exclude(element__plan=kept).exists()
    last = ActionPlan.history.filter(id=pk).latest()
    assert (last.history_type, last.history_user, last.history_change_reason) == (
        "-",
        actor.person,
        "The wrong file",
    )
    assert make_plan(actor).slug == "plan"


def revise(plan, actor):
    revise_element(element(plan, "Draw up"), actor=actor, text="Draw.", reason="x", based_on=1)


def retitle(plan, actor):
    lines, seen = "Another block", digest_of_title_block(plan)
    revise_title_block(
        plan, actor=actor, title=plan.title, title_lines=lines, reason="x", based_on=seen
    )


def add(plan, actor):
    after = element(plan, "Declare")
    add_element(plan, actor=actor, after=after, kind="action", text="New", reason="x")


def move(plan, actor):
    target = element(plan, "Publish")
    moved = element(plan, "Note how")
    move_element(moved, actor=actor, after=target, section=target.section, reason="x")


def card(plan, actor):
    words = {"who_acts": "All", "measure": "", "time_frame": "", "source_of_information": ""}
    revise_card(element(plan, "Draw up"), actor=actor, reason="x", based_on=0, **words)


def relabel(plan, actor):
    relabel_section(plan.sections.get(label="II"), actor=actor, label="V", reason="x")


def reshape(plan, actor):
    reshape_question(element(plan, "What else"), actor=actor, shape="yes_no", reason="x")


def delete(plan, actor):
    delete_element(element(plan, "Draw up"), actor=actor, reason="x")


def issue(plan, actor):
    issue_draft(plan, actor=actor, dated=date(2030, 1, 1))


def theme(plan, actor):
    Theme.objects.create(plan=plan, name="Clearance")


@pytest.mark.parametrize(
    "work", [revise, retitle, add, move, card, relabel, reshape, delete, issue, theme]
)
def test_whatever_stands_on_a_plan_keeps_it(work):
    actor = make_presidency()
    plan = make_plan(actor)
    work(plan, actor)
    units, trail = plan.elements.count(), Element.history.count()

    with pytest.raises(RuleViolation, match="it stays"):
        undo_import(plan, actor=actor, reason="The wrong file")

    assert (plan.elements.count(), Element.history.count()) == (units, trail)


def test_a_plan_from_which_another_descends_stays_and_the_successor_may_go():
    actor = make_presidency()
    plan, successor = make_plan(actor), make_plan(actor, slug="next")
    ActionPlan.objects.filter(pk=successor.pk).update(predecessor=plan)
    Descent.objects.create(
        ancestor=element(plan, "Draw up"),
        descendant=element(successor, "Draw up"),
        relation="succession",
    )

    with pytest.raises(RuleViolation, match="it stays"):
        undo_import(plan, actor=actor, reason="The wrong file")
    undo_import(successor, actor=actor, reason="The wrong file")

    undo_import(plan, actor=actor, reason="The wrong file")
    assert not ActionPlan.objects.exists()


def test_only_those_who_import_undo_it_and_with_a_reason():
    actor = make_presidency()
    plan = make_plan(actor)

    with pytest.raises(PermissionDenied):
        undo_import(plan, actor=make_member(), reason="Mine")
    with pytest.raises(RuleViolation, match="reason"):
        undo_import(plan, actor=make_isu(), reason=" ")
    undo_import(plan, actor=make_isu(), reason="The wrong file")


def test_the_import_is_undone_on_its_page(client):
    actor = make_presidency()
    plan = make_plan(actor)
    client = sign_in(client, actor)
    page = reverse("sections:import_undo", args=[plan.slug])

    drafts = client.get(reverse("sections:draft_list", args=[plan.slug])).content.decode()
    shown = client.get(page)
    response = client.post(page, {"reason": "The wrong file"}, follow=True)

    assert page in drafts
    assert "19 units of text" in shown.content.decode()
    assert "The plan was taken away." in response.content.decode()
    assert client.get(page).status_code == 404


def test_a_refusal_gives_the_reason_typed_back(client):
    actor = make_presidency()
    plan = make_plan(actor)
    revise(plan, actor)
    page = reverse("sections:import_undo", args=[plan.slug])

    response = sign_in(client, actor).post(page, {"reason": "The wrong file"})

    assert response.status_code == 200
    assert response.context["form"]["reason"].value() == "The wrong file"
    assert "worked on" in response.content.decode()
