"""Each unit of a revised paper finds the unit of the text that it is, or is doubted."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.outline import Kind, Unit
from documents.updating.likeness import folded
from documents.updating.matching import Doubt, Match, Verdict, match_units

STOCKS = "Destroy all stocks of cluster munitions within four years of entry into force"
SURVEY = "Survey every suspected area and mark it so that nobody walks into it unaware"
VICTIMS = "Care for victims according to their needs, without setting one apart from another"
REPORT = "Report to the Secretary-General each April what was done in the year before"
MONEY = "Those in a position to do so give money, knowledge and equipment to those who ask"


def action(text, uid="", **fields):
    return Unit(Kind.ACTION, "I", text, uid=uid, **fields)


def text_of(*texts):
    return [action(text, f"uid{n:05}") for n, text in enumerate(texts)]


def found(old, new):
    matching = match_units(old, new)
    return [(m.verdict, m.other, m.doubt) for m in matching.units], matching.gone


def test_equal_words_are_found_wherever_they_stand():
    units, gone = found(text_of(STOCKS, SURVEY, VICTIMS), [action(VICTIMS), action(STOCKS)])

    assert units == [(Verdict.IS, 2, None), (Verdict.IS, 0, None)]
    assert gone == {1: Match(Verdict.DELETED)}


def test_of_equal_units_the_identifier_decides_and_then_the_order():
    old = text_of("Questions:", STOCKS, "Questions:", SURVEY, "Questions:")

    named, _gone = found(old, [action("Questions:", "uid00004"), action("Questions:", "uid00000")])
    in_order, _gone = found(old, [action(STOCKS), action("Questions:"), action(SURVEY)])

    assert [other for _verdict, other, _doubt in named] == [4, 0]
    assert [other for _verdict, other, _doubt in in_order] == [1, 2, 3]


def test_words_outweigh_an_identifier_that_moved_to_other_words():
    new = [action(SURVEY, "uid00000"), action(STOCKS, "uid00001")]

    units, _gone = found(text_of(STOCKS, SURVEY), new)

    assert [other for _verdict, other, _doubt in units] == [1, 0]


def test_a_reworded_unit_is_found_between_its_neighbours_without_identifier():
    new = [action(STOCKS), action(SURVEY.replace("mark it", "fence it off")), action(VICTIMS)]

    units, gone = found(text_of(STOCKS, SURVEY, VICTIMS), new)

    assert units[1] == (Verdict.IS, 1, None)
    assert not gone


def test_an_inserted_paragraph_takes_no_neighbour_for_its_printed_number():
    old = [
        Unit(Kind.PARAGRAPH, "I", STOCKS, number="1", uid="a"),
        Unit(Kind.PARAGRAPH, "I", SURVEY, number="2", uid="b"),
    ]
    new = [
        Unit(Kind.PARAGRAPH, "I", MONEY, number="1"),
        Unit(Kind.PARAGRAPH, "I", STOCKS.replace("four", "three"), number="2"),
        Unit(Kind.PARAGRAPH, "I", SURVEY.replace("mark", "fence"), number="3"),
    ]

    units, _gone = found(old, new)

    assert [(verdict, other) for verdict, other, _doubt in units] == [
        (Verdict.NEW, None),
        (Verdict.IS, 0),
        (Verdict.IS, 1),
    ]


def test_words_cut_in_two_or_joined_are_recognized_for_certain():
    first, second = "Destroy all stocks of cluster munitions", "within four years"
    whole = f"{first} {second}"

    cut, _gone = found(text_of(SURVEY, whole), [action(SURVEY), action(first), action(second)])
    joined, gone = found(text_of(first, second, SURVEY), [action(whole), action(SURVEY)])

    assert cut[1:] == [(Verdict.IS, 1, None), (Verdict.SPLIT, 1, None)]
    assert joined[0] == (Verdict.IS, 0, None)
    assert gone == {1: Match(Verdict.MERGED, 0)}


def test_words_cut_and_reworded_are_doubted():
    whole = f"{STOCKS}, {VICTIMS.lower()}, {REPORT.lower()}"
    new = [action(SURVEY), action(f"{STOCKS}, {VICTIMS.lower()}"), action(f"{REPORT}, in full")]

    units, _gone = found(text_of(SURVEY, whole), new)

    assert units[1:] == [(Verdict.IS, 1, None), (Verdict.SPLIT, 1, Doubt.CUT)]


def test_words_joined_and_reworded_are_doubted():
    new = [action(SURVEY), action(f"{STOCKS}; {VICTIMS.lower()}; and also {REPORT.lower()}")]

    _units, gone = found(text_of(SURVEY, f"{STOCKS}; {VICTIMS.lower()}", REPORT), new)

    assert gone == {2: Match(Verdict.MERGED, 1, Doubt.JOINED)}


def test_what_was_moved_and_reworded_is_doubted_where_it_is_only_alike():
    old = text_of(STOCKS, SURVEY, VICTIMS, REPORT)
    few, many = SURVEY.replace("mark", "fence"), f"{SURVEY[:45]} as soon as that can be done"

    sure, _gone = found(old, [action(STOCKS), action(VICTIMS), action(REPORT), action(few)])
    unsure, _gone = found(old, [action(STOCKS), action(VICTIMS), action(REPORT), action(many)])

    assert sure[3] == (Verdict.IS, 1, None)
    assert unsure[3][2] in {Doubt.MOVED, Doubt.ALIKE}


@pytest.mark.parametrize("again", [VICTIMS, VICTIMS.replace("needs", "wishes")])
def test_what_the_paper_says_twice_is_doubted(again):
    units, _gone = found(text_of(STOCKS, VICTIMS), [action(STOCKS), action(VICTIMS), action(again)])

    assert units[2][2] is Doubt.COPIED


def test_a_heading_is_never_anything_else():
    old = [Unit(Kind.HEADING, "I", STOCKS, uid="a"), action(SURVEY, "b")]

    units, gone = found(old, [action(STOCKS, "a"), action(SURVEY, "b")])

    assert units[0][0] is Verdict.NEW
    assert gone[0].verdict is Verdict.DELETED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Stocks” – all", '"Stocks" - all'),
        ("l’aide\u00a0; l\u2011on", "l'aide; l-on"),
        ("co\u00adoperate  now", "cooperate now"),
        ("Café", "Cafe\u0301"),
        ("wait …", "wait ..."),
    ],
)
def test_what_word_processors_change_by_themselves_is_folded_away(one, other):
    assert folded(one) == folded(other)


def test_what_people_change_is_not_folded_away():
    assert len({folded(text) for text in ("shall", "Shall", "shall;", "shall.", "shal")}) == 5


@given(
    st.lists(st.sampled_from([STOCKS, SURVEY, VICTIMS, REPORT, MONEY, "Questions:"]), max_size=9),
    st.lists(st.sampled_from([STOCKS, SURVEY, VICTIMS[:50], REPORT, "Questions:"]), max_size=9),
)
def test_no_unit_is_two_and_none_is_forgotten(old, new):
    units = text_of(*old)
    matching = match_units(units, [action(text) for text in new])

    taken = [m.other for m in matching.units if m.verdict is Verdict.IS]
    assert len(matching.units) == len(new)
    assert len(set(taken)) == len(taken)
    assert {*taken, *matching.gone} == set(range(len(old)))
    assert matching == match_units(units, [action(text) for text in new])


def test_five_hundred_units_take_well_under_a_second():
    old = text_of(*(f"{STOCKS} in case {n}, and {SURVEY} for {n * 7}" for n in range(500)))
    new = [
        action(unit.text.replace("all", "any").replace("within", f"in {n}"))
        for n, unit in enumerate(reversed(old))
    ]

    began = time.process_time()
    matching = match_units(old, [replace(unit, uid="") for unit in new])

    assert len(matching.units) == 500
    assert time.process_time() - began < 3  # A busy machine has time; the aim is a third of it.
