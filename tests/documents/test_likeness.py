from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.likeness import Group, groups_among, likeness, traits_of, traits_of_change

LEAST = 0.6
TEXTS = st.lists(
    st.lists(st.sampled_from("abcd"), max_size=9).map(lambda words: traits_of(" ".join(words))),
    max_size=14,
)


def groups(*texts, least=LEAST):
    return groups_among([traits_of(text) for text in texts], least=least)


def test_the_same_words_are_alike_whatever_stands_between_them():
    assert likeness(traits_of("report, every year;"), traits_of("report every\nyear.")) == 1


def test_likeness_is_the_share_of_pairs_of_words_in_common():
    # "" report / report every / every year / year "" against two other pairs, two in common.
    assert likeness(traits_of("report every year"), traits_of("report every month")) == 2 / 6
    assert likeness(traits_of(""), traits_of("")) == 0


def test_chinese_is_compared_character_by_character_and_arabic_word_by_word():
    assert likeness(traits_of("每年提交报告"), traits_of("每年提交報告")) == 5 / 9
    assert likeness(traits_of("تقرير كل سنة"), traits_of("تقرير كل شهر")) == 2 / 6


def test_proposals_are_alike_in_what_they_change_not_in_what_they_leave():
    words = "States will report every year on what they have destroyed and on what remains"
    sooner, stronger, stronger_too = (
        words.replace("year", "month"),
        words.replace("will", "shall"),
        words.replace("will", "shall"),
    )

    assert likeness(traits_of(sooner), traits_of(stronger)) > 0.5
    assert likeness(traits_of_change(words, sooner), traits_of_change(words, stronger)) == 0
    assert likeness(traits_of_change(words, stronger), traits_of_change(words, stronger_too)) == 1
    assert traits_of_change(words, words) == frozenset()


def test_groups_have_the_most_alike_first_and_tell_how_alike_each_is():
    found = groups(
        "one two three four five six seven eight",
        "something else altogether",
        "one two three four five six seven nine",
        "alpha beta gamma",
        "alpha beta gamma",
        "one two three four five six seven eight nine",
    )

    assert found == [
        Group(3, ((4, 1.0),)),
        Group(0, ((5, 8 / 11), (2, 7 / 11))),
    ]


def numbered(first, last):
    return frozenset(map(str, range(first, last)))


def test_a_text_goes_with_the_middle_it_is_most_like_though_another_came_first():
    texts = [numbered(1, 11), numbered(4, 14), numbered(5, 15)]

    (group,) = groups_among(texts, least=0.5)

    assert (group.middle, group.others) == (2, ((1, 9 / 11),))


def test_a_crowd_of_like_texts_makes_one_group():
    text = "we the undersigned call on all states to destroy their stocks within a year number"

    (group,) = groups(*(f"{text} {n}" for n in range(2_000)))

    assert len(group.others) == 1_999


def test_texts_without_words_are_in_no_group():
    assert groups("", " . ", "") == []


@given(TEXTS)
def test_nothing_alike_is_missed_and_nothing_unlike_is_grouped(texts):
    found = groups_among(texts, least=LEAST)

    grouped = [place for group in found for place in (group.middle, *dict(group.others))]
    assert len(grouped) == len(set(grouped))
    for group in found:
        for place, same in group.others:
            assert same == likeness(texts[group.middle], texts[place]) >= LEAST
    for first, second in combinations(range(len(texts)), 2):
        if likeness(texts[first], texts[second]) >= LEAST:
            assert {first, second} & set(grouped)


@given(TEXTS)
def test_the_same_texts_make_the_same_groups(texts):
    assert groups_among(texts, least=LEAST) == groups_among(list(texts), least=LEAST)


@pytest.mark.parametrize("least", [0.1, 0.5, 0.6, 0.7, 0.9, 1.0])
def test_a_pair_just_at_the_bound_is_found(least):
    common = [f"c{n}" for n in range(round(least * 10))]
    traits = frozenset([*common, *(f"x{n}" for n in range(10 - len(common)))])

    (group,) = groups_among([traits, frozenset(common)], least=least)

    assert group.likeness == least
