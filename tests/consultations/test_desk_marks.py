import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from consultations.models import Assignment, DeskNote, WorkingTranslation
from consultations.operations.assigning import give_comments
from consultations.operations.desk_notes import strike_desk_note, write_desk_note
from consultations.operations.translating import translate_comment
from delegations.offices import Office
from delegations.operations import dismiss_staff
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.desk import make_round, say
from tests.builders.people import make_presidency
from tests.builders.talk import make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def around():
    return make_round(open=True)


@pytest.fixture
def comment(around):
    return say(around.consultation, around.first, proposal="Destroy them within a year;")


@pytest.fixture
def inside(around):
    return make_comment(around.consultation, around.first, text="Not yet said.")


# Assignment


def test_comments_are_given_to_a_person_and_to_another_and_taken_back(around, comment):
    other = say(around.consultation, around.second)
    isu, presidency = around.isu.person, around.presidency.person
    give_comments({comment: None}, actor=around.presidency, person=isu)

    count = give_comments(
        {comment: isu.pk, other: None}, actor=around.presidency, person=presidency
    )

    assert count == 2
    assert set(Assignment.objects.values_list("person", flat=True)) == {presidency.pk}
    assert give_comments({comment: presidency.pk}, actor=around.isu, person=None) == 1
    trail = Assignment.history.filter(comment=comment).order_by("history_id")
    assert [row.history_change_reason for row in trail] == ["Given", "Given", "Taken back"]
    assert [row.history_user for row in trail][-1] == isu


def test_giving_what_the_person_has_already_changes_nothing(around, comment):
    person = around.isu.person
    give_comments({comment: None}, actor=around.presidency, person=person)

    assert give_comments({comment: person.pk}, actor=around.presidency, person=person) == 0
    assert Assignment.history.count() == 1


def test_of_two_who_give_a_comment_the_slower_is_told_to_whom_it_went(around, comment):
    give_comments({comment: None}, actor=around.isu, person=around.isu.person)

    with pytest.raises(StaleRevision, match=around.isu.person.name):
        give_comments({comment: None}, actor=around.presidency, person=around.presidency.person)

    assert comment.assignment.person == around.isu.person


def test_where_one_of_several_was_given_meanwhile_none_is(around, comment):
    other = say(around.consultation, around.second)
    give_comments({other: None}, actor=around.isu, person=around.isu.person)

    with pytest.raises(StaleRevision, match="1 of these comments was given"):
        give_comments(
            {comment: None, other: None},
            actor=around.presidency,
            person=around.presidency.person,
        )
    with pytest.raises(StaleRevision, match="1 of these comments was given"):
        give_comments({comment: around.isu.person.pk}, actor=around.presidency, person=None)

    assert Assignment.objects.get().comment == other


def test_a_comment_is_given_only_to_whoever_holds_an_office_now(around, comment):
    gone = make_presidency()
    dismiss_staff(gone.person, actor=around.isu, office=Office.PRESIDENCY, reason="Has left")

    for person in (gone.person, around.first.person):
        with pytest.raises(RuleViolation, match="neither the Presidency nor the ISU"):
            give_comments({comment: None}, actor=around.presidency, person=person)

    assert not Assignment.objects.exists()


def test_giving_nothing_is_refused(around):
    with pytest.raises(RuleViolation, match="at least one"):
        give_comments({}, actor=around.presidency, person=around.isu.person)


# Notes


def test_a_note_is_written_and_struck_out_and_stays(around, comment):
    note = write_desk_note(comment, actor=around.isu, text=" Ask the capital. ")

    strike_desk_note(note, actor=around.presidency)
    strike_desk_note(note, actor=around.isu)

    kept = DeskNote.objects.get()
    assert (kept.text, kept.author) == ("Ask the capital.", around.isu.person)
    assert kept.struck_by == around.presidency.person


def test_a_double_click_writes_one_note_and_another_person_a_second(around, comment):
    for actor in (around.isu, around.isu, around.presidency):
        write_desk_note(comment, actor=actor, text="The same.")

    assert [note.author for note in comment.desk_notes.all()] == [
        around.isu.person,
        around.presidency.person,
    ]


@pytest.mark.parametrize("text", ["", " \n\u200b", "x" * 5_001, "\x00"])
def test_a_note_that_says_nothing_or_too_much_is_refused(around, comment, text):
    with pytest.raises(RuleViolation):
        write_desk_note(comment, actor=around.presidency, text=text)

    assert not DeskNote.objects.exists()


# Working translations


def test_a_new_translation_supersedes_the_one_before_in_its_language_only(around, comment):
    first = translate_comment(comment, actor=around.isu, language="fr", text="Une date.")
    spanish = translate_comment(comment, actor=around.isu, language="es", text="Una fecha.")

    again = translate_comment(
        comment, actor=around.presidency, language="fr", text="Il faut une date.", based_on=first.pk
    )

    current = set(comment.translations.filter(superseded_at=None))
    assert current == {spanish, again}
    assert WorkingTranslation.objects.count() == 3


def test_of_two_translators_the_slower_overwrites_nothing(around, comment):
    translate_comment(comment, actor=around.isu, language="fr", text="Une date.")

    with pytest.raises(StaleRevision):
        translate_comment(comment, actor=around.presidency, language="fr", text="Autre chose.")

    assert comment.translations.get().text == "Une date."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"language": "en", "text": "A date."}, "in this language already"),
        ({"language": "xx", "text": "A date."}, "cannot be chosen"),
        ({"language": "fr", "reason": "Parce que."}, "only what the comment says"),
        ({"language": "fr", "text": "x" * 60_001}, "at most"),
    ],
)
def test_a_translation_that_cannot_be_is_refused(around, comment, words, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        translate_comment(comment, actor=around.presidency, **words)

    assert not WorkingTranslation.objects.exists()


def test_a_translation_of_nothing_is_refused(around, comment):
    with pytest.raises(ValidationError, match="at least one of its texts"):
        translate_comment(comment, actor=around.presidency, language="fr", text=" ")


# Who may, and on what


def test_beside_what_has_not_left_its_delegation_nothing_is_kept(around, inside):
    for act in (
        lambda: give_comments({inside: None}, actor=around.isu, person=around.isu.person),
        lambda: write_desk_note(inside, actor=around.isu, text="Oh."),
        lambda: translate_comment(inside, actor=around.isu, language="fr", text="Oh."),
    ):
        with pytest.raises(PermissionDenied, match="not been submitted"):
            act()


def test_no_delegation_gives_notes_strikes_or_translates(around, comment):
    note = write_desk_note(comment, actor=around.isu, text="Ours.")

    for act in (
        lambda: give_comments({comment: None}, actor=around.first, person=around.isu.person),
        lambda: write_desk_note(comment, actor=around.first, text="Theirs."),
        lambda: strike_desk_note(note, actor=around.first),
        lambda: translate_comment(comment, actor=around.first, language="fr", text="Oh."),
    ):
        with pytest.raises(PermissionDenied, match="Presidency and the ISU"):
            act()


def test_rows_of_the_desk_are_visible_to_staff_alone(around, comment):
    write_desk_note(comment, actor=around.isu, text="Ours.")

    assert DeskNote.objects.visible_to(around.presidency).exists()
    assert not DeskNote.objects.visible_to(around.first).exists()
