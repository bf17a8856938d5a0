import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultations.operations.revising import revise_prompted
from lap_portal import clock
from sections.operations import delete_element, merge_elements, revise_element
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import element, make_draft, make_plan
from tests.builders.talk import make_consultation, make_submission

pytestmark = pytest.mark.django_db

OLD = "Draw up a plan of destruction within a year;"
NEW = "Draw up a plan of destruction within six months;"


def read(client, name, *args, **query):
    return client.get(reverse(f"consultations:{name}", args=["plan", *args]), query)


def reword(plan, actor, *, text=NEW, based_on=1):
    found = element(plan, "Draw up")
    revise_element(found, actor=actor, text=text, reason="A secret reason", based_on=based_on)
    return found


def two_drafts(actor):
    plan = make_plan(actor)
    make_draft(plan, actor=actor)
    changed = reword(plan, actor)
    delete_element(element(plan, "Declare"), actor=actor, reason="Said elsewhere")
    make_draft(plan, actor=actor)
    return plan, changed


def test_a_comparison_shows_what_was_reworded_and_what_was_deleted(client):
    two_drafts(make_presidency())
    sign_in(client, make_member())

    page = read(client, "draft_compare", 2, 1).content.decode()

    assert "1 reworded" in page
    assert "1 deleted" in page
    assert "<del>" in page


def test_a_comparison_leads_to_a_comment_beside_each_change_while_one_may_comment(client):
    actor = make_presidency()
    plan, changed = two_drafts(actor)
    consultation = make_consultation(plan.drafts.get(number=2), title="The second round")
    place = reverse("consultations:comment_create", args=["plan", 1, changed.uid])
    sign_in(client, make_member())

    during = read(client, "draft_compare", 2, 1).content.decode()
    with clock.at(consultation.closes_at + timedelta(hours=1)):
        after = read(client, "draft_compare", 2, 1).content.decode()

    assert "The second round" in during
    assert during.count("data-comment") == 1
    assert place in during
    assert place not in after


def test_who_drafts_is_led_from_a_deleted_element_to_restoring_it(client):
    actor = make_presidency()
    plan, _changed = two_drafts(actor)
    gone = plan.elements.exclude(deleted_at=None).get()
    restore = reverse("sections:element_restore", args=["plan", gone.uid])

    pages = {
        who: read(sign_in(client, reader), "element_read", gone.uid).content.decode()
        for who, reader in {"presidency": actor, "isu": make_isu(), "member": make_member()}.items()
    }

    assert {who for who, page in pages.items() if restore in page} == {"presidency"}
    assert all("Declare when the last stock is gone." in page for page in pages.values())


def test_staff_are_led_from_a_comment_to_its_place_on_the_desk_and_delegations_are_not(client):
    consultation = make_consultation()
    member = make_member()
    comment = make_submission(consultation, member).comments.get()
    desk = reverse("consultations:desk", args=["plan", consultation.number])
    address = f"{desk}?comment={comment.pk}#comment-{comment.pk}"

    pages = [
        read(sign_in(client, reader), "element_read", comment.unit.uid).content.decode()
        for reader in (make_presidency(), make_isu(), member)
    ]

    assert [address in page for page in pages] == [True, True, False]


def test_a_draft_is_not_compared_with_one_that_is_out_of_reach(client):
    actor = make_presidency()
    plan = make_plan(actor)
    make_draft(plan, actor=actor, circulation="staff")
    make_draft(plan, actor=actor)
    sign_in(client, make_member())

    assert read(client, "draft_compare", 2, 1).status_code == 404
    assert read(client, "draft_compare", 2, 2).status_code == 404


def test_a_delegation_finds_its_own_comment_beside_the_change_and_no_other(client):
    actor = make_presidency()
    plan = make_plan(actor)
    consultation = make_consultation(make_draft(plan, actor=actor), open=False)
    mine, other = make_member(), make_member()
    prompts = [
        make_submission(consultation, who, (words,)).comments.get()
        for who, words in ((mine, "My own words"), (other, "The words of another"))
    ]
    revise_prompted(
        element(plan, "Draw up"),
        actor=actor,
        text=NEW,
        reason="Two delegations asked",
        based_on=1,
        prompted_by=prompts,
    )
    make_draft(plan, actor=actor)

    pages = [
        read(sign_in(client, who), "draft_compare", 2, 1).content.decode()
        for who in (mine, other, actor)
    ]

    assert ["My own words" in page for page in pages] == [True, False, True]
    assert ["The words of another" in page for page in pages] == [False, True, True]


def test_the_page_of_an_element_tells_staff_every_revision_and_its_reason(client):
    actor = make_presidency()
    _plan, changed = two_drafts(actor)
    sign_in(client, actor)

    page = read(client, "element_read", changed.uid, old=1, new=2).content.decode()

    assert "A secret reason" in page
    assert "Revision 2" in page


def test_others_read_only_wordings_of_drafts_and_no_reasons(client):
    actor = make_presidency()
    plan, changed = two_drafts(actor)
    reword(plan, actor, text="Draw up what nobody may read yet;", based_on=2)
    sign_in(client, make_member())

    page = read(client, "element_read", changed.uid, old=1, new=3).content.decode()

    assert "A secret reason" not in page
    assert "what nobody may read yet" not in page
    assert "Revision" not in page


def test_an_element_that_stood_in_no_draft_one_may_read_does_not_exist(client):
    actor = make_presidency()
    plan = make_plan(actor)
    make_draft(plan, actor=actor)
    sign_in(client, make_member())

    found = read(client, "element_read", element(plan, "Draw up").uid)
    secret = make_plan(actor, slug="other")

    assert found.status_code == 200
    assert read(client, "element_read", element(secret, "Draw up").uid).status_code == 404


def test_the_page_of_an_element_costs_the_same_whatever_is_said(
    client, django_assert_max_num_queries
):
    consultation = make_consultation()
    member = make_member()
    make_submission(consultation, member, tuple(f"Comment {n}" for n in range(10)))
    uid = consultation.draft.units.get(reference="I-A1").uid

    for reader in (member, make_presidency()):
        sign_in(client, reader)
        with django_assert_max_num_queries(17):
            assert read(client, "element_read", uid).status_code == 200


def test_staff_read_an_element_before_the_first_draft(client):
    actor = make_presidency()
    plan = make_plan(actor)
    address = reverse("consultations:element_read", args=[plan.slug, element(plan, "Draw up").uid])

    assert sign_in(client, actor).get(address).status_code == 200
    assert sign_in(Client(), make_member()).get(address).status_code == 404


def test_what_staff_do_between_two_drafts_shows_on_no_page_of_a_delegation(client):
    actor, member = make_presidency(), make_member()
    plan = make_plan(actor)
    draft = make_draft(plan, actor=actor)
    make_submission(make_consultation(draft, open=False), member)
    action, other = element(plan, "Draw up"), element(plan, "Report on")
    sign_in(client, member)

    def pages():
        return [
            re.sub(r'name="csrfmiddlewaretoken" value="\w+"|x-csrftoken[^}]*', "", page)
            for uid in (action.uid, other.uid)
            for page in [read(client, "element_read", uid).content.decode()]
        ]

    before = pages()
    revise_element(action, actor=actor, text=NEW, reason="Tried", based_on=1)
    revise_element(action, actor=actor, text=OLD, reason="Taken back", based_on=2)
    merge_elements(
        action, actor=actor, second=other, text="Both;", reason="One is enough", based_on=3
    )

    assert pages() == before
