from documents.emphasis import carry_emphasis
from documents.outline import Emphasis


def test_italics_follow_the_words_they_stand_on():
    carried = carry_emphasis(
        "one mutatis mutandis", "one and two mutatis mutandis", [Emphasis(4, 20)]
    )

    assert carried == (Emphasis(12, 28),)


def test_italics_on_words_that_went_are_gone():
    assert carry_emphasis("one mutatis mutandis", "one in the same way", [Emphasis(4, 20)]) == ()
