"""How units are cited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.outline import Kind
from sections.labels import letters, next_label, roman
from sections.numbering import Place, cite
from sections.ordering import keys_after

KINDS = st.sampled_from([kind for kind in Kind if kind is not Kind.HEADING])


def references(*places: Place) -> list[str]:
    return [citation.reference for citation in cite(places)]


def test_paragraphs_are_numbered_through_the_whole_plan():
    places = [Place(Kind.PARAGRAPH, path) for path in ("", "I", "II.A")]

    assert references(*places) == ["para. 1", "para. 2", "para. 3"]


def test_items_are_counted_per_kind_within_their_section():
    assert references(
        Place(Kind.HEADING, "III.a"),
        Place(Kind.LIST_HEADING, "III.a"),
        Place(Kind.CONSIDERATION, "III.a"),
        Place(Kind.ACTION, "III.a"),
        Place(Kind.ACTION, "III.a"),
        Place(Kind.QUESTION, "III"),
        Place(Kind.SUGGESTION, ""),
    ) == ["III.a", "III.a-L1", "III.a-C1", "III.a-A1", "III.a-A2", "III-Q1", "S1"]


def test_items_are_lettered_under_their_lead_even_where_a_paragraph_interrupts_them():
    cited = cite(
        [
            Place(Kind.ACTION, "I", lead=0),
            Place(Kind.ACTION, "I", lead=0, level=1),
            Place(Kind.ACTION, "I", lead=0, level=1),
            Place(Kind.ACTION, "I", lead=0),
            Place(Kind.PARAGRAPH, "I"),
            Place(Kind.ACTION, "I", lead=0),
            Place(Kind.ACTION, "I", lead=0, level=1),
            Place(Kind.ACTION, "I", lead=5),
        ]
    )

    assert [citation.item for citation in cited] == ["a", "i", "ii", "b", "", "c", "i", "a"]


@given(st.lists(st.tuples(KINDS, st.sampled_from(["", "I", "I.a", "II"]))))
def test_no_reference_stands_twice_and_paragraphs_leave_no_gap(units):
    cited = cite(Place(kind, path) for kind, path in units)

    numbers = [int(citation.number) for citation in cited if citation.number]
    assert len({citation.reference for citation in cited}) == len(cited)
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(("number", "numeral"), [(1, "I"), (4, "IV"), (9, "IX"), (49, "XLIX")])
def test_roman_numerals(number, numeral):
    assert roman(number) == numeral


def test_letters_go_on_after_z():
    assert [letters(number) for number in (1, 26, 27, 52, 53)] == ["a", "z", "aa", "az", "ba"]


@pytest.mark.parametrize(
    ("siblings", "depth", "label"),
    [
        ([], 0, "I"),
        ([], 1, "a"),
        (["I", "II", "III"], 0, "IV"),
        (["A", "B"], 1, "C"),
        (["a"], 1, "b"),
        (["1", "2"], 0, "3"),
        (["I", "III"], 0, "IV"),
    ],
)
def test_the_next_label_goes_on_counting_as_its_neighbours_do(siblings, depth, label):
    assert next_label(siblings, depth=depth) == label


@given(st.integers(-5000, 5000), st.integers(1, 5000), st.integers(1, 50))
def test_keys_between_two_neighbours_rise_and_touch_neither(before, gap, count):
    keys = keys_after(before, before + gap, count)

    if keys is None:
        assert gap <= count
    else:
        assert [before, *keys, before + gap] == sorted({before, *keys, before + gap})
