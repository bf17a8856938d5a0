from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from consultations.models import Comment, Submission
from consultations.operations.commenting import mark_ready
from consultations.operations.correcting import withdraw
from consultations.operations.dispatching import Particulars
from consultations.operations.files import FileChange, checked_file
from consultations.operations.submitting import submit
from consultations.receipt_letters import write_receipt_letters
from consultations.receipts import digest_again, digest_of_submission
from delegations.models import Letter
from delegations.operations import end_membership, revise_delegation
from lap_portal import clock
from tests.builders.mail import deliver
from tests.builders.people import make_delegation, make_isu, make_member, sign_in
from tests.builders.plans import unit
from tests.builders.talk import make_answer, make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db


def full_submission(consultation, actor, aligned=()):
    """A submission with a bit of everything."""
    comments = [
        make_comment(consultation, actor, None, file=FileChange(checked_file("a.txt", b"Words."))),
        make_comment(
            consultation, actor, "I-A1", text="ﷺ \U0001f600 ꧁", proposal="Another wording."
        ),
    ]
    marks = {unit(consultation.draft, "II.a-A1"): "appropriate"}
    answer = make_answer(consultation, actor, "II.a-Q2", marks=marks)
    for said in [*comments, answer]:
        mark_ready(said, actor=actor)
    said = Particulars(
        is_preliminary=True,
        cover_letter="Dear President,",
        on_behalf_of="The Friends" if aligned else "",
        aligned=tuple(aligned),
    )
    return submit(consultation, actor=actor, received_at=clock.now(), particulars=said)


def file_of(consultation, actor, extension):
    address = f"{consultation.get_absolute_url()}delegation/submissions/1/receipt.{extension}"
    return sign_in(Client(), actor).get(address)


def test_a_receipt_is_had_as_word_with_every_word_that_left():
    consultation, actor = make_consultation(), make_member()
    submission = full_submission(consultation, actor, [make_delegation("Ally")])

    answer = file_of(consultation, actor, "docx")

    with ZipFile(BytesIO(answer.content)) as package:
        words = "".join(package.read(n).decode() for n in package.namelist() if "word/" in n)
    for said in ("Dear President,", "Another wording", "a.txt", "Ally", submission.digest):
        assert said in words
    assert answer["Content-Disposition"].startswith("attachment")


def test_characters_without_a_font_do_not_stop_a_receipt():
    consultation, actor = make_consultation(), make_member()
    full_submission(consultation, actor)

    assert file_of(consultation, actor, "pdf").content.startswith(b"%PDF")


def test_no_file_of_another_kind_is_written():
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)

    assert file_of(consultation, actor, "exe").status_code == 404


def test_the_receipt_goes_by_mail_to_those_who_submit_and_nobody_else():
    consultation, focal = make_consultation(), make_member()
    deputy = make_member(focal.delegation, "deputy")
    make_member(focal.delegation, "member")
    make_member()
    mail.outbox.clear()
    submission = make_submission(consultation, focal)

    write_receipt_letters.call(submission.pk)
    Letter.objects.exclude(about="consultations/mail/receipt").delete()
    deliver()

    assert {m.to[0] for m in mail.outbox} == {focal.person.email, deputy.person.email}
    for message in mail.outbox:
        ((name, content, kind),) = [a for a in message.attachments if a[2] == "application/pdf"]
        assert name.endswith("receipt-1.pdf")
        assert content.startswith(b"%PDF")
        assert "This needs a date." not in message.body


def test_writing_the_letters_again_writes_no_second_one():
    consultation, actor = make_consultation(), make_member()
    submission = make_submission(consultation, actor)

    write_receipt_letters.call(submission.pk)
    deliver()
    write_receipt_letters.call(submission.pk)

    assert Letter.objects.filter(about="consultations/mail/receipt").count() == 1


def test_who_left_the_delegation_meanwhile_gets_no_receipt():
    consultation, focal = make_consultation(), make_member()
    make_member(focal.delegation, "deputy")
    submission = make_submission(consultation, focal)
    end_membership(focal.person.memberships.get(), actor=make_isu(), reason="Left")

    write_receipt_letters.call(submission.pk)

    assert not Letter.objects.filter(
        about="consultations/mail/receipt", to=focal.person.email
    ).exists()


def test_a_digest_can_be_made_again_from_what_is_stored():
    consultation, actor = make_consultation(), make_member()
    ally = make_delegation("Ally")
    full_submission(consultation, actor, [ally])
    with clock.at(clock.now() + timedelta(days=1)):
        revise_delegation(ally, actor=make_isu(), name="Renamed", reason="A new name")
        withdraw(Comment.objects.get(number=1), actor=actor, reason="A slip")

    kept = Submission.objects.get()

    assert digest_again(kept) == kept.digest
    call_command("verify_receipts")


def test_what_was_sealed_under_the_first_version_still_holds():
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)
    kept = Submission.objects.get()
    kept.digest_version = 1
    digest = digest_of_submission(kept, kept.comments.all(), kept.answers.all())
    Submission.objects.filter(pk=kept.pk).update(digest=digest, digest_version=1)

    kept = Submission.objects.get()

    assert digest_again(kept) == kept.digest


def test_a_changed_word_is_found(capsys):
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)
    Comment.objects.update(text="Other words.")

    with pytest.raises(CommandError, match="no longer say"):
        call_command("verify_receipts")

    assert "DIFFERS" in capsys.readouterr().out
