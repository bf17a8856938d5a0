import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.compare import DraftedUnit, Fate, Span, compare_units
from documents.outline import Kind


def unit(uid, text="Words.", *, kind=Kind.ACTION, reference="", section="I"):
    return DraftedUnit(uid, kind, reference, text, section)


def heading(uid, section):
    return unit(uid, f"Part {uid}", kind=Kind.HEADING, section=section)


def fates(changes):
    return [(change.unit.uid, *change.fates) for change in changes]


DRAFT = st.lists(
    st.builds(
        unit,
        st.sampled_from("abcdefgh"),
        st.sampled_from(["x", "y"]),
        kind=st.sampled_from([Kind.ACTION, Kind.HEADING]),
        section=st.sampled_from(["", "I", "II", "II.a"]),
    ),
    unique_by=lambda unit: unit.uid,
)


@given(DRAFT, DRAFT)
def test_both_drafts_can_be_rebuilt_from_the_changes(old, new):
    changes = compare_units(old, new)

    before = sorted((c.old_place, c.old) for c in changes if c.old is not None)
    assert [unit for _, unit in before] == old
    assert [change.new for change in changes if change.new is not None] == new
    assert [c.new_place for c in changes if c.new is not None] == list(range(len(new)))


@given(DRAFT)
def test_a_draft_compared_with_itself_is_unchanged(draft):
    changes = compare_units(draft, draft)

    assert {fate for change in changes for fate in change.fates} <= {Fate.UNCHANGED}


def test_an_insertion_moves_nothing_after_it():
    changes = compare_units([unit("a"), unit("b"), unit("c")], [unit("n"), *map(unit, "abc")])

    assert fates(changes) == [
        ("n", Fate.ADDED),
        ("a", Fate.UNCHANGED),
        ("b", Fate.UNCHANGED),
        ("c", Fate.UNCHANGED),
    ]


def test_only_the_unit_that_changed_its_place_among_the_others_is_moved():
    changes = compare_units(list(map(unit, "abcd")), list(map(unit, "bcda")))

    assert fates(changes)[-1] == ("a", Fate.MOVED)
    assert {fate for change in changes[:-1] for fate in change.fates} == {Fate.UNCHANGED}


def test_a_unit_can_be_changed_and_moved():
    changes = compare_units(list(map(unit, "abc")), [unit("b"), unit("c"), unit("a", "Others.")])

    assert changes[-1].fates == (Fate.CHANGED, Fate.MOVED)
    assert changes[-1].words() != []


def test_a_deleted_unit_stands_where_it_stood():
    changes = compare_units(list(map(unit, "abcd")), [unit("a"), unit("n"), unit("d")])

    assert [change.unit.uid for change in changes] == ["a", "b", "c", "n", "d"]


def test_a_unit_deleted_at_the_beginning_stands_at_the_beginning():
    changes = compare_units(list(map(unit, "ab")), [unit("b")])

    assert fates(changes) == [("a", Fate.DELETED), ("b", Fate.UNCHANGED)]


def test_a_section_inserted_before_a_section_does_not_move_its_units():
    old = [heading("h", "I"), unit("a", section="I")]
    new = [heading("k", "I"), unit("n", section="I"), heading("h", "II"), unit("a", section="II")]

    changes = compare_units(old, new)

    assert [change.is_moved for change in changes if change.old] == [False, False]


def test_a_unit_under_another_heading_is_moved_even_in_the_same_order():
    old = [heading("h", "I"), unit("a"), unit("b"), heading("k", "II"), unit("c", section="II")]
    new = [
        heading("h", "I"),
        unit("a"),
        heading("k", "II"),
        unit("b", section="II"),
        unit("c", section="II"),
    ]

    changes = compare_units(old, new)

    assert [change.unit.uid for change in changes if change.is_moved] == ["b"]


def test_a_new_reference_alone_is_renumbering_and_no_change():
    (change,) = compare_units([unit("a", reference="A1")], [unit("a", reference="A2")])

    assert change.fates == (Fate.UNCHANGED,)
    assert change.is_renumbered


def test_a_change_of_kind_is_a_change():
    (change,) = compare_units([unit("a")], [unit("a", kind=Kind.QUESTION)])

    assert change.fates == (Fate.CHANGED,)


def test_a_draft_with_a_uid_twice_is_refused():
    with pytest.raises(ValueError, match="each uid once"):
        compare_units([unit("a"), unit("a")], [])


def test_the_words_of_an_added_unit_are_one_addition():
    (change,) = compare_units([], [unit("a", "New words.")])

    assert change.words() == [Span("added", "New words.")]
