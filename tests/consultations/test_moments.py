"""What a delegation may do before, during and after a consultation, and after its synthesis."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.operations.commenting import mark_ready
from consultations.operations.correcting import replace_comment, withdraw
from consultations.operations.submitting import submit
from lap_portal import clock
from tests.builders.people import make_isu, make_member, sign_in
from tests.builders.talk import conclude, make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ACTS = ("prepare", "change", "submit", "replace", "withdraw")
#            prepare change submit replace withdraw
MOMENTS = {
    ("received", "open"): (True, True, True, True, True),
    ("received", "closed"): (True, True, True, True, True),
    ("refused", "open"): (True, True, True, True, True),
    ("refused", "closed"): (False, False, False, True, True),
    ("received", "synthesized"): (False, False, False, False, False),
    ("refused", "synthesized"): (False, False, False, False, False),
}


def attempts(consultation, actor):
    """Each act, on rows that were there while the consultation was open."""
    sent = make_submission(consultation, actor).comments.get()
    again = make_submission(consultation, actor, ("Another.",)).comments.get()
    begun = make_comment(consultation, actor, text="Begun.")
    mark_ready(make_comment(consultation, actor, text="Ready."), actor=actor)
    return {
        "prepare": lambda: make_comment(consultation, actor, text="New."),
        "change": lambda: make_comment(
            consultation, actor, text="Changed.", form_key=begun.form_key, based_on=begun.stamp
        ),
        "submit": lambda: submit(consultation, actor=actor, received_at=clock.now()),
        "replace": lambda: replace_comment(
            sent, actor=actor, form_key=uuid4(), reason_for_change="Better", text="Better."
        ),
        "withdraw": lambda: withdraw(again, actor=actor, reason="Said elsewhere"),
    }


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(("late", "moment"), MOMENTS)
def test_each_act_has_its_moment(late, moment, act):
    consultation, actor = make_consultation(late=late), make_member()
    do = attempts(consultation, actor)[act]
    expected = MOMENTS[late, moment][ACTS.index(act)]
    at = clock.now() if moment == "open" else consultation.closes_at + DAY
    if moment == "synthesized":
        conclude(consultation)

    with clock.at(at):
        if expected:
            do()
        else:
            with pytest.raises(PermissionDenied):
                do()


@pytest.mark.parametrize("late", ["received", "refused"])
def test_before_it_opens_nothing_is_prepared_or_submitted(late):
    consultation, actor = make_consultation(opens_in=DAY, late=late), make_member()

    with pytest.raises(PermissionDenied, match="has not opened"):
        make_comment(consultation, actor)
    with pytest.raises(PermissionDenied, match="has not opened"):
        submit(consultation, actor=actor, received_at=clock.now())


@pytest.mark.parametrize("late", ["received", "refused"])
def test_what_has_closed_stays_readable(client, late):
    consultation, actor = make_consultation(late=late, readers="participants"), make_member()
    make_submission(consultation, actor)
    place = [consultation.plan.slug, consultation.number]
    names = ("consultation_read", "workspace", "contributions")

    sign_in(client, actor)
    with clock.at(consultation.closes_at + DAY):
        answers = [client.get(reverse(f"consultations:{name}", args=place)) for name in names]

    assert [answer.status_code for answer in answers] == [200, 200, 200]


def test_a_planned_consultation_is_unknown_to_delegations(client):
    consultation = make_consultation(opens_in=DAY, actor=make_isu())
    sign_in(client, make_member())

    place = [consultation.plan.slug, consultation.number]
    answer = client.get(reverse("consultations:contributions", args=place))

    assert answer.status_code == 404
