import pytest

from consultations.references import folded, found_in


@pytest.mark.parametrize(
    ("words", "references"),
    [
        ("On Action 3 of section II we ask for a date", ["II-A3", "II"]),
        ("See para. 17 and paragraph 4.", ["para. 17", "para. 4"]),
        ("III.a-A2 is welcome", ["III.a-A2"]),
        ("action 2 in part III (a)", ["III.a-A2", "III.a"]),
        ("Section III.a should go", ["III.a"]),
        ("We take part in it", []),
    ],
)
def test_references_are_found_in_the_words_of_a_letter(words, references):
    assert list(found_in(words)) == references


@pytest.mark.parametrize(
    "typed", ["para. 17", "Para 17", "paragraph 17", "§ 17", " para.17 ", "PARA. 17"]
)
def test_a_paragraph_is_found_however_it_is_typed(typed):
    assert folded(typed) == folded("para. 17")
