import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.emphasis import carry_emphasis, carry_offset
from documents.outline import Emphasis


def test_italics_follow_the_words_they_stand_on():
    carried = carry_emphasis(
        "one mutatis mutandis", "one and two mutatis mutandis", [Emphasis(4, 20)]
    )

    assert carried == (Emphasis(12, 28),)


def test_italics_on_words_that_went_are_gone():
    assert carry_emphasis("one mutatis mutandis", "one in the same way", [Emphasis(4, 20)]) == ()


@pytest.mark.parametrize(
    ("new", "carried"),
    [
        ("All of the stocks are gone.", "All of the stocks| are gone."),
        ("All Stocks of mines are gone.", "All Stocks| of mines are gone."),
        ("Stocks went.", "Stocks| went."),
        ("They went", None),
        ("", None),
    ],
)
def test_a_mark_stays_behind_its_word_or_in_its_place(new, carried):
    place = carry_offset("Stocks are gone.", new, len("Stocks"))

    assert (None if place is None else f"{new[:place]}|{new[place:]}") == carried


@given(st.text(max_size=30), st.integers(0, 30), st.text(max_size=10))
def test_a_mark_stays_in_words_that_stay_and_never_outside_the_words(text, offset, added):
    offset = min(offset, len(text))

    assert carry_offset(text, text, offset) == (offset if text else None)
    place = carry_offset(text, added, offset)
    assert place is None or 0 <= place <= len(added)
