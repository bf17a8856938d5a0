import pytest

from documents.commitments import Shift, shifts_in
from documents.compare import compare_words


def shifts(old, new):
    return list(shifts_in(compare_words(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("States will report.", "States should report.", Shift("will", "should", False)),
        ("States should report.", "States shall report.", Shift("should", "shall", True)),
        (
            "They commit to report.",
            "They strive to report.",
            Shift("commit to", "strive to", False),
        ),
        (
            "They will report.",
            "They will endeavour to report.",
            Shift("will", "will endeavour to", False),
        ),
        (
            "States are encouraged to report every year on what is left.",
            "All States could report on what is left.",
            Shift("are encouraged to", "could", False),
        ),
        ("Strive to report.", "Undertake to report.", Shift("strive to", "undertake to", True)),
        ("States may report.", "States should report.", Shift("may", "should", True)),
    ],
)
def test_a_verb_that_took_the_place_of_another_is_stronger_or_weaker(old, new, expected):
    assert shifts(old, new) == [expected]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("States will report.", "States will report."),
        ("States will report.", "All States will report soon."),
        ("States will report.", "States undertake to report."),
        ("States will report.", "States report."),
        ("", "States shall report."),
        ("The political will is there.", "The political should is there."),
        ("By May they meet.", "By April they should meet."),
        ("They may not transfer them.", "They should not transfer them."),
        ("Willing States, and shallow pits.", "Mayor, and shoulder."),
        # Two verbs against one: which took whose place is not known.
        ("They shall see and may act.", "Everybody should watch."),
    ],
)
def test_nothing_is_said_where_no_verb_took_the_place_of_another(old, new):
    assert shifts(old, new) == []


def test_each_verb_is_set_against_the_one_in_its_place():
    old = "States will report in time. Those who can may help."
    new = "States should report in time. Those who can shall help."

    assert [(s.old, s.new, s.is_stronger) for s in shifts(old, new)] == [
        ("will", "should", False),
        ("may", "shall", True),
    ]


def test_two_verbs_within_one_stretch_are_set_against_each_other_in_their_order():
    old, new = "Parties will act, may pay.", "Everybody should look, shall give."

    assert [(s.old, s.new) for s in shifts(old, new)] == [("will", "should"), ("may", "shall")]
