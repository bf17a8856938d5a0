import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from consultations.models import Themed
from consultations.operations.theming import (
    make_theme,
    put_on,
    rename_theme,
    resume_theme,
    retire_theme,
    take_off,
)
from delegations.offices import Office
from delegations.operations import dismiss_staff
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.desk import make_round, say
from tests.builders.people import make_presidency
from tests.builders.plans import make_plan
from tests.builders.talk import make_comment

pytestmark = pytest.mark.django_db


def theme_of(around, name="Victims"):
    return make_theme(around.consultation.plan, actor=around.presidency, name=name)


def test_a_theme_is_put_on_several_comments_at_once_and_on_each_once():
    around = make_round()
    first, second = (say(around.consultation, each) for each in (around.first, around.second))
    theme = theme_of(around)
    put_on(theme, [first], actor=around.isu)

    count = put_on(theme, [first, second], actor=around.presidency)

    assert count == 1
    assert theme.themed.count() == 2
    trail = Themed.history.get(comment=second)
    assert (trail.history_user, trail.history_change_reason) == (
        around.presidency.person,
        "Put on",
    )


def test_taking_a_theme_off_keeps_its_trail():
    around = make_round()
    comment = say(around.consultation, around.first)
    theme = theme_of(around)
    put_on(theme, [comment], actor=around.presidency)

    assert take_off(theme, [comment], actor=around.isu) == 1
    assert take_off(theme, [comment], actor=around.presidency) == 0

    assert not theme.themed.exists()
    last = Themed.history.filter(history_type="-").get()
    assert (last.history_user, last.history_change_reason) == (around.isu.person, "Taken off")


@pytest.mark.parametrize("name", ["Victims", "VICTIMS", " victims "])
def test_a_name_stands_for_one_theme_also_once_retired(name):
    around = make_round()
    retire_theme(theme_of(around), actor=around.presidency)

    with pytest.raises(ValidationError, match="of this name already"):
        theme_of(around, name)


@pytest.mark.parametrize("name", ["", " \u200b ", "Two\nlines", "x" * 81, "Nul\x00"])
def test_a_theme_without_a_proper_name_is_refused(name):
    around = make_round()

    with pytest.raises(RuleViolation):
        theme_of(around, name)


def test_a_retired_theme_is_put_on_nothing_until_it_is_in_use_again():
    around = make_round()
    first, second = (say(around.consultation, each) for each in (around.first, around.second))
    theme = theme_of(around)
    put_on(theme, [first], actor=around.presidency)
    retire_theme(theme, actor=around.presidency)

    with pytest.raises(RuleViolation, match="was retired"):
        put_on(theme, [second], actor=around.presidency)

    assert theme.themed.count() == 1
    resume_theme(theme, actor=around.presidency)
    assert put_on(theme, [second], actor=around.presidency) == 1


def test_of_two_who_rename_a_theme_the_slower_is_told_the_new_name():
    around = make_round()
    theme = theme_of(around)
    rename_theme(theme, actor=around.isu, name="Survivors", based_on="Victims")

    with pytest.raises(StaleRevision, match="Survivors"):
        rename_theme(theme, actor=around.presidency, name="People", based_on="Victims")

    theme.refresh_from_db()
    assert theme.name == "Survivors"


def test_a_theme_is_for_the_comments_of_its_own_plan():
    around = make_round()
    comment = say(around.consultation, around.first)
    other = make_theme(make_plan(around.presidency, slug="other"), actor=around.isu, name="Else")

    with pytest.raises(RuleViolation, match="one plan"):
        put_on(other, [comment], actor=around.presidency)
    with pytest.raises(RuleViolation, match="at least one"):
        put_on(other, [], actor=around.presidency)

    assert not Themed.objects.exists()


def test_what_has_not_left_its_delegation_has_no_theme():
    around = make_round(open=True)
    inside = make_comment(around.consultation, around.first)
    theme = theme_of(around)

    with pytest.raises(PermissionDenied, match="not been submitted"):
        put_on(theme, [inside], actor=around.presidency)


def test_a_delegation_neither_makes_nor_puts_on_a_theme():
    around = make_round()
    comment = say(around.consultation, around.first)
    theme = theme_of(around)

    for act in (
        lambda: make_theme(around.consultation.plan, actor=around.first, name="Ours"),
        lambda: rename_theme(theme, actor=around.first, name="Ours", based_on=theme.name),
        lambda: retire_theme(theme, actor=around.first),
        lambda: put_on(theme, [comment], actor=around.first),
        lambda: take_off(theme, [comment], actor=around.first),
    ):
        with pytest.raises(PermissionDenied, match="Presidency and the ISU"):
            act()


def test_whoever_was_dismissed_meanwhile_changes_no_theme():
    around = make_round()
    theme, leaving = theme_of(around), make_presidency()
    dismiss_staff(leaving.person, actor=around.isu, office=Office.PRESIDENCY, reason="Has left")

    with pytest.raises(PermissionDenied, match="no longer hold"):
        retire_theme(theme, actor=leaving)
