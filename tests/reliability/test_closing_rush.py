"""Twenty delegations submit in the second in which a consultation closes, some of them twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from consultations.models import Comment, Consultation, Submission
from lap_portal import clock
from tests.builders.people import make_isu, make_member, sign_in
from tests.builders.talk import make_comment, make_consultation

pytestmark = pytest.mark.django_db(transaction=True)

DELEGATIONS = 20
THREADS = 20
REFUSED = "This consultation has closed, and late contributions are not received."


@dataclass
class Sender:
    """A focal point who has the page of submission open, and when the button is pressed."""

    client: Client
    delegation: int
    listed: list[str]
    before_closing: float


@dataclass
class Outcome:
    """What the sender was told: the address of a receipt, or the page with the refusal."""

    delegation: int
    receipt: str
    page: str


def make_senders(consultation):
    isu = make_isu()
    for number in range(DELEGATIONS):
        actor = make_member(actor=isu)
        comments = [make_comment(consultation, actor, text=f"{number}, {n}") for n in range(2)]
        yield Sender(
            sign_in(Client(), actor),
            actor.delegation.pk,
            [comment.stamp for comment in comments],
            before_closing=0.5 - number / DELEGATIONS,
        )


def rush(consultation, senders):
    """Each sender presses at the own moment around the closing, and at once presses again."""
    start = Barrier(THREADS + 1)
    address = consultation.get_absolute_url() + "delegation/submit/"

    def press(sender):
        start.wait()
        wait = (consultation.closes_at - clock.now()).total_seconds() - sender.before_closing
        time.sleep(max(wait, 0))
        try:
            answers = [sender.client.post(address, {"listed": sender.listed}) for _ in range(2)]
        finally:
            connection.close()
        return [
            Outcome(
                sender.delegation,
                answer["Location"] if answer.status_code == 302 else "",
                unescape(answer.content.decode()),
            )
            for answer in answers
        ]

    with ThreadPoolExecutor(THREADS) as threads:
        pressing = [threads.submit(press, sender) for sender in senders]
        consultation.closes_at = clock.now() + timedelta(seconds=1)
        Consultation.objects.filter(pk=consultation.pk).update(closes_at=consultation.closes_at)
        start.wait()
        return [outcome for each in pressing for outcome in each.result()]


@pytest.mark.parametrize("late", ["received", "refused"])
def test_every_acknowledged_submission_is_there_once_and_every_refused_one_got_its_reason(late):
    consultation = make_consultation(late=late)
    senders = list(make_senders(consultation))

    outcomes = rush(consultation, senders)

    kept = {submission.delegation_id: submission for submission in Submission.objects.all()}
    told = {outcome.delegation for outcome in outcomes if outcome.receipt}
    assert Submission.objects.count() == len(kept)
    assert set(kept) == told
    for outcome in outcomes:
        here = kept.get(outcome.delegation)
        if here is None:
            assert REFUSED in outcome.page
        else:
            assert outcome.receipt.endswith(f"/submissions/{here.number}/")
    for submission in kept.values():
        assert submission.is_late is (submission.received_at >= consultation.closes_at)
        assert submission.comments.count() == 2
    stayed = Comment.objects.filter(submission=None).values_list("delegation", flat=True)
    assert set(stayed).isdisjoint(kept)
    if late == "received":
        assert len(kept) == DELEGATIONS
    else:
        assert not any(submission.is_late for submission in kept.values())
        assert 0 < len(kept) < DELEGATIONS
