"""
The receipt by mail, for those who submit for the delegation.

Writing a PDF takes longer than an act should hold its locks, so a task of the same transaction does
it afterwards. However often it runs, each of them gets one letter.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_tasks import task

from consultations.deadlines import instant_words
from consultations.exports.receipts import receipt_file_name, receipt_paper
from consultations.models import Submission
from consultations.queries.receipt import receipt_page
from delegations.capacities import members, person_of
from delegations.models import Letter, User
from delegations.outbox import post
from documents.files import File
from documents.writing.formats import PAPERS

_RECEIPTS = "consultations.receipt_letters"


@task()
def write_receipt_letters(key: int) -> None:
    """Write a letter with the receipt to each who submits for the delegation, once."""
    submission = Submission.objects.select_related(
        "consultation__plan", "consultation__draft", "delegation__merged_into"
    ).get(pk=key)
    to = {_letter_key(key, each): each for each in _people(submission)}
    written = set(Letter.objects.filter(pk__in=to).values_list("pk", flat=True))
    if to.keys() == written:
        return
    with translation.override(settings.LANGUAGE_CODE):
        receipt = _pdf(submission)
        with transaction.atomic():
            for letter, person in to.items():
                if letter not in written:
                    _write(submission, person, receipt, key=letter)


def _letter_key(submission: int, person: User) -> UUID:
    """
    The key of one letter, the same however often it is made.

    It stands in the letter as its Message-ID, so it is made with the portal's secret: otherwise
    its reader could try numbers, and learn as the how-manieth of all the submission came.
    """
    secret = salted_hmac(_RECEIPTS, f"{submission} {person.pk}", algorithm="sha256")
    return UUID(bytes=secret.digest()[:16])


def _people(submission: Submission) -> list[User]:
    """
    Who submitted, if still a member, and the others who submit unless they wish no mail.

    What an office registered is told to all of them: it was done in their name.
    """
    own = submission.delegation.merged_into or submission.delegation
    people = [person_of(each) for each in members([own]) if each.submits]
    return [
        each
        for each in people
        if submission.is_registered
        or each.pk == submission.submitted_by_id
        or each.mail != User.Mail.NONE
    ]


def _pdf(submission: Submission) -> File:
    form = PAPERS["pdf"]
    name = f"{receipt_file_name(submission)}.{form.extension}"
    return File(name, form.content_type, form.write(receipt_paper(receipt_page(submission))))


def _write(submission: Submission, person: User, receipt: File, *, key: UUID) -> None:
    consultation = submission.consultation
    path = consultation.address("submission_read", submission.number)
    post(
        person.email,
        subject=_("Receipt of submission %(number)d: %(title)s")
        % {"number": submission.number, "title": consultation.title},
        template=f"consultations/mail/{'registered' if submission.is_registered else 'receipt'}",
        context={
            "submission": submission,
            "consultation": consultation,
            "plan": consultation.plan,
            "comments": submission.comments.count(),
            "title": consultation.title,
            "received": instant_words(submission.received_at, consultation.zone),
            "link": f"{settings.PORTAL_ADDRESS}{path}",
        },
        files=[receipt],
        delegation=submission.delegation,
        key=key,
    )
