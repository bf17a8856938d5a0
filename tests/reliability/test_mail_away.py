"""The mail server is down: nobody notices at their work, and each learns of it once later."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from consultations.models import Submission
from delegations.models import Letter
from tests.builders.mail import deliver, forget_letters, tell_waiting
from tests.builders.people import make_isu, make_member, sign_in
from tests.builders.talk import make_comment, make_consultation

pytestmark = pytest.mark.django_db


def test_submitting_is_unaffected_and_the_news_leave_once_when_the_server_is_back(settings):
    isu, focal = make_isu(), make_member()
    consultation = make_consultation(actor=isu)
    comment = make_comment(consultation, focal)
    tell_waiting()
    forget_letters()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens
    address = reverse(
        "consultations:submission_create", args=[consultation.plan.slug, consultation.number]
    )

    answer = sign_in(Client(), focal).post(address, {"listed": [comment.stamp]})

    assert answer.status_code == 302
    assert Submission.objects.count() == 1
    tell_waiting()
    assert mail.outbox == []
    assert Letter.objects.filter(sent_at=None, failed_at=None, attempts=1).exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver()
    deliver()
    told = [letter.to[0] for letter in mail.outbox if "submission" in letter.body]
    assert told.count(isu.person.email) == 1
