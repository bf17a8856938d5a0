import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from lap_portal import clock
from sections.operations import delete_element, move_element, revise_element
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import element, make_draft, make_plan
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
def test_the_whole_text_costs_the_same_whatever_is_said(
    client, django_assert_max_num_queries, spoken
):
    member, presidency = make_member(), make_presidency()
    plan = make_plan(presidency)
    make_draft(plan, actor=presidency)
    consultation = make_consultation(make_draft(plan, actor=presidency))
    if spoken:
        make_submission(consultation, member, tuple(f"Comment {n}" for n in range(spoken)))
    for reader, name, words in (
        (member, "plan_read", ()),
        (member, "draft_read", (2,)),
        (presidency, "plan_read", ()),
        (presidency, "draft_read", (2,)),
    ):
        sign_in(client, reader)
        with django_assert_max_num_queries(8):
            assert read(client, name, *words).status_code == 200


def test_what_changed_counts_moves_and_deletions_and_shows_deleted_words(client):
    actor = make_presidency()
    plan = make_plan(actor)
    make_draft(plan, actor=actor)
    moved, gone = element(plan, "Draw up"), element(plan, "Declare")
    after = element(plan, "Publish what")
    move_element(moved, actor=actor, after=after, section=after.section, reason="Later")
    delete_element(gone, actor=actor, reason="Said elsewhere")
    sign_in(client, actor)

    whole, changed = (read(client, show=show).content.decode() for show in ("", "changed"))

    assert 'Changed since Draft 1 <span class="soft">2</span>' in whole
    assert "Declare when the last stock is gone." not in whole
    assert "<del>Declare when the last stock is gone.</del>" in changed
    assert re.search(r'unit-change">\s*moved', changed)
    assert "Report on stocks every April;" not in changed


def test_a_reader_of_a_draft_finds_what_left_it_since_the_one_before(client):
    actor = make_presidency()
    plan = make_plan(actor)
    make_draft(plan, actor=actor)
    delete_element(element(plan, "Declare"), actor=actor, reason="Said elsewhere")
    make_draft(plan, actor=actor)
    sign_in(client, make_member())

    page = read(client, show="changed").content.decode()

    assert "<del>Declare when the last stock is gone.</del>" in page
    assert reverse("consultations:draft_compare", args=["plan", 2, 1]) in page


@pytest.mark.parametrize(("office", "keys"), [("delegation", (1, 2)), ("presidency", (1, 2))])
def test_a_reworded_unit_leads_to_the_comparison_of_its_two_wordings(client, office, keys):
    actor = make_presidency()
    plan = make_plan(actor)
    make_draft(plan, actor=actor)
    found = element(plan, "Draw up")
    revise_element(found, actor=actor, text="Draw up a plan soon;", reason="Sooner", based_on=1)
    make_draft(plan, actor=actor)
    sign_in(client, actor if office == "presidency" else make_member())

    page = html.unescape(read(client, "draft_read", 2).content.decode())
    address = re.search(r'unit-change"><a href="([^"]+)"', page)[1]

    assert address.endswith(f"{found.uid}/?old={keys[0]}&new={keys[1]}#wordings")
    assert "<ins>" in client.get(address).content.decode()


def test_an_older_draft_says_so_and_leads_to_the_one_that_is_consulted_on(client):
    actor = make_presidency()
    plan = make_plan(actor)
    make_draft(plan, actor=actor)
    consultation = make_consultation(make_draft(plan, actor=actor), title="The second round")
    sign_in(client, make_member())

    page = read(client, "draft_read", 1).content.decode()

    assert "Draft 2 has been issued since" in " ".join(page.split())
    assert "The second round: comments are invited on Draft 2" in page
    assert reverse("consultations:draft_read", args=["plan", consultation.draft.number]) in page
    assert "has been issued since" not in read(client, "draft_read", 2).content.decode()


def test_questions_are_no_longer_called_unanswered_when_the_consultation_has_closed(client):
    consultation = make_consultation()
    sign_in(client, make_member())

    during = read(client).content.decode()
    with clock.at(consultation.closes_at + timedelta(hours=1)):
        after = read(client).content.decode()

    assert "Unanswered questions" in during
    assert "nanswered question" not in after


def test_those_who_draft_add_behind_any_unit_of_the_working_text(client):
    actor = make_presidency()
    plan = make_plan(actor)
    make_draft(plan, actor=actor)
    place = reverse("sections:element_add", args=["plan"])

    counts = [
        read(sign_in(client, reader), name, *words).content.decode().count(f"{place}?after=")
        for reader, name, words in (
            (actor, "plan_read", ()),
            (actor, "draft_read", (1,)),
            (make_isu(), "plan_read", ()),
        )
    ]

    assert counts == [plan.elements.count(), 0, 0]


def test_who_opens_consultations_is_led_there_from_the_draft_unless_one_is_under_way(client):
    draft = make_draft()
    place = f"{reverse('consultations:consultation_create', args=['plan'])}?draft=1"
    isu = make_isu()

    offered = [
        place in read(sign_in(client, reader), "draft_read", 1).content.decode()
        for reader in (isu, make_presidency(), make_member())
    ]
    make_consultation(draft)

    assert offered == [True, False, False]
    assert place not in read(sign_in(client, isu), "draft_read", 1).content.decode()


def test_a_section_is_read_alone(client):
    draft = make_draft(circulation="public")
    heading = draft.units.get(reference="II.a")
    uid = heading.section_uids.rstrip("/").split("/")[-1]

    page = read(client, "section_read", uid)

    assert page.status_code == 200
    assert "Publish what help is offered." in page.content.decode()
    assert "Report on stocks every April;" not in page.content.decode()
    assert read(client, "section_read", "nothing1").status_code == 404
