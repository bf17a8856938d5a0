import pytest

from tests.builders.people import make_delegation, make_isu, make_member, make_presidency

pytestmark = pytest.mark.django_db


def test_the_builders_make_each_capacity():
    freedonia = make_delegation(name="Freedonia", status="signatory")

    assert make_isu().has_perm("delegations.manage_people")
    assert make_presidency().has_perm("sections.draft_plan")
    assert make_member().is_state_party
    assert make_member(freedonia).submits
    assert not make_member(freedonia, role="member").submits
    assert make_member(freedonia, role="deputy").submits
    assert not make_member(freedonia, role="member").is_state_party
