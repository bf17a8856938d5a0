from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from consultations.models import Declaration
from consultations.operations.declaring import declare, take_back_declaration
from lap_portal.errors import RuleViolation
from tests.builders.desk import make_point, make_synthesis
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import make_draft, make_plan
from tests.builders.talk import make_consultation

pytestmark = pytest.mark.django_db

PLACE = ["plan", 1]
PAGE = "consultations:declaration_revise"


def test_a_delegation_declares_what_it_will_do_and_changes_it_with_a_trail():
    consultation, focal_point = make_consultation(), make_member()

    declare(consultation, actor=focal_point, intention="awaiting_capital")
    declared = declare(consultation, actor=focal_point, intention="will_speak")

    assert Declaration.objects.get() == declared
    assert [(h.intention, h.history_user) for h in declared.history.order_by("history_id")] == [
        ("awaiting_capital", focal_point.person),
        ("will_speak", focal_point.person),
    ]


def test_a_declaration_made_twice_leaves_one_trace():
    consultation, focal_point = make_consultation(), make_member()

    declare(consultation, actor=focal_point, intention="will_comment")
    declare(consultation, actor=focal_point, intention="will_comment")

    assert Declaration.history.count() == 1


def test_a_declaration_is_taken_back_and_the_trail_says_by_whom():
    consultation, focal_point = make_consultation(), make_member()
    declare(consultation, actor=focal_point, intention="no_comments")

    take_back_declaration(consultation, actor=focal_point)

    assert not Declaration.objects.exists()
    last = Declaration.history.latest("history_id")
    assert (last.history_type, last.history_user) == ("-", focal_point.person)
    assert last.history_change_reason == "Taken back"
    with pytest.raises(RuleViolation, match="declared nothing"):
        take_back_declaration(consultation, actor=focal_point)


def test_only_whoever_submits_declares():
    consultation, focal_point = make_consultation(), make_member()
    member = make_member(focal_point.delegation, role="member")

    for actor in (member, make_isu(), make_presidency()):
        with pytest.raises(PermissionDenied):
            declare(consultation, actor=actor, intention="will_comment")


def test_a_declaration_is_one_of_the_four():
    with pytest.raises(ValidationError):
        declare(make_consultation(), actor=make_member(), intention="perhaps")


def test_nothing_is_declared_before_the_opening_or_after_the_synthesis():
    focal_point, presidency = make_member(), make_presidency()
    planned = make_consultation(opens_in=timedelta(days=1))
    with pytest.raises(PermissionDenied, match="not opened"):
        declare(planned, actor=focal_point, intention="will_comment")

    closed = make_consultation(make_draft_of("other"), open=False)
    make_point(closed, presidency)
    make_synthesis(closed, presidency)
    with pytest.raises(PermissionDenied, match="synthesis has been issued"):
        declare(closed, actor=focal_point, intention="will_comment")


def test_a_delegation_outside_the_circulation_declares_nothing():
    consultation = make_consultation(make_draft_of("narrow", circulation="coordinators"))

    with pytest.raises(PermissionDenied, match="does not read"):
        declare(consultation, actor=make_member(), intention="will_comment")


def test_another_delegation_sees_nothing_of_it(client):
    consultation, focal_point, other = make_consultation(), make_member(), make_member()
    declare(consultation, actor=focal_point, intention="awaiting_capital")

    page = sign_in(client, other).get(reverse(PAGE, args=PLACE)).content.decode()

    assert "has declared nothing" in page
    assert focal_point.delegation.name not in page
    assert not Declaration.objects.visible_to(other).exists()


def test_the_page_says_who_sees_it_and_keeps_what_was_declared(client):
    make_consultation()
    sign_in(client, make_member())

    answer = client.post(reverse(PAGE, args=PLACE), {"intention": "will_comment"}, follow=True)

    page = answer.content.decode()
    assert "no other delegation does" in page
    assert "declares: <strong>Will comment</strong>" in page
    assert "Declared" in page
    overview = client.get(reverse("consultations:consultation_read", args=PLACE)).content.decode()
    assert "Will comment" in overview
    client.post(reverse(PAGE, args=PLACE), {"take_back": "yes"})
    assert "has declared nothing" in client.get(reverse(PAGE, args=PLACE)).content.decode()


def test_an_unknown_intention_comes_back_as_a_sentence(client):
    make_consultation()
    sign_in(client, make_member())

    answer = client.post(reverse(PAGE, args=PLACE), {"intention": "perhaps"})

    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()
    assert not Declaration.objects.exists()


def make_draft_of(slug, **fields):
    return make_draft(make_plan(slug=slug), **fields)
