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


@given(st.text(max_size=400), st.lists(st.text(min_size=1, max_size=5), max_size=3))
def test_an_excerpt_of_any_text_shows_words_of_it_and_marks_only_what_was_looked_for(text, words):
    keys = [key for key in map(search_key, words) if key]

    pieces = excerpt(text, keys)

    for piece in pieces:
        assert piece.text in text or piece.text in {"… ", " …"}
    if keys and all(key not in search_key(text) for key in keys):
        assert not any(piece.is_found for piece in pieces)
