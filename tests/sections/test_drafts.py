"""Issued drafts: numbered, immutable, compared with the one before, read by those they are for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from delegations.capacities import PUBLIC
from documents.reading import read_paper_here
from documents.writing.word import write_word
from lap_portal import clock
from lap_portal.errors import RuleViolation
from sections.digest import content_of, digest_matches, digest_of_text
from sections.exports import draft_paper
from sections.imports import apply_outline
from sections.models import ActionPlan, Draft, DraftUnit, Element
from sections.operations import (
    add_element,
    create_plan,
    delete_element,
    issue_draft,
    move_element,
    revise_card,
    revise_element,
    widen_circulation,
)
from sections.queries import (
    compare_texts,
    draft_text,
    outline_of,
    working_text,
)
from tests.builders.people import make_delegation, make_isu, make_member, make_presidency
from tests.builders.plans import WORDS, element, make_draft, make_plan, unit

pytestmark = pytest.mark.django_db


def test_drafts_are_numbered_and_keep_what_was_said():
    actor = make_presidency()
    plan = make_plan(actor)
    first = make_draft(plan, actor=actor, designation="Zero draft")
    revise_element(element(plan, "Draw up"), actor=actor, text="Draw.", reason="x", based_on=1)

    second = make_draft(plan, actor=actor)

    assert [first.number, second.number, str(first)] == [1, 2, "Zero draft"]
    assert unit(first, "I-A1").revision.text == "Draw up a plan of destruction within a year;"
    assert unit(second, "I-A1").revision.text == "Draw."


def test_a_draft_says_what_its_working_text_said():
    actor = make_presidency()
    plan = make_plan(actor)
    card = {"measure": "", "time_frame": "", "source_of_information": ""}
    revise_card(
        element(plan, "Draw up"), actor=actor, reason="x", based_on=0, who_acts="All", **card
    )
    said = working_text(plan)

    draft = make_draft(plan, actor=actor)

    frozen = draft_text(draft)
    plain = tuple(replace(u, unit_pk=None) for u in frozen.units)
    assert replace(frozen, units=plain) == said


def test_each_unit_knows_its_fate_since_the_draft_before():
    actor = make_presidency()
    plan = make_plan(actor)
    first = make_draft(plan, actor=actor)
    revise_element(element(plan, "Draw up"), actor=actor, text="Draw.", reason="x", based_on=1)
    add_element(
        plan, actor=actor, after=element(plan, "Declare"), kind="action", text="New", reason="x"
    )
    delete_element(element(plan, "Report on"), actor=actor, reason="x")
    moved, target = element(plan, "Note how"), element(plan, "Publish")
    move_element(moved, actor=actor, after=target, section=target.section, reason="x")

    second = make_draft(plan, actor=actor)

    fates = {u.text: u.change for u in draft_text(second).units if u.change}
    assert fates == {"Draw.": "reworded", "New": "added", "Note how much remains.": "moved"}
    changes = compare_texts(draft_text(first), draft_text(second))
    assert [change.unit.text for change in changes if change.is_deleted] == [
        "Report on stocks every April;"
    ]


def test_an_empty_plan_is_not_issued():
    actor = make_presidency()
    plan = create_plan(actor=actor, slug="empty", title="Empty")

    with pytest.raises(RuleViolation, match="no text yet"):
        issue_draft(plan, actor=actor, dated=date(2030, 1, 1))


def test_a_text_that_did_not_change_is_issued_again_only_with_a_note():
    actor = make_presidency()
    plan = make_plan(actor)
    make_draft(plan, actor=actor)

    with pytest.raises(RuleViolation, match="Nothing has changed"):
        make_draft(plan, actor=actor, note="")
    again = make_draft(plan, actor=actor, note="Reissued for technical reasons.")

    assert again.number == 2


def test_a_symbol_stands_on_one_draft_only():
    actor = make_presidency()
    plan = make_plan(actor)
    make_draft(plan, actor=actor, symbol="X/2030/1")

    with pytest.raises(ValidationError, match="bears this document symbol"):
        make_draft(plan, actor=actor, symbol="X/2030/1")


def test_only_the_presidency_issues_and_only_while_it_holds_the_office():
    plan = make_plan()

    for actor in (make_isu(), make_member()):
        with pytest.raises(PermissionDenied):
            issue_draft(plan, actor=actor, dated=date(2030, 1, 1))
    gone = make_presidency()
    gone.person.groups.clear()
    with pytest.raises(PermissionDenied):
        issue_draft(plan, actor=gone, dated=date(2030, 1, 1))


def test_an_issued_draft_neither_changes_nor_goes():
    draft = make_draft()
    frozen = draft.units.first()

    draft.title = "Another"
    frozen.reference = "Another"
    for act in (draft.save, draft.delete, frozen.save, frozen.delete):
        with pytest.raises(TypeError):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(number=0)


def test_the_digest_is_that_of_the_words_and_not_of_keys_uids_or_times():
    actor = make_presidency()
    with clock.at(datetime(2030, 1, 1, tzinfo=UTC)):
        first = make_draft(make_plan(actor, slug="one"), actor=actor)
    second = make_draft(make_plan(actor, slug="two"), actor=actor, dated=date(2031, 1, 1))

    assert first.digest == second.digest
    assert digest_matches(first)
    assert first.digest == "63cc6d46cbd7ca9fb4fe1593b3451bfcf51d68ea0405b0830b19a423c0d6eca0"


def test_a_word_changed_behind_the_portals_back_shows_in_the_digest():
    draft = make_draft()
    frozen = unit(draft, "I-A1")

    type(frozen.revision).objects.filter(pk=frozen.revision_id).update(text="Forged")

    assert not digest_matches(draft)


def test_a_digest_of_an_unknown_version_is_refused():
    text = working_text(make_plan())

    assert content_of(text)["version"] == 1
    with pytest.raises(ValueError, match="version 2"):
        digest_of_text(text, version=2)


def test_a_command_says_of_each_draft_whether_it_holds():
    held, forged = make_draft(), make_draft(make_plan(slug="forged"))
    stream = StringIO()

    call_command("verify_drafts", stdout=stream)
    type(unit(forged, "I").revision).objects.filter(draft_units__draft=forged).update(text="Forged")
    with pytest.raises(CommandError, match="1 draft"):
        call_command("verify_drafts", stdout=stream)

    assert stream.getvalue().splitlines() == [
        f"holds    forged 1  {forged.digest}",
        f"holds    plan 1  {held.digest}",
        f"DIFFERS  forged 1  {forged.digest}",
        f"holds    plan 1  {held.digest}",
    ]


def test_circulation_is_widened_with_a_reason_and_never_narrowed():
    actor = make_presidency()
    draft = make_draft(circulation="coordinators")

    widened = widen_circulation(
        draft, actor=actor, circulation="delegations", reason="The Committee agreed"
    )

    assert widened.circulation == "delegations"
    assert widened.history.first().history_change_reason == "The Committee agreed"
    for narrower in ("staff", "states_parties", "delegations", "everybody"):
        with pytest.raises(RuleViolation, match="only ever widened"):
            widen_circulation(widened, actor=actor, circulation=narrower, reason="x")
    with pytest.raises(PermissionDenied):
        widen_circulation(widened, actor=make_isu(), circulation="public", reason="x")


READERS = {
    "public": lambda: PUBLIC,
    "observer": lambda: make_member(make_delegation(category="civil_society", status="")),
    "signatory": lambda: make_member(make_delegation(status="signatory")),
    "state party": lambda: make_member(make_delegation(status="state_party")),
    "coordinator": lambda: make_member(make_delegation(coordinates_theme="Clearance")),
    "presidency": make_presidency,
    "isu": make_isu,
}
READ = {
    "public": {"public"},
    "observer": {"public", "delegations"},
    "signatory": {"public", "delegations"},
    "state party": {"public", "delegations", "states_parties"},
    "coordinator": {"public", "delegations", "states_parties", "coordinators"},
    "presidency": {"public", "delegations", "states_parties", "coordinators", "staff"},
    "isu": {"public", "delegations", "states_parties", "coordinators", "staff"},
}


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize(
    "circulation", ["staff", "coordinators", "states_parties", "delegations", "public"]
)
def test_a_draft_and_all_in_it_is_seen_within_its_circulation_only(who, circulation):
    make_draft(circulation=circulation)
    reader = READERS[who]()

    seen = circulation in READ[who]
    is_staff = who in {"presidency", "isu"}
    assert Draft.objects.visible_to(reader).exists() == seen
    assert DraftUnit.objects.visible_to(reader).exists() == seen
    assert ActionPlan.objects.visible_to(reader).exists() == (seen or is_staff)
    assert Element.objects.visible_to(reader).exists() == (seen or is_staff)


def test_a_text_is_read_in_as_many_queries_whatever_its_length(django_assert_num_queries):
    draft = make_draft()

    with django_assert_num_queries(2):
        working_text(draft.plan)
    with django_assert_num_queries(2):
        draft_text(draft)


def test_an_outline_that_became_a_plan_comes_back_as_it_was():
    outline = outline_of(working_text(make_plan()))

    bare = tuple(replace(u, uid="") for u in outline.units)
    assert replace(outline, units=bare) == WORDS


def test_a_plan_taken_over_from_another_knows_where_its_elements_come_from():
    actor = make_presidency()
    before = make_plan(actor)

    after = apply_outline(
        outline_of(working_text(before)),
        actor=actor,
        slug="next",
        title="Next",
        predecessor=before,
        reason="Adopted",
    )

    new = element(after, "Draw up")
    assert new.ancestors.get().ancestor == element(before, "Draw up")


def test_a_draft_written_as_word_is_read_back_as_it_was():
    draft = make_draft()

    outline = read_paper_here(write_word(draft_paper(draft)), file_name="draft.docx")

    sent = outline_of(draft_text(draft))
    read = [(u.kind, u.section, u.number, u.text, u.level, u.lead, u.uid) for u in outline.units]
    assert read == [
        (u.kind, u.section, u.number, u.text, u.level, u.lead, u.uid) for u in sent.units
    ]
    assert outline.title_lines == sent.title_lines


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "9 May 2030"), ("es", "9 de mayo de 2030"), ("ru", "9 мая 2030 г.")],
)
def test_a_paper_bears_the_date_and_the_designation_of_its_draft(language, written):
    actor = make_presidency()
    plan = apply_outline(
        WORDS, actor=actor, slug="plan", title="A plan", language=language, reason="x"
    )
    draft = make_draft(plan, actor=actor, dated=date(2030, 5, 9), designation="Zero draft")

    paper = draft_paper(draft)

    sent = outline_of(draft_text(draft)).title_lines
    assert sent == WORDS.title_lines
    assert paper.outline.title_lines == (sent[0], written, *sent[2:])
    assert paper.masthead.advance_line == "Advance version – Zero draft"
    read = read_paper_here(write_word(paper), file_name="draft.docx")
    assert read.title_lines == paper.outline.title_lines
