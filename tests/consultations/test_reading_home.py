import pytest
from django.urls import reverse

from consultations.operations.commenting import mark_ready
from consultations.operations.inside import clear, set_clearing
from consultations.queries.home import home_page
from delegations.operations import invite_to_delegation
from tests.builders.people import (
    make_delegation,
    make_isu,
    make_member,
    make_person,
    make_presidency,
    sign_in,
)
from tests.builders.plans import make_draft, make_plan
from tests.builders.talk import make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db


def home(client, reader=None):
    if reader is not None:
        sign_in(client, reader)
    return client.get("/").content.decode()


def test_anybody_reads_the_home_page(client):
    page = home(client)

    assert "Skip to the main text" in page
    assert "Nothing has been issued yet" in page


def test_the_public_finds_public_drafts_only(client):
    draft = make_draft(circulation="public", designation="For the public")
    make_draft(draft.plan, designation="For delegations")

    page = home(client)

    assert "For the public" in page
    assert "For delegations" not in page


def test_a_delegation_finds_what_it_has_to_do(client):
    consultation = make_consultation()
    focal_point = make_member()
    make_member(focal_point.delegation, role="member")
    mark_ready(make_comment(consultation, focal_point), actor=focal_point)
    make_comment(consultation, focal_point)

    page = home(client, focal_point)

    assert "1 contribution ready to submit" in page
    assert "1 contribution in preparation" in page
    assert "3 unanswered questions" in page


def test_who_is_alone_in_a_delegation_finds_one_task(client):
    consultation = make_consultation()
    member = make_member()
    mark_ready(make_comment(consultation, member), actor=member)
    make_comment(consultation, member)

    page = home(client, member)

    assert "2 contributions to submit" in page
    assert "in preparation" not in page


def test_a_member_learns_who_submits(client):
    consultation = make_consultation()
    focal_point = make_member(person=make_person("Ada Example"))
    member = make_member(focal_point.delegation, role="member")
    mark_ready(make_comment(consultation, member), actor=member)

    assert "1 ready; Ada Example submits" in home(client, member)


def test_a_delegation_learns_nothing_of_what_another_prepares(client):
    consultation = make_consultation()
    make_comment(consultation, make_member())

    assert "in preparation" not in home(client, make_member())


def test_the_presidency_finds_what_is_not_handled(client):
    make_submission(make_consultation(), make_member(), ("One", "Two"))

    assert "2 of 2 comments not yet handled" in home(client, make_presidency())


def test_the_isu_finds_who_cannot_speak_yet_instead_of_the_work_of_the_presidency(client):
    isu = make_isu()
    make_submission(make_consultation(), make_member(actor=isu), ("One",))
    for name in ("Not invited", "Neither"):
        make_delegation(name, actor=isu)
    invite_to_delegation(
        make_delegation("Invited", actor=isu), actor=isu, address="m@m.example", role="member"
    )
    make_member(make_delegation("Without", actor=isu), role="member", actor=isu)

    page = home(client, isu)

    assert "2 delegations not invited yet" in page
    assert "1 invited delegation has not joined" in page
    assert "4 delegations without a focal point" in page
    assert "not yet handled" not in page
    for each in ("uninvited", "invited", "no_focal_point"):
        answer = client.get(reverse("delegations:delegation_list"), {"people": each})
        assert f"?people={each}" in page
        assert answer.status_code == 200


def test_the_isu_is_led_to_open_a_consultation_while_none_is_under_way(client):
    draft = make_draft()
    isu = make_isu()
    place = f"{reverse('consultations:consultation_create', args=['plan'])}?draft=1"

    before, others = home(client, isu), home(client, make_presidency())
    make_consultation(draft)

    assert place in before
    assert place not in others
    assert place not in home(client, isu)


def test_staff_learn_nothing_of_what_is_not_submitted(client):
    make_comment(make_consultation(), make_member())

    assert "not yet handled" not in home(client, make_presidency())


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_home_page_costs_the_same_however_many_consultations_there_were(
    client, django_assert_max_num_queries, rounds
):
    member = make_member()
    for n in range(rounds):
        draft = make_draft(make_plan(slug=f"plan-{n}"))
        make_submission(make_consultation(draft), member)

    for reader, most in ((member, 11), (make_presidency(), 8), (make_isu(), 9)):
        sign_in(client, reader)
        with django_assert_max_num_queries(most):
            client.get("/")


def test_an_unknown_address_offers_the_way_back(client):
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "To the home page" in answer.content.decode()


def test_a_delegation_that_clears_counts_what_may_go_apart_from_what_waits():
    consultation, focal = make_consultation(), make_member()
    make_member(focal.delegation, "member")
    set_clearing(actor=focal, clears=True)
    ready = [mark_ready(make_comment(consultation, focal), actor=focal) for _n in range(3)]
    clear(ready[0], actor=focal)

    words = [task.words for task in home_page(focal).open_rounds[0].tasks]

    assert "2 contributions to be cleared" in words
    assert "1 contribution ready to submit" in words
