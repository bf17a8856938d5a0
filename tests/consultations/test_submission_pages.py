from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from consultations.models import Association, Comment, Consultation, Submission
from consultations.models.contributions import Readers
from consultations.operations.commenting import mark_ready
from consultations.operations.correcting import replace_comment
from consultations.operations.dispatching import Particulars
from consultations.operations.submitting import submit
from consultations.queries.readers import readers_words
from delegations.operations import end_membership
from lap_portal import clock
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.people import make_delegation, make_isu, make_member, sign_in
from tests.builders.plans import make_draft, make_plan
from tests.builders.talk import make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db


def pair(**fields):
    focal = make_member()
    return make_consultation(**fields), focal, make_member(focal.delegation, "member")


def ready(consultation, actor, unit="I-A1", **words):
    return mark_ready(make_comment(consultation, actor, unit, **words), actor=actor)


def at(consultation, name="submit"):
    return f"{consultation.get_absolute_url()}delegation/{name}/"


def post(consultation, actor, listed=(), offered=(), name="submit", **fields):
    data = {"listed": [c.stamp for c in listed], "offered": [c.stamp for c in offered], **fields}
    return sign_in(Client(), actor).post(at(consultation, name), data)


def states(*comments):
    for comment in comments:
        comment.refresh_from_db()
    return [comment.state for comment in comments]


def test_of_what_is_ready_what_is_left_unticked_stays_behind():
    consultation, focal, member = pair()
    going, staying = ready(consultation, member), ready(consultation, member, "I-A2")

    answer = post(consultation, focal, [going], [going, staying])

    assert answer.status_code == 302
    assert states(going, staying) == ["submitted", "ready"]


def test_what_became_ready_since_the_page_stops_the_submission_and_is_shown_ticked():
    consultation, focal, member = pair()
    going, staying = ready(consultation, member), ready(consultation, member, "I-A2")
    ready(consultation, member, "I-A3")

    answer = post(consultation, focal, [going], [going, staying], cover_letter="My letter.")

    text = answer.content.decode()
    assert answer.status_code == 409
    assert text.count(" checked>") >= 2
    assert "My letter." in text
    assert not Submission.objects.exists()


def test_what_was_rewritten_since_the_page_stops_the_submission():
    consultation, focal, member = pair()
    comment = ready(consultation, member)
    seen = [comment.stamp]
    make_comment(consultation, member, form_key=comment.form_key, text="Other words.")
    comment.refresh_from_db()
    mark_ready(comment, actor=member)

    with pytest.raises(StaleRevision):
        submit(consultation, actor=focal, received_at=clock.now(), listed=seen, offered=seen)


def test_sending_the_same_page_twice_makes_one_submission():
    consultation, focal, member = pair()
    going, staying = ready(consultation, member), ready(consultation, member, "I-A2")

    first = post(consultation, focal, [going], [going, staying])
    second = post(consultation, focal, [going], [going, staying])

    assert first["Location"] == second["Location"]
    assert Submission.objects.count() == 1


def test_the_stamp_of_another_delegation_submits_nothing():
    consultation, focal, member = pair()
    mine, theirs = ready(consultation, member), ready(consultation, make_member())

    answer = post(consultation, focal, [mine, theirs], [mine, theirs])

    assert answer.status_code == 409
    assert states(mine, theirs) == ["ready", "ready"]


def test_whoever_was_removed_meanwhile_submits_nothing():
    consultation, focal, member = pair()
    comment = ready(consultation, member)
    client = sign_in(Client(), focal)
    end_membership(focal.person.memberships.get(), actor=make_isu(), reason="Left")

    answer = client.post(at(consultation), {"listed": [comment.stamp]})

    assert answer.status_code in {302, 403, 404}
    assert not Submission.objects.exists()


def closed_hard(actor):
    """A consultation that refuses what is late, just closed; a correction, and something new."""
    consultation = make_consultation(late="refused")
    make_submission(consultation, actor)
    correction = replace_comment(
        Comment.objects.get(), actor=actor, form_key=uuid4(), reason_for_change="Slip", text="B"
    )
    new = make_comment(consultation, actor, "I-A2")
    return consultation, correction, new


def test_after_a_hard_closing_corrections_still_go_and_the_rest_stays_with_a_sentence():
    actor = make_member()
    consultation, correction, new = closed_hard(actor)
    with clock.at(consultation.closes_at + timedelta(hours=1)):
        text = sign_in(Client(), actor).get(at(consultation)).content.decode()
        answer = post(consultation, actor, [correction], [correction])

    assert "late contributions are not received" in text
    assert "What corrects your submissions still goes" in text
    assert text.count('name="listed"') == 1
    assert answer.status_code == 302
    assert states(correction, new) == ["submitted", "in_preparation"]


def test_a_page_opened_before_a_hard_closing_submits_nothing_new_and_loses_nothing():
    actor = make_member()
    consultation, correction, new = closed_hard(actor)
    with clock.at(consultation.closes_at + timedelta(hours=1)):
        both = [correction, new]
        answer = post(consultation, actor, both, both, cover_letter="My letter.")

    text = answer.content.decode()
    assert answer.status_code == 403
    assert "late contributions are not received" in text
    assert "My letter." in text
    assert text.count('name="listed"') == 1
    assert states(*both) == ["in_preparation", "in_preparation"]


def test_a_hard_closing_without_corrections_gives_the_letter_back():
    consultation, focal, member = pair(late="refused")
    comment = ready(consultation, member)
    with clock.at(consultation.closes_at + timedelta(hours=1)):
        page = sign_in(Client(), focal).get(at(consultation))
        answer = post(consultation, focal, [comment], [comment], cover_letter="My letter.")

    assert page.status_code == 403
    assert answer.status_code == 403
    assert "My letter." in answer.content.decode()


def test_late_is_received_and_marked():
    consultation, focal, member = pair()
    comment = ready(consultation, member)
    with clock.at(consultation.closes_at + timedelta(hours=1)):
        post(consultation, focal, [comment], [comment])

    assert Submission.objects.get().is_late


def test_a_draft_replaced_meanwhile_is_still_spoken_of():
    plan = make_plan()
    consultation, focal = make_consultation(make_draft(plan)), make_member()
    comment = make_comment(consultation, focal)
    make_draft(plan)

    assert post(consultation, focal, [comment], [comment]).status_code == 302
    assert states(comment) == ["submitted"]


def test_particulars_are_kept_and_stand_on_the_receipt():
    consultation, focal = make_consultation(), make_member()
    party = make_delegation("Ally")
    beyond = make_delegation("Neighbour", status="not_party")
    comment = make_comment(consultation, focal)

    answer = post(
        consultation,
        focal,
        [comment],
        [comment],
        readers="participants",
        is_preliminary="on",
        cover_letter="Dear President,",
        on_behalf_of="The Friends",
        aligned=[party.pk, beyond.pk],
    )

    submission = Submission.objects.get()
    assert (submission.readers, submission.is_preliminary) == ("participants", True)
    assert set(Association.objects.values_list("delegation", flat=True)) == {party.pk, beyond.pk}
    text = sign_in(Client(), focal).get(answer["Location"]).content.decode()
    for words in ("Dear President,", "The Friends", "Ally", "Neighbour", "subject to confirmation"):
        assert words in text


def test_groups_may_overlap():
    consultation, ally = make_consultation(), make_delegation("Ally")
    for name in ("The Friends", "The Group"):
        focal = make_member()
        comment = make_comment(consultation, focal)
        post(consultation, focal, [comment], on_behalf_of=name, aligned=[ally.pk])

    assert Association.objects.filter(delegation=ally).count() == 2


def test_only_states_are_aligned_and_only_on_behalf_of_a_group():
    consultation, focal = make_consultation(), make_member()
    make_comment(consultation, focal)
    organization = make_delegation("An organization", category="organization")

    for said in (
        Particulars(on_behalf_of="The Friends", aligned=(organization,)),
        Particulars(aligned=(make_delegation(),)),
        Particulars(readers="whoever"),
    ):
        with pytest.raises(RuleViolation):
            submit(consultation, actor=focal, received_at=clock.now(), particulars=said)


@pytest.mark.parametrize(
    "broken",
    [
        {"cover_letter": "a" * 2_000_000},
        {"cover_letter": "a\x00b"},
        {"on_behalf_of": "a\x00b"},
        {"on_behalf_of": "a" * 300},
        {"readers": "whoever"},
        {"aligned": ["x"]},
        {"aligned": ["9" * 40]},
        {"aligned": ["0"]},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_submitted(broken):
    consultation, focal = make_consultation(), make_member()
    comment = make_comment(consultation, focal)

    answer = post(consultation, focal, [comment], [comment], **broken)

    assert answer.status_code == 200
    assert "invalid-feedback" in answer.content.decode()
    assert states(comment) == ["in_preparation"]


def test_no_comments_is_a_complete_submission_and_said_once():
    consultation, focal = make_consultation(), make_member()
    comment = make_comment(consultation, focal)

    page = sign_in(Client(), focal).get(at(consultation, "no-comments")).content.decode()
    first = post(consultation, focal, name="no-comments")
    second = post(consultation, focal, name="no-comments")

    assert "stays inside your delegation" in page
    assert first["Location"] == second["Location"]
    assert Submission.objects.get().is_no_comments
    assert "No comments" in sign_in(Client(), focal).get(first["Location"]).content.decode()
    assert states(comment) == ["in_preparation"]


def test_after_a_hard_closing_no_comments_is_refused_with_its_reason():
    consultation, focal = make_consultation(late="refused"), make_member()
    with clock.at(consultation.closes_at):
        answer = post(consultation, focal, name="no-comments", cover_letter="My letter.")

    assert answer.status_code == 403
    assert "My letter." in answer.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("rule", Readers.values)
@pytest.mark.parametrize("choice", Submission.CHOICES_OF_READERS)
def test_who_will_read_is_the_narrower_of_rule_and_choice(rule, choice):
    consultation = Consultation(readers=rule)

    words = readers_words(consultation, choice)

    assert ("only" in words) is ("offices" in {rule, choice})
    assert ("everybody" in words) is ({rule, choice} == {"public"})
    assert ("take part, once" in words) is (rule == "after_closing" and choice != "offices")


def test_a_member_who_does_not_submit_is_refused():
    consultation, _focal, member = pair()
    comment = ready(consultation, member)

    assert post(consultation, member, [comment], [comment]).status_code == 403
    with pytest.raises(PermissionDenied):
        submit(consultation, actor=member, received_at=clock.now())


def test_the_page_costs_the_same_with_much_to_submit(django_assert_num_queries):
    consultation, focal, member = pair()
    for number in range(1, 4):
        ready(consultation, member, f"I-A{number}")
    client = sign_in(Client(), focal)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(at(consultation))


# Three find the person and the capacity, one the consultation, one the States.
PAGE_QUERIES = 16
