from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.models import Comment, Submission
from consultations.operations.commenting import discard, mark_ready
from consultations.operations.correcting import replace_comment, withdraw
from consultations.operations.dispatching import Particulars
from consultations.operations.submitting import submit
from consultations.operations.synthesizing import issue_synthesis, write_point
from consultations.receipts import digest_of_submission
from delegations.operations import end_membership, merge_delegations, revise_delegation
from lap_portal import clock
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.people import make_isu, make_member, make_presidency
from tests.builders.plans import make_draft, make_plan
from tests.builders.talk import make_answer, make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db


def ready(consultation, actor, unit="I-A1", **words):
    return mark_ready(make_comment(consultation, actor, unit, **words), actor=actor)


def submit_now(consultation, actor, **fields):
    return submit(consultation, actor=actor, received_at=clock.now(), **fields)


def test_everything_ready_goes_together_and_what_is_in_preparation_stays():
    consultation, actor = make_consultation(), make_member()
    going, answer = ready(consultation, actor), make_answer(consultation, actor)
    mark_ready(answer, actor=actor)
    staying = make_comment(consultation, actor, "I-A2")

    submission = submit_now(consultation, actor)

    going.refresh_from_db()
    answer.refresh_from_db()
    staying.refresh_from_db()
    assert (submission.number, submission.submitted_by_name) == (1, actor.person.name)
    assert (going.state, going.number, going.submission) == ("submitted", 1, submission)
    assert (answer.state, answer.submission) == ("submitted", submission)
    assert (staying.state, staying.submission) == ("in_preparation", None)


def test_staff_read_what_was_submitted_and_no_other_delegation_does():
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)

    assert Comment.objects.visible_to(make_presidency()).count() == 1
    assert Comment.objects.visible_to(make_isu()).count() == 1
    assert not Comment.objects.visible_to(make_member()).exists()
    assert not Submission.objects.visible_to(make_member()).exists()


def test_comments_are_numbered_in_the_order_of_the_draft_and_numbers_continue():
    consultation, actor = make_consultation(), make_member()
    last, first = ready(consultation, actor, "I-A3"), ready(consultation, actor, "I-A1")
    general = ready(consultation, actor, None)
    submit_now(consultation, actor)
    make_submission(consultation, actor, texts=("One more.",))
    other = make_member()
    make_submission(consultation, other)

    numbers = dict(Comment.objects.filter(delegation=actor.delegation).values_list("pk", "number"))
    assert [numbers[c.pk] for c in (general, first, last)] == [1, 2, 3]
    assert max(numbers.values()) == 4
    assert Comment.objects.get(delegation=other.delegation).number == 1


def test_nothing_ready_is_nothing_to_submit():
    consultation, actor = make_consultation(), make_member()
    make_comment(consultation, actor)

    with pytest.raises(RuleViolation, match="Nothing is ready"):
        submit_now(consultation, actor)

    assert not Submission.objects.exists()


def test_only_the_focal_point_or_a_deputy_submits():
    consultation, focal_point = make_consultation(), make_member()
    member = make_member(focal_point.delegation, "member")
    deputy = make_member(focal_point.delegation, "deputy")
    ready(consultation, member)

    with pytest.raises(PermissionDenied, match="focal point submits"):
        submit_now(consultation, member)

    assert submit_now(consultation, deputy).submitted_by == deputy.person


def test_staff_submit_for_nobody():
    consultation = make_consultation()

    for staff in (make_presidency(), make_isu()):
        with pytest.raises(PermissionDenied, match="Only a delegation"):
            submit_now(consultation, staff)


def test_a_focal_point_removed_in_mid_session_submits_nothing():
    consultation, actor = make_consultation(), make_member()
    ready(consultation, actor)
    end_membership(actor.person.memberships.get(), actor=make_isu(), reason="Left the mission")

    with pytest.raises(PermissionDenied, match="no longer"):
        submit_now(consultation, actor)


def test_the_instant_of_arrival_decides_whether_it_is_late():
    draft, actor = make_draft(), make_member()
    consultation = make_consultation(draft)
    closes = consultation.closes_at

    with clock.at(closes + timedelta(minutes=5)):
        ready(consultation, actor)
        punctual = submit(consultation, actor=actor, received_at=closes - timedelta(microseconds=1))
        ready(consultation, actor)
        late = submit(consultation, actor=actor, received_at=closes)

    assert not punctual.is_late
    assert late.is_late


def test_a_request_that_arrived_before_a_hard_closing_counts_and_one_after_does_not():
    actor, consultation = make_member(), make_consultation(late="refused")
    ready(consultation, actor)
    closes = consultation.closes_at

    with clock.at(closes + timedelta(seconds=3)):
        with pytest.raises(PermissionDenied, match="late contributions are not received"):
            submit(consultation, actor=actor, received_at=closes)
        submit(consultation, actor=actor, received_at=closes - timedelta(seconds=1))


def test_what_changed_since_the_page_listed_it_is_not_submitted():
    consultation, actor = make_consultation(), make_member()
    make_member(actor.delegation, "member")
    comment = ready(consultation, actor)
    listed = [comment.stamp]
    ready(consultation, actor, "I-A2")

    with pytest.raises(StaleRevision, match="Nothing was submitted"):
        submit_now(consultation, actor, listed=listed)

    assert not Submission.objects.exists()


def test_submitting_the_same_list_again_returns_the_submission_that_took_it():
    consultation, actor = make_consultation(), make_member()
    listed = [ready(consultation, actor).stamp, ready(consultation, actor, "I-A2").stamp]

    first = submit_now(consultation, actor, listed=listed)
    again = submit_now(consultation, actor, listed=listed)

    assert first == again
    assert Submission.objects.count() == 1


def test_a_delegation_of_one_submits_what_it_lists_without_marking_it_ready():
    consultation, actor = make_consultation(), make_member()
    going = make_comment(consultation, actor)
    staying = make_comment(consultation, actor, "I-A2")

    submit_now(consultation, actor, listed=[going.stamp])

    going.refresh_from_db()
    staying.refresh_from_db()
    assert (going.state, staying.state) == ("submitted", "in_preparation")


def test_a_delegation_of_several_submits_only_what_is_ready():
    consultation, actor = make_consultation(), make_member()
    make_member(actor.delegation, "member")
    comment = make_comment(consultation, actor)

    with pytest.raises(StaleRevision):
        submit_now(consultation, actor, listed=[comment.stamp])


def test_the_digest_can_be_made_again_whatever_became_of_the_comments():
    consultation, actor = make_consultation(), make_member()
    submission = make_submission(consultation, actor, texts=("One", "Two"))
    withdraw(Comment.objects.get(number=1), actor=actor, reason="Said by mistake")

    kept = Submission.objects.get()
    again = digest_of_submission(
        kept, kept.comments.order_by("number"), kept.answers.order_by("unit__order")
    )

    assert again == submission.digest


def test_the_digest_stays_true_when_the_delegation_is_called_otherwise():
    consultation, actor = make_consultation(), make_member()
    submission = make_submission(consultation, actor)
    revise_delegation(actor.delegation, actor=make_isu(), name="Another name", reason="Renamed")

    kept = Submission.objects.get()
    again = digest_of_submission(kept, kept.comments.all(), kept.answers.all())

    assert kept.delegation.name == "Another name"
    assert again == submission.digest


def test_after_a_merge_what_the_other_entry_had_ready_stops_nobody_from_submitting():
    consultation, isu = make_consultation(), make_isu()
    speaker, survivor = make_member(actor=isu), make_member(actor=isu)
    other, mine = ready(consultation, speaker), ready(consultation, survivor)
    merge_delegations(
        speaker.delegation, into=survivor.delegation, actor=isu, reason="Entered twice"
    )

    submission = submit_now(consultation, survivor, listed=[mine.stamp])

    other.refresh_from_db()
    assert list(submission.comments.all()) == [mine]
    assert other.state == "ready"


def test_after_a_merge_the_survivor_reads_both_receipts():
    consultation, isu = make_consultation(), make_isu()
    speaker, survivor = make_member(actor=isu), make_member(actor=isu)
    both = {make_submission(consultation, actor) for actor in (speaker, survivor)}

    merge_delegations(
        speaker.delegation, into=survivor.delegation, actor=isu, reason="Entered twice"
    )

    assert set(Submission.objects.visible_to(survivor)) == both


def test_the_marks_of_all_answers_are_read_at_once():
    consultation, actor = make_consultation(), make_member()
    for number in (1, 2, 3):
        answer = make_answer(consultation, actor, f"II.a-Q{number}", text="Yes.")
        mark_ready(answer, actor=actor)

    with CaptureQueriesContext(connection) as queries:
        submit_now(consultation, actor)

    assert sum('FROM "consultations_answermark"' in query["sql"] for query in queries) == 1


def test_of_one_person_something_has_to_be_ticked():
    consultation, actor = make_consultation(), make_member()
    make_comment(consultation, actor)

    with pytest.raises(RuleViolation, match="Tick at least one"):
        submit_now(consultation, actor, listed=[])


def test_submitting_leaves_a_trace_of_each_comment():
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)

    trace = Comment.history.first()
    assert (trace.state, trace.history_user, trace.number) == ("submitted", actor.person, 1)


def test_a_replacement_takes_the_place_of_a_comment_when_it_is_submitted():
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)
    old = Comment.objects.get()

    new = replace_comment(
        old, actor=actor, form_key=uuid4(), reason_for_change="A slip", text="By 2031."
    )
    old.refresh_from_db()
    assert (old.state, new.state, new.unit) == ("submitted", "in_preparation", old.unit)
    mark_ready(new, actor=actor)
    submit_now(consultation, actor)

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.text) == ("replaced", "This needs a date.")
    assert (new.state, new.number, new.replaces) == ("submitted", 2, old)


def test_another_reason_for_the_same_words_is_kept():
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)
    words = {"actor": actor, "form_key": uuid4(), "text": "Better"}
    replace_comment(Comment.objects.get(), reason_for_change="Unclear", **words)

    replace_comment(Comment.objects.get(number=1), reason_for_change="Instructed", **words)

    prepared = Comment.objects.get(state="in_preparation")
    assert prepared.reason_for_change == "Instructed"


def test_one_replacement_is_prepared_at_a_time():
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)
    old, key = Comment.objects.get(), uuid4()
    replace_comment(old, actor=actor, form_key=key, reason_for_change="A slip", text="A")
    replace_comment(old, actor=actor, form_key=key, reason_for_change="A slip", text="B")

    with pytest.raises(RuleViolation, match="already preparing"):
        replace_comment(old, actor=actor, form_key=uuid4(), reason_for_change="Why", text="C")

    assert Comment.objects.get(replaces=old).text == "B"


def test_a_replacement_may_be_discarded_and_begun_again():
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)
    old = Comment.objects.get()
    discard(
        replace_comment(old, actor=actor, form_key=uuid4(), reason_for_change="Why", text="A"),
        actor=actor,
    )

    replace_comment(old, actor=actor, form_key=uuid4(), reason_for_change="Why", text="B")

    assert Comment.objects.get(replaces=old).text == "B"


def test_what_is_withdrawn_stays_on_the_record_with_its_reason():
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)

    withdraw(Comment.objects.get(), actor=actor, reason="The capital decided otherwise")

    comment = Comment.objects.get()
    assert (comment.state, comment.text) == ("withdrawn", "This needs a date.")
    assert comment.withdrawal_reason == "The capital decided otherwise"
    assert comment.withdrawn_at is not None


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_withdrawn_without_a_reason(reason):
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)

    with pytest.raises(RuleViolation):
        withdraw(Comment.objects.get(), actor=actor, reason=reason)

    assert Comment.objects.get().state == "submitted"


def test_what_is_being_replaced_is_not_withdrawn():
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)
    old = Comment.objects.get()
    replace_comment(old, actor=actor, form_key=uuid4(), reason_for_change="Why", text="A")

    with pytest.raises(RuleViolation, match="preparing what replaces"):
        withdraw(old, actor=actor, reason="Why")


def test_nobody_else_withdraws_or_replaces():
    consultation, actor = make_consultation(), make_member()
    member = make_member(actor.delegation, "member")
    make_submission(consultation, actor)
    comment = Comment.objects.get()

    for stranger in (make_member(), make_presidency(), make_isu()):
        with pytest.raises(PermissionDenied, match="another delegation"):
            withdraw(comment, actor=stranger, reason="Why")
        with pytest.raises(PermissionDenied, match="another delegation"):
            replace_comment(
                comment, actor=stranger, form_key=uuid4(), reason_for_change="Why", text="A"
            )
    with pytest.raises(PermissionDenied, match="focal point"):
        withdraw(comment, actor=member, reason="Why")


def test_what_is_inside_is_neither_withdrawn_nor_replaced():
    consultation, actor = make_consultation(), make_member()
    comment = ready(consultation, actor)

    with pytest.raises(PermissionDenied, match="Only what was submitted"):
        withdraw(comment, actor=actor, reason="Why")
    with pytest.raises(PermissionDenied, match="Only what was submitted"):
        replace_comment(comment, actor=actor, form_key=uuid4(), reason_for_change="W", text="A")


def test_a_submission_belongs_to_its_consultation_alone():
    actor = make_member()
    one = make_consultation(make_draft(make_plan(slug="one")))
    two = make_consultation(make_draft(make_plan(slug="two")))
    ready(one, actor)

    with pytest.raises(RuleViolation, match="Nothing is ready"):
        submit_now(two, actor)


def test_once_the_synthesis_is_issued_the_record_no_longer_changes():
    consultation, actor, presidency = make_consultation(), make_member(), make_presidency()
    make_submission(consultation, actor)
    comment, waiting = Comment.objects.get(), ready(consultation, actor, "I-A2")
    with clock.at(consultation.closes_at):
        write_point(
            consultation,
            actor=presidency,
            section=None,
            text="A date was asked for.",
            sources={comment: None},
        )
        issue_synthesis(consultation, actor=presidency, title="Synthesis", dated=date(2030, 6, 1))

        for act in (
            lambda: ready(consultation, actor, "I-A3"),
            lambda: submit_now(consultation, actor),
            lambda: withdraw(comment, actor=actor, reason="Why"),
            lambda: replace_comment(
                comment, actor=actor, form_key=uuid4(), reason_for_change="Why", text="A"
            ),
        ):
            with pytest.raises(PermissionDenied, match="synthesis has been issued"):
                act()
        discard(waiting, actor=actor)


def test_no_comments_is_not_said_beside_contributions_on_the_record():
    consultation, actor = make_consultation(), make_member()
    none = Particulars(is_no_comments=True)
    make_submission(consultation, actor)

    with pytest.raises(RuleViolation, match="has contributions on the record"):
        submit_now(consultation, actor, particulars=none)
    withdraw(consultation.comments.get(), actor=actor, reason="Overtaken")
    submit_now(consultation, actor, particulars=none)

    numbers = Submission.objects.order_by("number").values_list("number", "is_no_comments")
    assert list(numbers) == [(1, False), (2, True)]
