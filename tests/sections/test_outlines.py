"""Outlines: which can become a plan, and how they are corrected without losing a word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.outline import Kind, Outline, Unit
from lap_portal.errors import RuleViolation
from sections.corrections import Correction, correct_outline, numbering_doubts
from sections.outlines import check_places, opened_sections
from tests.builders.plans import WORDS


def same(outline: Outline = WORDS) -> list[Correction]:
    return [Correction(u.kind, u.section, place) for place, u in enumerate(outline.units)]


def corrected(changes: dict[int, dict], outline: Outline = WORDS) -> Outline:
    corrections = same(outline)
    for place, change in changes.items():
        corrections[place] = replace(corrections[place], **change)
    return correct_outline(outline, corrections)


def heading(path: str) -> Unit:
    return Unit(Kind.HEADING, path, f"Heading of {path}")


def test_sections_nest_as_their_paths_say():
    opened = opened_sections([heading("I"), heading("I.a"), heading("I.b"), heading("II")])

    assert [(s.label, s.parent, s.depth) for s in opened.values()] == [
        ("I", None, 0),
        ("a", 0, 1),
        ("b", 0, 1),
        ("II", None, 0),
    ]


@pytest.mark.parametrize(
    ("paths", "refusal"),
    [
        (["I", "I"], "Two headings"),
        ([""], "needs a label"),
        (["I..a"], "needs a label"),
        (["I", "II", "I.a"], "stands after another part"),
        (["I" * 60], "too long"),
    ],
)
def test_headings_that_do_not_nest_are_refused(paths, refusal):
    with pytest.raises(RuleViolation, match=refusal):
        opened_sections([heading(path) for path in paths])


def test_a_unit_that_says_it_is_elsewhere_is_refused():
    with pytest.raises(RuleViolation, match="says that it is in II"):
        check_places([heading("I"), Unit(Kind.PARAGRAPH, "II", "Words")])


def test_an_outline_that_needs_no_correction_stays_as_it_is():
    assert correct_outline(WORDS, same()) == WORDS


def test_another_kind_counts_and_hangs_anew():
    outline = corrected({2: {"kind": Kind.CONSIDERATION}, 5: {"kind": Kind.PARAGRAPH}})

    assert (outline.units[2].kind, outline.units[2].number) == (Kind.CONSIDERATION, None)
    assert outline.units[2].lead is None
    assert outline.units[5].lead is None


def test_an_item_put_between_two_others_hangs_where_it_stands():
    outline = corrected({4: {"order": 7.5}})

    assert outline.units[7].text == "Recall what was promised;"
    assert outline.units[7].lead == 3


def test_a_unit_given_another_section_goes_to_its_end_and_its_notes_go_along():
    outline = corrected({2: {"section": "II"}})

    place = [u.text for u in outline.units].index("Stocks are to be destroyed without delay.")
    assert outline.units[place - 1].text == "Working together"
    assert outline.footnotes[0].unit == place


def test_a_heading_that_becomes_a_paragraph_leaves_its_units_to_the_section_before():
    outline = corrected({11: {"kind": Kind.PARAGRAPH}})

    assert {u.section for u in outline.units[10:]} == {"II"}


def test_a_paragraph_that_becomes_a_heading_opens_a_section():
    outline = corrected({15: {"kind": Kind.HEADING, "section": "II.b"}})

    assert outline.units[15].level == 1
    assert [u.section for u in outline.units[16:]] == ["II.b"] * 3
    assert outline.units[16].lead is None


def test_a_renamed_section_takes_its_units_along():
    outline = corrected({10: {"section": "V"}, 11: {"section": "V.a"}})

    assert {u.section for u in outline.units[11:]} == {"V.a"}


def test_a_section_that_no_heading_opens_is_refused():
    with pytest.raises(RuleViolation, match="no heading opens"):
        corrected({2: {"section": "IX"}})


def test_a_paragraph_that_will_bear_another_number_is_a_doubt():
    outline = replace(
        WORDS,
        units=(
            replace(WORDS.units[0], number="7", line=3),
            Unit(Kind.PARAGRAPH, "", "No number", line=5),
        ),
    )

    assert [doubt.line for doubt in numbering_doubts(outline)] == [3, 5]


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(WORDS.units) - 1),
            st.sampled_from([kind for kind in Kind if kind is not Kind.HEADING]),
            st.sampled_from(["", "I", "II", "II.a"]),
            st.floats(-1, 20),
        )
    )
)
def test_whatever_is_corrected_no_word_is_lost_and_leads_lead(changes):
    kept = [c for c in changes if WORDS.units[c[0]].kind is not Kind.HEADING]
    outline = corrected({place: {"kind": k, "section": s, "order": o} for place, k, s, o in kept})

    assert sorted(u.text for u in outline.units) == sorted(u.text for u in WORDS.units)
    check_places(outline.units)
    for place, unit in enumerate(outline.units):
        assert unit.lead is None or unit.lead < place
        assert unit.lead is None or not outline.units[unit.lead].kind.is_bullet
