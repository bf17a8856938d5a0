import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.merging import Edit, collide, edits_between, merge, reworded

BASE = "States will report on stocks within a year."
WORDS = st.lists(st.sampled_from(["a", "the", " ", "\n", "state", ";", "行"])).map("".join)


@given(st.text(), st.text())
def test_the_edits_between_two_texts_turn_one_into_the_other(old, new):
    assert reworded(old, edits_between(old, new)) == new


@given(WORDS, WORDS)
def test_something_is_kept_between_any_two_edits_of_one_rewording(old, new):
    edits = edits_between(old, new)

    assert not any(a.end >= b.start for a, b in zip(edits, edits[1:], strict=False))


@given(WORDS, WORDS, WORDS)
def test_it_does_not_matter_whose_rewording_is_named_first(base, one, other):
    assert merge(base, one, other) == merge(base, other, one)


@given(WORDS, WORDS)
def test_what_one_side_left_alone_or_both_did_alike_is_as_the_other_has_it(base, new):
    assert merge(base, new, base) == merge(base, base, new) == merge(base, new, new) == new


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (
            "States shall report on stocks within a year.",
            "States will report on stocks within six months.",
            "States shall report on stocks within six months.",
        ),
        (
            "States shall inform on stocks within a year.",
            "States will report on all stocks within a year.",
            "States shall inform on all stocks within a year.",
        ),
        (
            "All States will report on stocks within a year.",
            "States will report on stocks.",
            "All States will report on stocks.",
        ),
    ],
)
def test_rewordings_of_different_words_come_together(one, other, both):
    assert merge(BASE, one, other) == both


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # The same word in two ways; within what the other takes out; two insertions in one place.
        ("States shall report on stocks within a year.", "States may report on stocks in a year."),
        ("States will report on stocks.", "States will report on stocks within half a year."),
        (
            "States will promptly report on stocks within a year.",
            "States will duly report on stocks within a year.",
        ),
    ],
)
def test_rewordings_of_the_same_words_collide(one, other):
    assert merge(BASE, one, other) is None


def test_an_insertion_beside_a_word_that_goes_collides_with_it():
    inserted, gone = Edit(7, 7, "soon "), Edit(7, 11, "shall")

    assert collide([inserted], [gone])
    assert not collide([inserted], [Edit(12, 18, "inform")])


def test_the_same_edit_made_twice_is_made_once():
    assert reworded("a b", [Edit(2, 3, "c"), Edit(2, 3, "c")]) == "a c"
