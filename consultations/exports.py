"""What goes out as a paper: the synthesis, and what a delegation sends to its capital."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from consultations.deadlines import instant_words
from consultations.models import Comment, Consultation, Submission, Synthesis
from consultations.models.contributions import State
from consultations.queries.entries import AnswerEntry, CommentEntry, place_words
from consultations.queries.following import FollowingUp, Now, OwnReflection
from consultations.queries.receipt import Receipt
from consultations.queries.synthesis import points_paper, synthesis_outline
from delegations.capacities import Capacity
from documents.compare import Span
from documents.outline import Footnote, Kind, Outline, Unit
from documents.writing.paper import Masthead, Paper
from sections.exports import LANGUAGE_LINES


def synthesis_paper(synthesis: Synthesis) -> Paper:
    """An issued synthesis as it goes out: no author, no source, no count."""
    outline = synthesis_outline(synthesis)
    with override(outline.language):
        written = date_format(synthesis.dated, "j F Y")
    masthead = Masthead(
        symbol=synthesis.symbol,
        date_text=written,
        language_line=LANGUAGE_LINES[outline.language],
    )
    return Paper(
        masthead=masthead,
        outline=_submitted(outline),
        digest=synthesis.digest,
        issued_at=synthesis.issued_at,
    )


def unissued_paper(consultation: Consultation, reader: Capacity) -> Paper:
    """The points as they stand, for staff: a paper that says it was not issued."""
    outline = points_paper(consultation, reader, title=_("Synthesis")).outline
    masthead = Masthead(
        advance_line=_("Advance version, not issued"),
        language_line=LANGUAGE_LINES[outline.language],
    )
    return Paper(masthead=masthead, outline=_submitted(outline))


def _submitted(outline: Outline) -> Outline:
    """Name the President as who submits, under the title: a line of the title block."""
    return replace(outline, title_lines=(*outline.title_lines, "Submitted by the President"))


def following_paper(page: FollowingUp) -> Paper:
    """What became of a delegation's comments: what its page says, and nothing more."""
    draft, consultation = page.text, page.consultation
    writing = _Writing()
    writing.paragraph(_("The words are those of %(draft)s.") % {"draft": consultation.draft})
    if page.draft:
        writing.paragraph(
            _("Compared with %(draft)s: inserted words are underlined, deleted words struck out.")
            % {"draft": page.draft}
        )
    writing.paragraph(no_silence())
    for entry in page.reflections:
        _write_entry(writing, entry, page)
    if page.waiting:
        writing.heading(_("Nothing shared yet"))
        for entry in page.waiting:
            _write_entry(writing, entry, page, level=1)
    _write_elsewhere(writing, page)
    digest = _("Digest (SHA-256) of the text of %(draft)s") % {"draft": draft}
    writing.labelled(digest, draft.digest)
    internal = _("Internal to the delegation of %(name)s") % {"name": page.delegation.name}
    return Paper(
        Masthead(
            advance_line=internal,
            date_text=date_format(page.as_at, "j F Y"),
            language_line="",
            body_lines=(consultation.plan.title,),
            session_lines=(f"{consultation.title}: {consultation.draft}",),
            meeting_lines=(_draft_line(page),),
            title=_("How our comments were reflected"),
        ),
        Outline((), tuple(writing.units)),
        redlines=writing.redlines,
        creator="",
    )


def no_silence() -> str:
    """That nothing which is not done counts as agreement."""
    return _("No silence, no click and no deadline in this portal counts as agreement.")


def _draft_line(page: FollowingUp) -> str:
    draft = page.draft
    if draft is None:
        return ""
    symbol = f", {draft.symbol}" if draft.symbol else ""
    dated = date_format(draft.dated, "j F Y")
    return _("As in %(draft)s, %(dated)s") % {"draft": f"{draft}{symbol}", "dated": dated}


def receipt_paper(receipt: Receipt) -> Paper:
    """
    The receipt of a submission: facts, every word that left, aligned States, digest.

    The digest is the small print at the foot of the first page.
    """
    submission = receipt.submission
    consultation = submission.consultation
    writing = _Writing()
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


def _write_comment(writing: _Writing, entry: CommentEntry) -> None:
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


def _write_answer(writing: _Writing, entry: AnswerEntry) -> None:
    writing.heading(_("Answer to %(reference)s") % {"reference": entry.reference})
    writing.labelled(_("Question"), entry.question)
    writing.labelled(_("Our answer"), str(entry.answer.get_choice_display()))
    for mark in entry.marks:
        writing.paragraph(f"{mark.unit.reference}: {mark.get_mark_display()}")
    writing.labelled(_("In words"), entry.answer.text)


@dataclass
class _Writing:
    """An outline while it is written, with the comparisons among its units."""

    units: list[Unit] = field(default_factory=list)
    redlines: dict[int, tuple[Span, ...]] = field(default_factory=dict)

    def heading(self, text: str, *, level: int = 0) -> None:
        self.units.append(Unit(Kind.HEADING, "", text, level=level))

    def label(self, text: str) -> None:
        self.units.append(Unit(Kind.LIST_HEADING, "", text))

    def paragraph(self, text: str) -> None:
        lines = filter(str.strip, text.splitlines())
        self.units += [Unit(Kind.PARAGRAPH, "", line) for line in lines]

    def labelled(self, label: str, text: str) -> None:
        """Write a text under what it is, or nothing where there is none."""
        if text:
            self.label(label)
            self.paragraph(text)

    def comparison(self, label: str, spans: tuple[Span, ...]) -> None:
        if spans:
            self.label(label)
            self.redlines[len(self.units)] = spans
            self.units.append(Unit(Kind.PARAGRAPH, "", "".join(span.text for span in spans)))


def _write_entry(
    writing: _Writing, entry: OwnReflection, page: FollowingUp, *, level: int = 0
) -> None:
    comment = entry.comment
    unit = comment.unit
    number = _("Comment %(number)d") % {"number": comment.number or 0}
    writing.heading(f"{number}: {place_words(comment.place, unit)}", level=level)
    if comment.state != State.SUBMITTED:
        writing.paragraph(_state(comment))
    writing.labelled(_("The words commented on"), unit.revision.text if unit else "")
    writing.labelled(_("On the passage"), comment.passage)
    writing.labelled(_("Our comment"), comment.text)
    writing.comparison(_("Our proposed wording"), entry.proposal)
    writing.labelled(_("Reason"), comment.reason)
    said = [comment.get_type_display(), comment.get_position_display()]
    writing.paragraph(" · ".join(filter(None, said)))
    writing.labelled(_("How it is reflected"), entry.outcome)
    writing.labelled(_("Reply of the Presidency"), entry.reply)
    if entry.is_prompt:
        writing.paragraph(_("Your comment was among those that prompted a new wording."))
    for now in entry.nows:
        _write_now(writing, now, page)
    if entry.is_gone:
        writing.paragraph(_("It no longer stands in %(draft)s.") % {"draft": page.draft})
    for remark in entry.remarks:
        by = f"{date_format(remark.made_at, 'j F Y')}, {remark.author.name}"
        writing.labelled(_("Our remark, %(by)s") % {"by": by}, remark.text)


def _state(comment: Comment) -> str:
    said = str(comment.get_state_display())
    return f"{said}: {comment.withdrawal_reason}" if comment.withdrawal_reason else said


def _write_now(writing: _Writing, now: Now, page: FollowingUp) -> None:
    told = {"draft": page.draft, "reference": now.unit.reference}
    label = _("The words now, in %(draft)s, %(reference)s") % told
    notes = [now.relation, _("moved") if now.is_moved else ""]
    label = ", ".join(filter(None, [label, *notes]))
    if now.words:
        writing.comparison(label, now.words)
    else:
        writing.labelled(label, _("The words have not changed."))


def _write_elsewhere(writing: _Writing, page: FollowingUp) -> None:
    if not page.elsewhere:
        return
    writing.heading(_("What else changed where we spoke"))
    for place in page.elsewhere:
        writing.heading(place.title, level=1)
        for change in place.changes:
            was = _("was %(old)s") % {"old": change.old_reference} if change.old_reference else ""
            label = ", ".join(filter(None, [change.reference, was, change.fates]))
            writing.comparison(label, change.words)
