import pytest

from documents.counting import count_words, count_words_of
from documents.outline import Footnote, Kind, Outline, Unit


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("  \n", 0),
        ("States’ reports – due by 2030-05-01.", 5),
        ("l’article 5", 2),
        ("仅有中文 and more", 6),
        ("-" * 200_000, 0),
    ],
)
def test_words_are_runs_with_a_letter_or_digit(text, count):
    assert count_words(text) == count


def test_a_paper_counts_its_title_block_its_text_and_its_footnotes():
    paper = Outline(
        title_lines=("A plan",),
        units=(Unit(Kind.PARAGRAPH, "", "Three words here.", number="1"),),
        footnotes=(Footnote("*", "Reissued.", unit=0, offset=3),),
    )

    assert count_words_of(paper) == 6
