"""Rewording: written once, based on what was on screen, with a reason."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from documents.outline import Emphasis
from lap_portal.errors import RuleViolation, StaleRevision
from sections.models import ElementRevision
from sections.operations import reshape_question, revise_card, revise_element
from sections.queries import working_text
from tests.builders.people import make_isu, make_member, make_presidency
from tests.builders.plans import element, make_plan, marked

CARD = {"who_acts": "States Parties", "measure": "", "time_frame": "", "source_of_information": ""}


@pytest.mark.django_db
def test_a_new_wording_is_in_force_and_the_old_one_stays():
    actor = make_presidency()
    item = element(make_plan(actor), "Draw up")

    revise_element(
        item,
        actor=actor,
        text="Draw up a plan\r\nsoon;",
        reason="Shorter",
        based_on=1,
        emphasis=[Emphasis(0, 4)],
    )

    item.refresh_from_db()
    assert item.current_revision.text == "Draw up a plan\nsoon;"
    assert item.current_revision.emphases == (Emphasis(0, 4),)
    assert [revision.number for revision in item.revisions.all()] == [2, 1]
    assert item.history.first().history_user == actor.person


@pytest.mark.django_db
def test_an_edit_based_on_an_old_wording_is_refused_and_writes_nothing():
    actor = make_presidency()
    item = element(make_plan(actor), "Draw up")
    revise_element(item, actor=actor, text="Second", reason="First pass", based_on=1)

    with pytest.raises(StaleRevision):
        revise_element(item, actor=actor, text="Mine", reason="Too late", based_on=1)

    assert item.revisions.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "reason", "refusal"),
    [
        ("Draw up a plan of destruction within a year;", "x", "same as the present"),
        (" \u200b", "x", "needs some words"),
        ("New", " ", "give the reason"),
        ("Bell \x07", "x", "control character"),
        ("x" * 20_001, "x", "at most 20,000"),
    ],
    ids=["the same", "invisible", "no reason", "control character", "too long"],
)
def test_a_wording_that_says_nothing_new_or_nothing_at_all_is_refused(text, reason, refusal):
    actor = make_presidency()
    item = element(make_plan(actor), "Draw up")

    with pytest.raises(RuleViolation, match=refusal):
        revise_element(item, actor=actor, text=text, reason=reason, based_on=1)


@pytest.mark.django_db
@pytest.mark.parametrize("make_actor", [make_isu, make_member])
def test_only_the_presidency_rewords(make_actor):
    item = element(make_plan(), "Draw up")

    with pytest.raises(PermissionDenied):
        revise_element(item, actor=make_actor(), text="New", reason="x", based_on=1)


@pytest.mark.django_db
def test_italics_that_lie_outside_the_words_are_refused():
    actor = make_presidency()
    item = element(make_plan(actor), "Draw up")

    with pytest.raises(RuleViolation, match="italics"):
        revise_element(
            item, actor=actor, text="New", reason="x", based_on=1, emphasis=[Emphasis(0, 9)]
        )


@pytest.mark.django_db
def test_italics_and_footnotes_stay_on_their_words_without_being_asked_to():
    actor = make_presidency()
    item = element(make_plan(actor), "Stocks are")

    revise_element(
        item,
        actor=actor,
        text="All Stocks held are to be destroyed without delay.",
        reason="All of them",
        based_on=1,
    )

    assert marked(working_text(item.plan).unit(item.uid)) == (
        "All Stocks* held are to be destroyed _without delay_."
    )
    assert item.footnotes.get().history.first().history_change_reason == "All of them"


@pytest.mark.django_db
def test_a_footnote_whose_words_went_stays_with_its_element():
    actor = make_presidency()
    item = element(make_plan(actor), "Stocks are")

    revise_element(item, actor=actor, text="Nothing", reason="x", based_on=1)

    assert marked(working_text(item.plan).unit(item.uid)) == "Nothing*"


@pytest.mark.django_db
def test_a_card_has_versions_and_refuses_a_stale_one():
    actor = make_presidency()
    item = element(make_plan(actor), "Draw up")

    revise_card(item, actor=actor, reason="Filled in", based_on=0, **CARD)

    assert working_text(item.plan).unit(item.uid).card.who_acts == "States Parties"
    with pytest.raises(StaleRevision):
        revise_card(item, actor=actor, reason="x", based_on=0, **CARD)
    with pytest.raises(RuleViolation, match="the same as before"):
        revise_card(item, actor=actor, reason="x", based_on=1, **CARD)


@pytest.mark.django_db
def test_only_actions_have_cards_and_only_questions_shapes():
    actor = make_presidency()
    item = element(make_plan(actor), "Stocks are")

    with pytest.raises(RuleViolation, match="Only an action"):
        revise_card(item, actor=actor, reason="x", based_on=0, **CARD)
    with pytest.raises(RuleViolation, match="Only a question"):
        reshape_question(item, actor=actor, shape="open", reason="x")


@pytest.mark.django_db
def test_the_shapes_proposed_for_questions_come_from_their_words():
    plan = make_plan()

    shapes = [unit.shape for unit in working_text(plan).units if unit.shape]

    assert shapes == ["yes_no", "appropriate", "open"]


@pytest.mark.django_db
def test_a_revision_is_written_once():
    revision = element(make_plan(), "Draw up").current_revision

    revision.text = "Changed"
    with pytest.raises(TypeError):
        revision.save()
    with pytest.raises(TypeError):
        revision.delete()


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"text": ""}, {"reason": ""}, {"number": 0}])
def test_the_database_refuses_a_revision_without_words_reason_or_number(change):
    revision = element(make_plan(), "Draw up").current_revision

    with pytest.raises(IntegrityError), transaction.atomic():
        ElementRevision.objects.filter(pk=revision.pk).update(**change)


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_is_told_that_the_words_changed():
    actor = make_presidency()
    item = element(make_plan(actor), "Draw up")
    together = threading.Barrier(2)
    outcomes = []

    def edit(words):
        together.wait()
        try:
            revise_element(item, actor=actor, text=words, reason="At once", based_on=1)
            outcomes.append("written")
        except StaleRevision:
            outcomes.append("stale")
        finally:
            connection.close()

    editors = [threading.Thread(target=edit, args=(words,)) for words in ("One", "Two")]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()

    assert sorted(outcomes) == ["stale", "written"]
    assert item.revisions.count() == 2
