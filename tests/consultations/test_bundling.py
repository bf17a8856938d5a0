import pytest
from django.core.exceptions import PermissionDenied

from consultations.models import Bundle, Bundled
from consultations.operations.bundling import add_to_bundle, make_bundle, rename_bundle, take_out
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.desk import make_round, say
from tests.builders.people import make_member
from tests.builders.plans import make_draft, make_plan
from tests.builders.talk import make_comment, make_consultation

pytestmark = pytest.mark.django_db


@pytest.fixture
def around():
    return make_round(open=True)


@pytest.fixture
def alike(around):
    third = make_member(actor=around.isu)
    return [say(around.consultation, each) for each in (around.first, around.second, third)]


def bundle(around, comments, name="A date", **more):
    actor = more.pop("actor", around.presidency)
    return make_bundle(around.consultation, comments, actor=actor, name=name)


def test_comments_are_bundled_added_and_taken_out_and_keep_their_authors(around, alike):
    made = bundle(around, alike[:2])

    assert add_to_bundle(made, alike, actor=around.isu) == 1
    assert take_out(made, alike[0], actor=around.isu) == 1
    assert take_out(made, alike[0], actor=around.presidency) == 0

    assert [each.comment for each in made.bundled.order_by("comment")] == alike[1:]
    assert len({each.comment.delegation for each in made.bundled.all()}) == 2
    trail = Bundled.history.filter(comment=alike[0]).order_by("history_id")
    assert [row.history_change_reason for row in trail] == ["Put in", "Taken out"]


def test_of_two_who_bundle_the_slower_is_told_where_the_comment_lies(around, alike):
    bundle(around, alike[:2], actor=around.isu)

    with pytest.raises(StaleRevision, match="comment 1, lies in the bundle “A date” already"):
        bundle(around, alike[1:], "Another")

    assert Bundle.objects.count() == 1
    assert Bundled.objects.count() == 2


def test_of_two_who_rename_a_bundle_the_slower_is_told_the_new_name(around, alike):
    made = bundle(around, alike)
    rename_bundle(made, actor=around.isu, name="Dates", based_on="A date")

    with pytest.raises(StaleRevision, match="Dates"):
        rename_bundle(made, actor=around.presidency, name="Time", based_on="A date")


@pytest.mark.parametrize("name", ["", " \u200b", "a\nb", "x" * 201])
def test_a_bundle_without_a_proper_name_is_refused(around, alike, name):
    with pytest.raises(RuleViolation):
        bundle(around, alike, name)

    assert not Bundled.objects.exists()


def test_a_bundle_of_one_or_of_two_consultations_is_refused(around, alike):
    draft = make_draft(make_plan(around.presidency, slug="else"), actor=around.presidency)
    stray = say(make_consultation(draft, actor=around.isu), around.first)

    with pytest.raises(RuleViolation, match="at least two"):
        bundle(around, alike[:1])
    with pytest.raises(RuleViolation, match="one consultation"):
        bundle(around, [*alike, stray])
    with pytest.raises(RuleViolation, match="at least one"):
        bundle(around, [])


def test_what_has_not_left_its_delegation_is_not_bundled(around, alike):
    inside = make_comment(around.consultation, around.first)

    with pytest.raises(PermissionDenied, match="not been submitted"):
        bundle(around, [*alike, inside])


def test_a_delegation_bundles_nothing(around, alike):
    made = bundle(around, alike[:2])

    for act in (
        lambda: bundle(around, alike, actor=around.first),
        lambda: add_to_bundle(made, alike, actor=around.first),
        lambda: rename_bundle(made, actor=around.first, name="Ours", based_on=made.name),
        lambda: take_out(made, alike[0], actor=around.first),
    ):
        with pytest.raises(PermissionDenied, match="Presidency and the ISU"):
            act()
