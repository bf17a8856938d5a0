from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from consultations.models import Consultation
from consultations.operations.consulting import change_instants, open_consultation
from lap_portal import clock
from lap_portal.errors import RuleViolation
from tests.builders.people import make_isu, make_member, make_presidency
from tests.builders.plans import make_draft, make_plan
from tests.builders.talk import make_consultation, make_submission

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_the_isu_opens_a_consultation_and_the_trail_says_so():
    isu = make_isu()

    consultation = make_consultation(actor=isu)

    assert (consultation.number, consultation.state) == (1, "open")
    trace = consultation.history.get()
    assert (trace.history_user, trace.history_change_reason) == (isu.person, "Opened")


def test_consultations_are_numbered_per_plan():
    draft = make_draft()
    make_consultation(draft, open=False)

    assert make_consultation(draft, opens_in=DAY).number == 2
    assert make_consultation(make_draft(make_plan(slug="other"))).number == 1


def test_nobody_but_the_isu_opens_one():
    draft = make_draft()

    for actor in (make_presidency(), make_member()):
        with pytest.raises(PermissionDenied, match="Only the ISU"):
            make_consultation(draft, actor=actor)


def test_two_consultations_of_a_plan_are_never_open_at_once():
    draft = make_draft()
    make_consultation(draft)

    with pytest.raises(RuleViolation, match="Consultation 1 on this plan"):
        make_consultation(draft, opens_in=DAY)

    assert Consultation.objects.count() == 1


def test_one_may_open_at_the_instant_at_which_another_closes():
    draft, isu = make_draft(), make_isu()
    first = make_consultation(draft)

    second = open_consultation(
        draft,
        actor=isu,
        title="Second",
        opens_at=first.closes_at,
        closes_at=first.closes_at + DAY,
    )

    assert second.number == 2


def test_a_draft_that_only_staff_read_is_not_consulted_on():
    with pytest.raises(RuleViolation, match="Only staff"):
        make_consultation(make_draft(circulation="staff"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"closes_in": -3 * DAY}, "closes after it opens"),
        ({"opens_in": -2 * DAY, "closes_in": -2 * DAY}, "closes after it opens"),
        ({"time_zone": "Europe/Lausanne"}, "time zone"),
        ({"guidance": "a" * 20_001}, "at most 20,000"),
        ({"title": "a\x00"}, "control character"),
    ],
)
def test_what_a_consultation_cannot_be_is_refused_with_a_sentence(fields, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        make_consultation(**fields)


def test_a_consultation_needs_a_title_and_a_known_rule_for_lateness():
    for fields in ({"title": ""}, {"late": "perhaps"}):
        with pytest.raises(ValidationError):
            make_consultation(
                make_draft(make_plan(slug=f"p-{len(fields)}-{[*fields][0]}")), **fields
            )


def test_a_consultation_that_would_have_closed_already_is_refused():
    now = clock.now()

    with pytest.raises(RuleViolation, match="in the future"):
        open_consultation(
            make_draft(),
            actor=make_isu(),
            title="Over",
            opens_at=now - 2 * DAY,
            closes_at=now - DAY,
        )


def test_the_closing_is_put_off_with_a_reason():
    isu, consultation = make_isu(), make_consultation()
    later = consultation.closes_at + DAY

    change_instants(
        consultation,
        actor=isu,
        opens_at=consultation.opens_at,
        closes_at=later,
        reason="Asked for by a regional group",
    )

    consultation.refresh_from_db()
    assert consultation.closes_at == later
    assert consultation.history.first().history_change_reason == "Asked for by a regional group"


@pytest.mark.parametrize(
    ("opens_by", "closes_by", "reason", "sentence"),
    [
        (DAY, DAY, "Why", "when it did cannot change"),
        (0 * DAY, DAY, " ", "reason"),
        (0 * DAY, -11 * DAY, "Why", "in the future"),
        (0 * DAY, 30 * DAY, "Why", "is open in between"),
    ],
)
def test_instants_that_cannot_be_are_refused_with_a_sentence(opens_by, closes_by, reason, sentence):
    draft = make_draft()
    consultation = make_consultation(draft)
    make_consultation(draft, opens_in=20 * DAY, closes_in=25 * DAY)

    with pytest.raises(RuleViolation, match=f"(?i){sentence}"):
        change_instants(
            consultation,
            actor=make_isu(),
            opens_at=consultation.opens_at + opens_by,
            closes_at=consultation.closes_at + closes_by,
            reason=reason,
        )


def test_a_consultation_does_not_open_before_its_draft_was_issued():
    draft, now = make_draft(), clock.now()
    times = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}

    with pytest.raises(RuleViolation, match="not before"):
        open_consultation(draft, actor=make_isu(), title="Round", **times)

    consultation = make_consultation(draft, opens_in=timedelta(days=1))
    with pytest.raises(RuleViolation, match="not before"):
        change_instants(consultation, actor=make_isu(), reason="Sooner", **times)


def test_nobody_but_the_isu_changes_the_instants():
    consultation = make_consultation()

    for actor in (make_presidency(), make_member()):
        with pytest.raises(PermissionDenied, match="Only the ISU"):
            change_instants(
                consultation,
                actor=actor,
                opens_at=consultation.opens_at,
                closes_at=consultation.closes_at + DAY,
                reason="Why",
            )


def test_a_put_off_closing_makes_what_follows_punctual():
    actor, consultation = make_member(), make_consultation()
    change_instants(
        consultation,
        actor=make_isu(),
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at + 5 * DAY,
        reason="Why",
    )

    with clock.at(consultation.closes_at + 4 * DAY):
        assert not make_submission(consultation, actor).is_late
