"""Moving, splitting, merging, deleting, restoring: nothing is lost, and all leaves a trace."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.outline import Emphasis
from lap_portal.errors import RuleViolation, StaleRevision
from sections.models import ActionPlan, Descent, Element
from sections.operations import (
    add_element,
    delete_element,
    merge_elements,
    move_element,
    relabel_section,
    restore_element,
    split_element,
)
from sections.queries import working_text
from tests.builders.people import make_isu, make_presidency
from tests.builders.plans import element, make_plan, marked

pytestmark = pytest.mark.django_db


def references(plan: ActionPlan) -> list[str]:
    return [unit.reference for unit in working_text(plan).units]


def words(plan: ActionPlan, section_path: str) -> list[str]:
    return [unit.text for unit in working_text(plan).units if unit.section_path == section_path]


def test_an_added_item_follows_its_neighbour_and_hangs_under_the_same_lead():
    actor = make_presidency()
    plan = make_plan(actor)
    first = element(plan, "Draw up")

    added = add_element(
        plan, actor=actor, after=first, kind="action", text="Then act.", reason="Missing"
    )

    unit = working_text(plan).unit(added.uid)
    assert unit is not None
    assert (unit.reference, unit.lead_uid) == ("I-A2", element(plan, "Possible").uid)
    assert added.history.get().history_change_reason == "Missing"


def test_an_element_without_a_neighbour_goes_first_in_its_section():
    actor = make_presidency()
    plan = make_plan(actor)
    section = element(plan, "Working").section

    in_part = add_element(
        plan, actor=actor, after=None, section=section, kind="paragraph", text="New", reason="x"
    )
    in_front = add_element(
        plan, actor=actor, after=None, kind="paragraph", text="Very first", reason="x"
    )

    text = working_text(plan)
    assert text.units[0].uid == in_front.uid
    heading = [unit.text for unit in text.units].index("Working together")
    assert text.units[heading + 1].uid == in_part.uid


def test_an_added_heading_opens_an_empty_section_at_the_end_of_the_one_it_follows():
    actor = make_presidency()
    plan = make_plan(actor)

    part = add_element(
        plan,
        actor=actor,
        after=element(plan, "Draw up"),
        kind="heading",
        text="Another part",
        reason="Asked for",
    )
    below = add_element(
        plan,
        actor=actor,
        after=None,
        section=element(plan, "Working").section,
        kind="heading",
        text="Another sub-part",
        reason="Asked for",
    )

    text = working_text(plan)
    headings = [(line.path, line.title) for line in text.contents]
    assert headings == [
        ("I", "Destroying what is stored"),
        ("III", "Another part"),
        ("II", "Working together"),
        ("II.b", "Another sub-part"),
        ("II.a", "Help for those who ask"),
    ]
    assert text.unit(part.uid).section_uid == part.section.uid
    assert below.section.path == f"{element(plan, 'Working').section.uid}/{below.section.uid}/"


def test_a_section_is_relabelled_but_not_like_another():
    actor = make_presidency()
    plan = make_plan(actor)
    section = element(plan, "Working").section

    relabel_section(section, actor=actor, label="V", reason="Counting anew")

    assert "V.a-A1" in references(plan)
    with pytest.raises(RuleViolation, match="Another section"):
        relabel_section(section, actor=actor, label="I", reason="No")


def test_an_item_moves_to_another_section_and_hangs_where_it_arrives():
    actor = make_presidency()
    plan = make_plan(actor)
    item, target = element(plan, "Report on"), element(plan, "Name a person")

    moved = move_element(
        item, actor=actor, after=target, section=target.section, reason="Fits better"
    )

    unit = working_text(plan).unit(item.uid)
    assert unit.reference == "II.a-A2"
    assert moved.lead_id == target.lead_id


def test_moving_what_items_hang_under_moves_nothing_else():
    actor = make_presidency()
    plan = make_plan(actor)
    lead = element(plan, "General considerations")

    move_element(
        lead,
        actor=actor,
        after=element(plan, "Declare when"),
        section=lead.section,
        reason="Trying",
    )

    assert element(plan, "Recall").lead_id == lead.pk
    assert words(plan, "I")[-1] == "General considerations may include:"


def test_a_heading_moves_with_its_whole_section():
    actor = make_presidency()
    plan = make_plan(actor)
    before = set(words(plan, "II.a"))
    heading = element(plan, "Working")

    move_element(
        heading,
        actor=actor,
        after=element(plan, "This paper"),
        section=plan.sections.get(parent=None, label=""),
        reason="First things first",
    )

    assert [line.path for line in working_text(plan).contents] == ["II", "II.a", "I"]
    assert set(words(plan, "II.a")) == before


def test_a_section_moved_below_another_changes_its_path_and_depth():
    actor = make_presidency()
    plan = make_plan(actor)
    part, below = element(plan, "Destroying"), element(plan, "Help for")

    move_element(below, actor=actor, after=None, section=part.section, reason="Belongs here")

    text = working_text(plan)
    assert text.unit(below.uid).reference == "I.a"
    assert text.unit(below.uid).section_uids == f"{part.section.uid}/{below.section.uid}/"
    with pytest.raises(RuleViolation, match="inside itself"):
        move_element(part, actor=actor, after=None, section=below.section, reason="No")


@pytest.mark.parametrize("chosen", ["itself", "elsewhere", "there already"])
def test_a_move_to_nowhere_is_refused(chosen):
    actor = make_presidency()
    plan = make_plan(actor)
    item = element(plan, "Report on")
    after = {
        "itself": item,
        "elsewhere": element(plan, "Name a person"),
        "there already": element(plan, "Draw up"),
    }[chosen]

    with pytest.raises(RuleViolation):
        move_element(item, actor=actor, after=after, section=item.section, reason="x")


def test_a_split_keeps_the_uid_for_the_first_part_and_notes_where_the_others_come_from():
    actor = make_presidency()
    plan = make_plan(actor)
    paragraph = element(plan, "Stocks are")

    first, second = split_element(
        paragraph,
        actor=actor,
        texts=["Stocks are to be", "destroyed without delay."],
        reason="Two ideas",
        based_on=1,
    )

    assert (first.uid, first.current_revision.number) == (paragraph.uid, 2)
    assert second.current_revision.emphases == (Emphasis(10, 23),)
    assert second.ancestors.get().ancestor == paragraph
    assert words(plan, "I")[1:3] == ["Stocks are to be", "destroyed without delay."]


def test_footnotes_go_with_the_part_that_has_their_words():
    actor = make_presidency()
    plan = make_plan(actor)
    paragraph = element(plan, "Stocks are")
    plan.footnotes.update(offset=len("Stocks are to be destroyed without"))

    first, second = split_element(
        paragraph,
        actor=actor,
        texts=["Stocks are to be destroyed.", "This is done without delay."],
        reason="Two ideas",
        based_on=1,
    )

    text = working_text(plan)
    assert marked(text.unit(first.uid)) == "Stocks are to be destroyed."
    assert marked(text.unit(second.uid)) == "This is done _without_*_ delay_."


def test_the_halves_of_a_question_are_questions():
    actor = make_presidency()
    plan = make_plan(actor)

    _first, second = split_element(
        element(plan, "Is there value"),
        actor=actor,
        texts=["Is there value in it?", "What may be missing?"],
        reason="Two questions",
        based_on=1,
    )

    assert second.question.shape == "missing"


@pytest.mark.parametrize(
    ("begins", "texts", "based_on", "refusal"),
    [
        ("Draw up", ["Only one part"], 1, "two parts"),
        ("Draw up", ["One", " "], 1, "needs some words"),
        ("Draw up", ["Draw up a plan of destruction within a year;", "More"], 1, "all of it"),
        ("Draw up", ["One", "Two"], 2, "revised while"),
        ("Working", ["One", "Two"], 1, "heading is not split"),
    ],
)
def test_a_split_that_makes_no_sense_is_refused(begins, texts, based_on, refusal):
    actor = make_presidency()
    plan = make_plan(actor)
    before = references(plan)

    with pytest.raises(RuleViolation, match=refusal):
        split_element(
            element(plan, begins), actor=actor, texts=texts, reason="x", based_on=based_on
        )

    assert references(plan) == before


def test_merging_keeps_the_first_uid_and_takes_the_second_out_of_the_text():
    actor = make_presidency()
    plan = make_plan(actor)
    first, second = element(plan, "Recall"), element(plan, "Note how")

    kept = merge_elements(
        first, actor=actor, second=second, text="Recall and note.", reason="One idea", based_on=1
    )

    assert kept.current_revision.number == 2
    assert Element.objects.get(pk=second.pk).deleted_at is not None
    descent = Descent.objects.get(relation="merge")
    assert (descent.ancestor, descent.descendant) == (second, first)


@pytest.mark.parametrize("leaves", ["the first", "the second"])
def test_a_merge_keeps_italics_and_footnotes_of_both(leaves):
    actor = make_presidency()
    plan = make_plan(actor)
    noted, plain = element(plan, "Stocks are"), element(plan, "This paper")
    kept, leaving = (plain, noted) if leaves == "the first" else (noted, plain)
    words = [e.current_revision.text for e in (kept, leaving)]

    merge_elements(
        kept, actor=actor, second=leaving, text=" And ".join(words), reason="x", based_on=1
    )

    (unit,) = (u for u in working_text(plan).units if u.uid == kept.uid)
    noted_words = "Stocks* are to be destroyed _without delay_."
    plain_words = "This paper opens the discussion."
    pair = [plain_words, noted_words] if kept == plain else [noted_words, plain_words]
    assert marked(unit) == " And ".join(pair)


def test_elements_of_two_kinds_or_a_lead_with_items_are_not_merged():
    actor = make_presidency()
    plan = make_plan(actor)
    paragraph, lead = element(plan, "Stocks are"), element(plan, "Questions:")

    with pytest.raises(RuleViolation, match="one kind"):
        merge_elements(
            paragraph,
            actor=actor,
            second=element(plan, "Recall"),
            text="x",
            reason="x",
            based_on=1,
        )
    with pytest.raises(RuleViolation, match="Items hang"):
        merge_elements(paragraph, actor=actor, second=lead, text="x", reason="x", based_on=1)
    with pytest.raises(RuleViolation, match="itself"):
        merge_elements(paragraph, actor=actor, second=paragraph, text="x", reason="x", based_on=1)


def test_a_merge_based_on_old_words_of_either_is_refused():
    actor = make_presidency()
    plan = make_plan(actor)
    pair = {"second": element(plan, "Note how"), "text": "Both", "reason": "x"}

    with pytest.raises(StaleRevision):
        merge_elements(element(plan, "Recall"), actor=actor, based_on=3, **pair)
    with pytest.raises(StaleRevision):
        merge_elements(element(plan, "Recall"), actor=actor, based_on=1, second_based_on=2, **pair)


def test_a_deleted_element_comes_back_where_it_stood():
    actor = make_presidency()
    plan = make_plan(actor)
    before = [unit.uid for unit in working_text(plan).units]
    item = element(plan, "Report on")

    delete_element(item, actor=actor, reason="Doubled")
    without = [unit.uid for unit in working_text(plan).units]
    restore_element(item, actor=actor, reason="Not doubled after all")

    assert item.uid not in without
    assert [unit.uid for unit in working_text(plan).units] == before
    reasons = [row.history_change_reason for row in item.history.all()]
    assert reasons[:2] == ["Not doubled after all", "Doubled"]


def test_a_lead_with_items_and_a_heading_with_elements_are_not_deleted():
    actor = make_presidency()
    plan = make_plan(actor)

    with pytest.raises(RuleViolation, match="Items hang"):
        delete_element(element(plan, "Possible"), actor=actor, reason="x")
    with pytest.raises(RuleViolation, match="still has elements"):
        delete_element(element(plan, "Working"), actor=actor, reason="x")


def test_an_empty_section_leaves_and_returns_with_its_heading():
    actor = make_presidency()
    plan = make_plan(actor)
    heading = add_element(
        plan, actor=actor, after=None, kind="heading", text="Empty", reason="x", label="IX"
    )
    inside = add_element(
        plan,
        actor=actor,
        after=None,
        section=heading.section,
        kind="paragraph",
        text="Inside",
        reason="x",
    )
    delete_element(inside, actor=actor, reason="x")
    delete_element(heading, actor=actor, reason="x")

    with pytest.raises(RuleViolation, match="Restore the heading first"):
        restore_element(inside, actor=actor, reason="x")
    restore_element(heading, actor=actor, reason="x")
    restore_element(inside, actor=actor, reason="x")

    assert words(plan, "IX") == ["Empty", "Inside"]


def test_what_was_deleted_is_neither_deleted_nor_moved_again():
    actor = make_presidency()
    plan = make_plan(actor)
    item = element(plan, "Report on")
    delete_element(item, actor=actor, reason="x")

    with pytest.raises(RuleViolation, match="deleted"):
        delete_element(item, actor=actor, reason="x")
    with pytest.raises(RuleViolation, match="deleted"):
        move_element(item, actor=actor, after=None, section=item.section, reason="x")
    with pytest.raises(RuleViolation, match="already"):
        restore_element(element(plan, "Draw up"), actor=actor, reason="x")


def test_only_the_presidency_changes_the_structure_and_always_says_why():
    plan = make_plan()
    item = element(plan, "Report on")

    with pytest.raises(PermissionDenied):
        delete_element(item, actor=make_isu(), reason="x")
    with pytest.raises(RuleViolation, match="give the reason"):
        delete_element(item, actor=make_presidency(), reason=" ")


def test_room_is_made_when_neighbours_are_too_close():
    actor = make_presidency()
    plan = make_plan(actor)
    first = element(plan, "Draw up")
    before = words(plan, "I")

    for number in range(13):
        add_element(plan, actor=actor, after=first, kind="action", text=f"New {number}", reason="x")

    place = before.index(first.current_revision.text) + 1
    new = [f"New {number}" for number in reversed(range(13))]
    assert words(plan, "I") == [*before[:place], *new, *before[place:]]
    assert "Room was made in the order." in {
        row.history_change_reason for row in element(plan, "Name a person").history.all()
    }


def test_two_elements_never_share_a_key_of_order():
    plan = make_plan()
    first, second = plan.elements.order_by("order")[:2]

    with pytest.raises(IntegrityError), transaction.atomic():
        Element.objects.filter(pk=second.pk).update(order=first.order)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 99), st.integers(0, 99))))
def test_whatever_is_done_in_turn_order_stays_whole_and_nothing_is_lost(steps):
    with transaction.atomic():
        actor = make_presidency()
        plan = make_plan(actor, slug="random")
        known = set(plan.elements.values_list("uid", flat=True))

        for act, at, other in steps:
            take_step(plan, actor, act, at, other)

        text = working_text(plan)
        assert known <= set(plan.elements.values_list("uid", flat=True))
        assert_sections_stand_together(text)
        assert len({unit.reference for unit in text.units}) == len(text.units)
        transaction.set_rollback(True)


def take_step(plan, actor, act, at, other):
    standing = list(plan.elements.in_text().select_related("current_revision", "section"))
    one, two = standing[at % len(standing)], standing[other % len(standing)]
    number = one.current_revision.number
    try:
        if act == 0:
            kind = ["action", "paragraph", "heading"][other % 3]
            add_element(plan, actor=actor, after=one, kind=kind, text="Added", reason="x")
        elif act == 1:
            move_element(one, actor=actor, after=two, section=two.section, reason="x")
        elif act == 2:
            split_element(one, actor=actor, texts=["A", "B"], reason="x", based_on=number)
        elif act == 3:
            merge_elements(one, actor=actor, second=two, text="Both", reason="x", based_on=number)
        elif act == 4:
            delete_element(one, actor=actor, reason="x")
        else:
            gone = plan.elements.exclude(deleted_at=None).first()
            if gone is not None:
                restore_element(gone, actor=actor, reason="x")
    except RuleViolation:
        return


def assert_sections_stand_together(text):
    open_uids = ""
    for unit in text.units:
        if unit.kind == "heading":
            assert unit.section_uids.rpartition(unit.section_uid)[0] in [
                open_uids[:length] for length in range(len(open_uids) + 1)
            ]
            open_uids = unit.section_uids
        assert unit.section_uids == open_uids or not open_uids
