"""Three rules meet on who reads a submission, and the narrowest holds."""

from datetime import timedelta
from itertools import product

import pytest

from consultations.models import Comment, Consultation, Extension, Submission
from consultations.models.contributions import Readers, narrowest
from consultations.operations.commenting import mark_ready
from consultations.operations.correcting import withdraw
from consultations.operations.dispatching import Particulars
from consultations.operations.submitting import submit
from delegations.capacities import PUBLIC
from lap_portal import clock
from tests.builders.people import make_delegation, make_isu, make_member, make_presidency
from tests.builders.plans import make_draft
from tests.builders.talk import make_comment, make_consultation

pytestmark = pytest.mark.django_db

ORDER = list(Readers)
DAY = timedelta(days=1)


def speak(consultation, actor, readers="public"):
    mark_ready(make_comment(consultation, actor), actor=actor)
    return submit(
        consultation,
        actor=actor,
        received_at=clock.now(),
        particulars=Particulars(readers=readers),
    )


def rule(consultation, readers):
    """What the ISU would have set; the operation that changes it has its own tests."""
    Consultation.objects.filter(pk=consultation.pk).update(readers=readers)
    consultation.readers = readers


def reads(reader):
    seen = {
        Comment.objects.visible_to(reader).exists(),
        Submission.objects.visible_to(reader).exists(),
    }
    assert len(seen) == 1, "What is said and the act by which it was said are read together."
    return seen.pop()


@pytest.mark.parametrize(
    ("chosen", "then", "now"), list(product(["offices", "participants", "public"], ORDER, ORDER))
)
def test_the_narrowest_of_choice_rule_then_and_rule_now_decides(chosen, then, now):
    consultation = make_consultation(make_draft(circulation="public"))
    other = make_member()
    rule(consultation, then)
    speak(consultation, make_member(), chosen)
    rule(consultation, now)
    holds = narrowest(chosen, then, now)

    open_now = [reads(other), reads(PUBLIC)]
    with clock.at(consultation.closes_at + DAY):
        closed = [reads(other), reads(PUBLIC)]

    assert open_now == [ORDER.index(holds) >= ORDER.index(Readers.PARTICIPANTS), False]
    assert closed == [ORDER.index(holds) >= ORDER.index(Readers.AFTER_CLOSING), holds == "public"]


def test_the_offices_and_the_delegation_itself_always_read():
    consultation, actor = make_consultation(), make_member()
    colleague = make_member(actor.delegation, "member")
    speak(consultation, actor, "offices")

    assert all(reads(each) for each in (make_presidency(), make_isu(), actor, colleague))


def test_after_closing_means_after_the_last_delegation_s_closing():
    consultation = make_consultation()
    late, other = make_member(), make_member()
    rule(consultation, Readers.AFTER_CLOSING)
    speak(consultation, make_member())
    Extension.objects.create(
        consultation=consultation,
        delegation=late.delegation,
        closes_at=consultation.closes_at + 5 * DAY,
        granted_by=make_isu().person,
    )

    with clock.at(consultation.closes_at + DAY):
        before = reads(other)
    with clock.at(consultation.closes_at + 6 * DAY):
        after = reads(other)

    assert (before, after) == (False, True)


def test_whoever_does_not_read_the_draft_reads_nothing_said_about_it():
    consultation = make_consultation(make_draft(circulation="states_parties"))
    rule(consultation, Readers.PUBLIC)
    speak(consultation, make_member())
    outside = make_member(make_delegation(category="civil_society"))

    with clock.at(consultation.closes_at + DAY):
        assert reads(make_member())
        assert not reads(outside)
        assert not reads(PUBLIC)


def test_what_was_withdrawn_or_is_in_preparation_is_not_shared():
    consultation, actor, other = make_consultation(), make_member(), make_member()
    rule(consultation, Readers.PUBLIC)
    comment = speak(consultation, actor).comments.get()
    make_comment(consultation, actor, text="Not said yet.")
    before = Comment.objects.visible_to(other).get()

    withdraw(comment, actor=actor, reason="Said elsewhere")

    assert before == comment
    assert not Comment.objects.visible_to(other).exists()


def test_what_others_said_is_never_taken_for_one_s_own():
    consultation, other = make_consultation(), make_member()
    rule(consultation, Readers.PUBLIC)
    speak(consultation, make_member())

    assert Comment.objects.visible_to(other).exists()
    assert not Comment.objects.own_of(other).exists()
    assert not Submission.objects.own_of(other).exists()
