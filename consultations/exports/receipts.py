"""The receipt of a submission as a paper."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.deadlines import instant_words
from consultations.exports.writing import Writing
from consultations.models import Submission
from consultations.queries.entries import AnswerEntry, CommentEntry
from consultations.queries.receipt import Receipt
from documents.outline import Footnote, Outline
from documents.writing.paper import Masthead, Paper


def receipt_paper(receipt: Receipt) -> Paper:
    """
    The receipt of a submission: facts, every word that left, aligned States, digest.

    The digest is the small print at the foot of the first page.
    """
    submission = receipt.submission
    consultation = submission.consultation
    writing = Writing()
    for label, text in _receipt_facts(receipt):
        writing.paragraph(f"{label}: {text}")
    writing.labelled(_("Cover letter"), submission.cover_letter)
    names = [each.delegation.name for each in receipt.aligned]
    writing.labelled(_("Aligned States"), "\n".join(names))
    for comment in receipt.comments:
        _write_comment(writing, comment)
    for answer in receipt.answers:
        _write_answer(writing, answer)
    digest = _("Digest (SHA-256) of what was submitted: %(digest)s")
    note = Footnote("*", digest % {"digest": submission.digest})
    return Paper(
        Masthead(
            advance_line="",
            date_text=date_format(submission.received_at.astimezone(consultation.zone), "j F Y"),
            language_line="",
            body_lines=(consultation.plan.title,),
            session_lines=(consultation.title,),
            title=_("Receipt of submission %(number)d") % {"number": submission.number},
            submitted_by=submission.delegation_name,
        ),
        Outline((), tuple(writing.units), footnotes=(note,)),
        redlines=writing.redlines,
        digest=submission.digest,
        issued_at=submission.received_at,
        creator="",
    )


def receipt_file_name(submission: Submission) -> str:
    """The name, without ending, under which a receipt is downloaded."""
    plan, number = submission.consultation.plan.slug, submission.consultation.number
    return f"{plan}-consultation-{number}-receipt-{submission.number}"


def _receipt_facts(receipt: Receipt) -> Iterator[tuple[str, str]]:
    submission = receipt.submission
    consultation = submission.consultation
    draft = consultation.draft
    received = instant_words(submission.received_at, consultation.zone)
    yield _("Delegation"), submission.delegation_name
    yield _("Submitted by"), submission.submitted_by_name
    late = _("after closing") if submission.is_late else ""
    yield _("Received"), ", ".join(filter(None, [received, late]))
    yield _("On"), ", ".join(filter(None, [str(draft), draft.symbol]))
    if submission.office:
        yield _("Channel"), str(submission.get_channel_display())
        yield _("Came from"), submission.sender
    for original in receipt.originals:
        yield _("File kept"), f"{original.name} (SHA-256: {original.digest})"
    if submission.on_behalf_of:
        yield _("On behalf of"), submission.on_behalf_of
    if submission.is_preliminary:
        yield _("Standing"), _("Preliminary, subject to confirmation by capital")
    if submission.is_no_comments:
        yield _("Holds"), _("No comments")
        return
    holds = [
        ngettext("%(n)d comment", "%(n)d comments", len(receipt.comments))
        % {"n": len(receipt.comments)},
        ngettext("%(n)d answer", "%(n)d answers", len(receipt.answers))
        % {"n": len(receipt.answers)},
    ]
    yield _("Holds"), ", ".join(holds)


def _write_comment(writing: Writing, entry: CommentEntry) -> None:
    comment = entry.comment
    number = _("Comment %(number)d") % {"number": comment.number or 0}
    writing.heading(f"{number}: {entry.place}")
    writing.labelled(_("The words commented on"), entry.words)
    writing.labelled(_("On the passage"), comment.passage)
    writing.labelled(_("Our comment"), comment.text)
    if comment.file_name:
        named = f"{comment.file_name} (SHA-256: {comment.file_digest})"
        writing.labelled(_("File"), named)
    writing.comparison(_("Our proposed wording"), entry.redline)
    writing.labelled(_("Reason"), comment.reason)
    if comment.replaces is not None:
        told = {"number": comment.replaces.number, "reason": comment.reason_for_change}
        writing.paragraph(_("Replaces comment %(number)d: %(reason)s") % told)
    said = [comment.get_type_display(), comment.get_position_display()]
    writing.paragraph(" · ".join(filter(None, said)))


def _write_answer(writing: Writing, entry: AnswerEntry) -> None:
    writing.heading(_("Answer to %(reference)s") % {"reference": entry.reference})
    writing.labelled(_("Question"), entry.question)
    writing.labelled(_("Our answer"), str(entry.answer.get_choice_display()))
    for mark in entry.marks:
        writing.paragraph(f"{mark.unit.reference}: {mark.get_mark_display()}")
    writing.labelled(_("In words"), entry.answer.text)
