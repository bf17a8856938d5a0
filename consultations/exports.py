"""What goes out as a paper: the synthesis, and what a delegation sends to its capital."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from consultations.models import Comment, Consultation, Synthesis
from consultations.models.contributions import State
from consultations.queries.entries import place_words
from consultations.queries.following import FollowingUp, Now, OwnReflection
from consultations.queries.synthesis import points_paper, synthesis_outline
from delegations.capacities import Capacity
from documents.compare import Span
from documents.outline import Kind, Outline, Unit
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
