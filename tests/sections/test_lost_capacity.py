"""Whoever loses the office between the request and the act changes nothing more."""

from __future__ import annotations

import inspect
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from delegations.offices import Office
from delegations.operations import dismiss_staff
from sections import imports
from sections import operations as acts
from sections.digest import digest_of_title_block
from sections.imports import apply_outline, fill_plan
from sections.models import ActionPlan
from tests.builders.people import make_isu, make_presidency
from tests.builders.plans import WORDS, element, make_draft, make_plan

pytestmark = pytest.mark.django_db

CARD = dict.fromkeys(("who_acts", "measure", "time_frame", "source_of_information"), "Somebody")
WHY = {"reason": "Too late"}

ACTS = {
    "adopt_draft": lambda plan, actor: acts.adopt_draft(
        plan.drafts.get(), actor=actor, adopted_on=date(2020, 1, 1)
    ),
    "limit_words": lambda plan, actor: acts.limit_words(
        plan, actor=actor, word_limit=10_700, **WHY
    ),
    "reissue_draft": lambda plan, actor: acts.reissue_draft(
        plan.drafts.get(), actor=actor, dated=date(2030, 1, 1), title_lines="", **WHY
    ),
    "undo_adoption": lambda plan, actor: acts.undo_adoption(plan.drafts.get(), actor=actor, **WHY),
    "undo_import": lambda plan, actor: acts.undo_import(plan, actor=actor, **WHY),
    "withdraw_draft": lambda plan, actor: acts.withdraw_draft(
        plan.drafts.get(), actor=actor, **WHY
    ),
    "add_element": lambda plan, actor: acts.add_element(
        plan, actor=actor, after=None, kind="paragraph", text="New", **WHY
    ),
    "apply_outline": lambda plan, actor: apply_outline(
        WORDS, actor=actor, slug="other", title="Other", **WHY
    ),
    "create_plan": lambda plan, actor: acts.create_plan(actor=actor, slug="other", title="Other"),
    "delete_element": lambda plan, actor: acts.delete_element(
        element(plan, "Report on"), actor=actor, **WHY
    ),
    "fill_plan": lambda plan, actor: fill_plan(
        ActionPlan.objects.get(slug="empty"), WORDS, actor=actor, **WHY
    ),
    "issue_draft": lambda plan, actor: acts.issue_draft(
        plan, actor=actor, dated=date(2030, 1, 1), note="Again"
    ),
    "merge_elements": lambda plan, actor: acts.merge_elements(
        element(plan, "Recall"),
        actor=actor,
        second=element(plan, "Note how"),
        text="Both",
        based_on=1,
        **WHY,
    ),
    "move_element": lambda plan, actor: acts.move_element(
        element(plan, "Report on"),
        actor=actor,
        after=None,
        section=element(plan, "Report on").section,
        **WHY,
    ),
    "relabel_section": lambda plan, actor: acts.relabel_section(
        element(plan, "Working").section, actor=actor, label="V", **WHY
    ),
    "reshape_question": lambda plan, actor: acts.reshape_question(
        element(plan, "Is there"), actor=actor, shape="open", **WHY
    ),
    "restore_element": lambda plan, actor: acts.restore_element(
        plan.elements.exclude(deleted_at=None).get(), actor=actor, **WHY
    ),
    "revise_card": lambda plan, actor: acts.revise_card(
        element(plan, "Draw up"), actor=actor, based_on=0, **CARD, **WHY
    ),
    "revise_element": lambda plan, actor: acts.revise_element(
        element(plan, "Draw up"), actor=actor, text="New", based_on=1, **WHY
    ),
    "revise_title_block": lambda plan, actor: acts.revise_title_block(
        plan,
        actor=actor,
        title="Other",
        title_lines="",
        based_on=digest_of_title_block(plan),
        **WHY,
    ),
    "split_element": lambda plan, actor: acts.split_element(
        element(plan, "Draw up"), actor=actor, texts=["One", "Two"], based_on=1, **WHY
    ),
    "widen_circulation": lambda plan, actor: acts.widen_circulation(
        plan.drafts.get(), actor=actor, circulation="public", **WHY
    ),
}


def public_acts():
    """The public functions of operations and imports that somebody does."""
    own = inspect.getmembers(
        imports, lambda act: inspect.isfunction(act) and act.__module__ == imports.__name__
    )
    offered = [(name, getattr(acts, name)) for name in acts.__all__]
    return {
        name
        for name, act in own + offered
        if not name.startswith("_") and "actor" in inspect.signature(act).parameters
    }


def test_every_act_is_in_the_table():
    assert set(ACTS) == public_acts()


@pytest.mark.parametrize("name", ACTS)
def test_nobody_acts_in_an_office_lost_meanwhile(name):
    actor = make_presidency()
    plan = make_plan(actor)
    acts.create_plan(actor=actor, slug="empty", title="Empty")
    acts.delete_element(element(plan, "Publish"), actor=actor, reason="x")
    make_draft(plan, actor=actor)

    dismiss_staff(actor.person, actor=make_isu(), office=Office.PRESIDENCY, reason="Term over")

    with pytest.raises(PermissionDenied, match="no longer hold"):
        ACTS[name](plan, actor)
