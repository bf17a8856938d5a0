from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from consultations.digest import digest_of_paper
from consultations.models import Point, Synthesis
from consultations.operations.synthesizing import (
    adopt_synthesis,
    digest_of_points,
    move_point,
    revise_point,
    shift_point,
    strike_point,
    write_point,
)
from consultations.queries.synthesis import points_paper, synthesis_outline
from documents.outline import Kind
from lap_portal.errors import RuleViolation, StaleRevision
from sections.digest import digest_of_title_block
from sections.operations import revise_title_block
from sections.queries import outline_of, working_text
from tests.builders.desk import make_point, make_round, make_synthesis, say
from tests.builders.plans import unit
from tests.builders.talk import make_comment

pytestmark = pytest.mark.django_db


def test_a_point_rests_on_comments_and_exact_excerpts_of_them():
    around = make_round()
    comment = say(around.consultation, around.first, "We ask for a date. Soon.")

    point = make_point(around.consultation, around.presidency, sources={comment: (3, 17)})

    assert point.sources.get().excerpt == "ask for a date"


def test_an_excerpt_that_is_not_in_the_comment_is_refused():
    around = make_round()
    comment = say(around.consultation, around.first, "Short.")

    with pytest.raises(RuleViolation):
        make_point(around.consultation, around.presidency, sources={comment: (0, 99)})

    assert not Point.objects.exists()


def test_a_point_never_rests_on_what_has_not_left_its_delegation():
    around = make_round(open=True)
    inside = make_comment(around.consultation, around.first)

    with pytest.raises(RuleViolation):
        make_point(around.consultation, around.presidency, sources={inside: None})


def test_a_point_stands_under_a_heading_of_the_draft_consulted_on():
    around = make_round()
    action = unit(around.consultation.draft, "I-A1")

    with pytest.raises(RuleViolation):
        make_point(around.consultation, around.presidency, section=action)


def test_only_the_presidency_writes_points():
    around = make_round()

    for actor in (around.isu, around.first):
        with pytest.raises(PermissionDenied):
            write_point(around.consultation, actor=actor, section=None, text="No.", sources={})


def test_points_are_seen_by_staff_alone():
    around = make_round()
    make_point(around.consultation, around.presidency)

    assert Point.objects.visible_to(around.isu).count() == 1
    assert not Point.objects.visible_to(around.first).exists()


def test_a_point_revised_on_an_old_version_is_refused():
    around = make_round()
    point = make_point(around.consultation, around.presidency)
    words = {"becomes": "narrative", "sources": {}, "actor": around.presidency}
    revise_point(point, text="Second.", based_on=1, **words)

    with pytest.raises(StaleRevision):
        revise_point(point, text="Mine.", based_on=1, **words)

    point.refresh_from_db()
    assert point.text == "Second."


def test_points_are_moved_up_and_down_within_their_section():
    around = make_round()
    first, second, third = (
        make_point(around.consultation, around.presidency, text) for text in ("A.", "B.", "C.")
    )

    shift_point(third, actor=around.presidency, steps=-1)
    shift_point(first, actor=around.presidency, steps=1)
    move_point(second, actor=around.presidency, after=None)
    shift_point(second, actor=around.presidency, steps=-1)

    assert [point.text for point in around.consultation.points.order_by("order")] == [
        "B.",
        "C.",
        "A.",
    ]


def test_a_point_struck_out_stays_on_the_record_and_leaves_the_paper():
    around = make_round()
    point = make_point(around.consultation, around.presidency)

    strike_point(point, actor=around.presidency, reason="Said elsewhere")

    assert points_paper(around.consultation, around.presidency, title="").points == ()
    assert point.history.first().history_change_reason == "Said elsewhere"


def test_the_paper_has_narrative_first_then_a_list_for_each_kind_under_its_sections():
    around = make_round()
    consultation, actor = around.consultation, around.presidency
    make_point(consultation, actor, "Ask.", section="II.a", becomes="question")
    make_point(consultation, actor, "Act.", section="II.a", becomes="action")
    make_point(consultation, actor, "Say.", section="II.a")
    make_point(consultation, actor, "Whole.", section=None)

    outline = points_paper(consultation, actor, title="T").outline

    assert [(unit.kind, unit.section, unit.text) for unit in outline.units] == [
        (Kind.PARAGRAPH, "", "Whole."),
        (Kind.HEADING, "II", "Working together"),
        (Kind.HEADING, "II.a", "Help for those who ask"),
        (Kind.PARAGRAPH, "II.a", "Say."),
        (Kind.LIST_HEADING, "II.a", "Actions put forward:"),
        (Kind.ACTION, "II.a", "Act."),
        (Kind.LIST_HEADING, "II.a", "Questions for discussion:"),
        (Kind.QUESTION, "II.a", "Ask."),
    ]


def test_an_issued_synthesis_is_frozen_whatever_becomes_of_its_points():
    around = make_round()
    point = make_point(around.consultation, around.presidency)
    synthesis = make_synthesis(around.consultation, around.presidency)
    issued = synthesis_outline(synthesis)

    strike_point(point, actor=around.presidency, reason="Later")

    assert synthesis_outline(synthesis) == issued
    assert [unit.text for unit in issued.units][-1] == "A date was asked for."


def test_an_issued_synthesis_keeps_its_digest_when_the_plan_is_renamed():
    around = make_round()
    plan = around.consultation.plan
    make_point(around.consultation, around.presidency)
    synthesis = make_synthesis(around.consultation, around.presidency, title="  What was said\r\n")

    revise_title_block(
        plan,
        actor=around.presidency,
        title="Another name",
        title_lines="Another block",
        reason="Renamed",
        based_on=digest_of_title_block(plan),
    )

    kept = Synthesis.objects.get(pk=synthesis.pk)
    assert kept.title == "What was said"
    assert digest_of_paper(synthesis_outline(kept)) == kept.digest


def test_words_and_symbols_come_in_by_the_door_of_all_words():
    around = make_round()
    point = make_point(around.consultation, around.presidency, "One\r\ntwo.")
    synthesis = make_synthesis(around.consultation, around.presidency, symbol=" APLC/1 ")

    assert point.text == "One\ntwo."
    assert synthesis.symbol == "APLC/1"
    with pytest.raises(RuleViolation):
        make_point(around.consultation, around.presidency, " \u200b ")
    with pytest.raises(RuleViolation):
        strike_point(point, actor=around.presidency, reason=" ")
    with pytest.raises(RuleViolation):
        make_synthesis(around.consultation, around.presidency, symbol="A\x07")


def test_a_point_is_not_put_behind_one_of_another_section():
    around = make_round()
    here = make_point(around.consultation, around.presidency, "A.")
    there = make_point(around.consultation, around.presidency, "B.", section="II.a")

    with pytest.raises(RuleViolation):
        move_point(here, actor=around.presidency, after=there)


def test_a_synthesis_is_not_issued_while_the_consultation_is_open():
    around = make_round(open=True)
    make_point(around.consultation, around.presidency)

    with pytest.raises(RuleViolation):
        make_synthesis(around.consultation, around.presidency)

    assert not Synthesis.objects.exists()


def test_a_synthesis_without_a_point_or_a_title_is_not_issued():
    around = make_round()

    with pytest.raises(RuleViolation):
        make_synthesis(around.consultation, around.presidency)

    make_point(around.consultation, around.presidency)
    with pytest.raises(ValidationError):
        make_synthesis(around.consultation, around.presidency, title="")


def test_a_synthesis_other_than_the_one_looked_at_is_not_issued():
    around = make_round()
    make_point(around.consultation, around.presidency)
    seen = digest_of_points(around.consultation, around.presidency)
    make_point(around.consultation, around.presidency, "One more.")

    with pytest.raises(StaleRevision):
        make_synthesis(around.consultation, around.presidency, seen=seen)


def test_only_the_presidency_issues_a_synthesis():
    around = make_round()
    make_point(around.consultation, around.presidency)

    with pytest.raises(PermissionDenied):
        make_synthesis(around.consultation, around.isu)


def test_an_adopted_synthesis_is_the_text_of_the_next_plan_unit_by_unit():
    around = make_round()
    consultation, actor = around.consultation, around.presidency
    action = make_point(consultation, actor, "Act.", section="II.a", becomes="action")
    make_point(consultation, actor, "Whole.", section=None)
    synthesis = make_synthesis(consultation, actor)

    plan = adopt_synthesis(synthesis, actor=actor, slug="next", title="The next plan")

    assert _plain(outline_of(working_text(plan))) == _plain(synthesis_outline(synthesis))
    assert plan.predecessor == consultation.plan
    action.refresh_from_db()
    assert action.element.current_revision.text == "Act."


def test_a_synthesis_becomes_a_text_once_and_only_by_the_presidency():
    around = make_round()
    make_point(around.consultation, around.presidency)
    synthesis = make_synthesis(around.consultation, around.presidency)
    words = {"slug": "next", "title": "The next plan"}

    with pytest.raises(PermissionDenied):
        adopt_synthesis(synthesis, actor=around.isu, **words)
    adopt_synthesis(synthesis, actor=around.presidency, **words)
    with pytest.raises(RuleViolation):
        adopt_synthesis(synthesis, actor=around.presidency, slug="again", title="Again")


def test_two_editions_bear_their_numbers():
    around = make_round()
    make_point(around.consultation, around.presidency)
    make_synthesis(around.consultation, around.presidency)

    second = make_synthesis(around.consultation, around.presidency, dated=date(2030, 5, 1))

    assert second.number == 2


def _plain(outline):
    """An outline without what only a stored plan has."""
    units = tuple(replace(unit, uid="", line=0) for unit in outline.units)
    return replace(outline, units=units, warnings=())
