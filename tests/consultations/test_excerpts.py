import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.queries.excerpts import excerpt
from lap_portal.text import search_key


def found(text, *words):
    pieces = excerpt(text, [search_key(word) for word in words])
    return [piece.text for piece in pieces if piece.is_found]


@pytest.mark.parametrize(
    ("text", "word", "marked"),
    [
        ("Stocks are destroyed.", "STOCK", "Stock"),
        ("La coopération des États", "cooperation", "coopération"),
        ("La coopération des États", "etats", "États"),
        ("cafe\u0301 ouvert", "café", "cafe\u0301"[:4]),
        ("销毁集束弹药库存", "集束弹药", "集束弹药"),
        ("إزالة الألغام", "الالغام", "الألغام"),
        ("Große Straße", "STRASSE", "Straße"),
        ("100% of _all_", "100%", "100%"),
    ],
)
def test_what_was_looked_for_is_marked_in_the_words_as_written(text, word, marked):
    assert found(text, word) == [marked]


def test_only_the_surroundings_of_what_was_found_are_shown():
    text = "begin " + "word " * 200 + "target " + "word " * 200 + "end"

    pieces = excerpt(text, ["target"])

    shown = "".join(piece.text for piece in pieces)
    assert len(shown) < 250
    assert shown.startswith("… ")
    assert shown.endswith(" …")


@st.composite
def searches(draw, longest):
    """A text, and keys of which some were taken from it."""
    text = draw(st.text(st.characters(exclude_characters="…"), max_size=longest))
    starts = draw(st.lists(st.integers(0, len(text)), max_size=2))
    taken = [text[start : start + draw(st.integers(1, 5))] for start in starts]
    words = [*taken, *draw(st.lists(st.text(min_size=1, max_size=5), max_size=2))]
    return text, [key for key in map(search_key, words) if key]


def holds(text, keys):
    bare = "".join(map(search_key, text))
    return any(key in bare for key in keys)


@given(searches(longest=80))
def test_a_short_text_is_shown_whole_with_all_that_was_looked_for_and_nothing_else_marked(search):
    text, keys = search

    pieces = excerpt(text, keys)

    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        assert piece.is_found == holds(piece.text, keys)


@given(searches(longest=400))
def test_a_long_text_is_shown_in_its_own_words_and_order_and_what_it_holds_is_marked(search):
    text, keys = search

    pieces = excerpt(text, keys)

    end = 0
    for piece in pieces:
        if piece.text not in {"… ", " …"}:
            end = text.index(piece.text, end) + len(piece.text)
    assert any(piece.is_found for piece in pieces) == holds(text, keys)
