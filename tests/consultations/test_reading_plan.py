import pytest
from django.urls import reverse

from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import make_draft, make_plan
from tests.builders.talk import make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db


def read(client, name="plan_read", *args, **query):
    return client.get(reverse(f"consultations:{name}", args=["plan", *args]), query)


def test_the_working_text_is_read_by_staff(client):
    make_plan()
    sign_in(client, make_isu())

    page = read(client).content.decode()

    assert "Working text" in page
    assert "Draw up a plan of destruction within a year;" in page


@pytest.mark.parametrize("circulation", ["staff", "states_parties"])
def test_a_draft_is_not_read_by_those_outside_its_circulation(client, circulation):
    make_draft(circulation=circulation)

    assert read(client).status_code == 404
    assert read(client, "draft_read", 1).status_code == 404


def test_a_public_draft_is_read_without_signing_in(client):
    make_draft(circulation="public")

    page = read(client)

    assert page.status_code == 200
    assert "Working text" not in page.content.decode()


def test_a_delegation_finds_one_way_into_each_unit_while_the_consultation_is_open(client):
    consultation = make_consultation()
    sign_in(client, make_member())

    page = read(client).content.decode()

    assert page.count("data-comment") == consultation.draft.units.count()


def test_the_way_in_leads_to_the_form_of_the_consultation_on_the_draft(client):
    consultation = make_consultation(make_draft(make_draft().plan))
    sign_in(client, make_member())

    page = read(client)

    assert page.context["consultation"] == consultation
    assert page.context["consultation"].number == consultation.number == 1
    assert page.context["consultation"].title == consultation.title
    assert page.context["consultation"].draft == consultation.draft


def test_nobody_finds_a_way_in_when_it_has_closed(client):
    make_consultation(open=False)
    sign_in(client, make_member())

    assert "data-comment" not in read(client).content.decode()


def test_a_comment_in_preparation_is_counted_for_its_own_delegation_only(client):
    consultation = make_consultation()
    mine, other = make_member(), make_member()
    make_comment(consultation, mine)

    counts = [
        "1 comment" in read(sign_in(client, reader), "draft_read", 1).content.decode()
        for reader in (mine, other, make_presidency())
    ]

    assert counts == [True, False, False]


def test_the_text_can_be_narrowed_to_what_has_comments(client):
    consultation = make_consultation()
    member = make_member()
    make_comment(consultation, member, "I-A2")
    sign_in(client, member)

    page = read(client, show="commented").content.decode()

    assert "Report on stocks every April;" in page
    assert "Declare when the last stock is gone." not in page


@pytest.mark.parametrize("spoken", [0, 300])
def test_the_whole_text_costs_eight_queries_whatever_is_said(
    client, django_assert_max_num_queries, spoken
):
    consultation = make_consultation()
    member = make_member()
    if spoken:
        make_submission(consultation, member, tuple(f"Comment {n}" for n in range(spoken)))
    for reader in (member, make_presidency()):
        sign_in(client, reader)
        with django_assert_max_num_queries(8):
            assert read(client).status_code == 200
        with django_assert_max_num_queries(8):
            assert read(client, "draft_read", 1).status_code == 200


def test_a_section_is_read_alone(client):
    draft = make_draft(circulation="public")
    heading = draft.units.get(reference="II.a")
    uid = heading.section_uids.rstrip("/").split("/")[-1]

    page = read(client, "section_read", uid)

    assert page.status_code == 200
    assert "Publish what help is offered." in page.content.decode()
    assert "Report on stocks every April;" not in page.content.decode()
    assert read(client, "section_read", "nothing1").status_code == 404
