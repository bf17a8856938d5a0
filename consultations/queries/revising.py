"""What an editor needs beside the words, and what issuing would freeze."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import override

from consultations.models import Comment, Reflection
from consultations.queries.entries import redline
from delegations.capacities import Capacity
from documents.compare import Span, UnitChange, compare_words
from documents.writing.paper import FrontRole, Masthead, Paper, front_lines
from lap_portal import clock
from sections.digest import digest_of_text
from sections.exports import DATE_FORMATS
from sections.models import ActionPlan, Draft, Element
from sections.queries import PlanText, compare_texts, draft_text, outline_of, working_text


@dataclass(frozen=True, slots=True)
class Prompt:
    """A standing comment on an element: its proposal against the words in force."""

    comment: Comment
    redline: tuple[Span, ...]
    is_on_older_words: bool
    may_be_taken: bool


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else changed while one was writing: who, when, why, and from what to what."""

    person: str
    at: datetime
    reason: str
    words: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class IssuePreview:
    """
    Exactly what issuing would freeze; `digest` names it.

    `title_block` and `footnotes` are redlines against the last draft, empty where they are the
    same; `is_same` where nothing at all differs. `date_line` is the date in the title block,
    in place of which a paper prints that of the draft.
    """

    digest: str
    text: PlanText
    last: Draft | None
    changes: tuple[UnitChange, ...]
    title_block: tuple[Span, ...]
    footnotes: tuple[Span, ...]
    date_line: str
    unshared: int
    has_open_consultation: bool

    @property
    def is_same(self) -> bool:
        """Whether nothing differs from the last draft."""
        return self.last is not None and self.last.digest == self.digest

    def contradicts(self, dated: date) -> bool:
        """Whether the title block bears another date than the one given."""
        with override(self.text.language):
            written = date_format(dated, DATE_FORMATS.get(self.text.language, "j F Y"))
        return bool(self.date_line) and written != self.date_line


def comments_on_element(element: Element, reader: Capacity) -> QuerySet[Comment]:
    """The standing comments on an element, in whichever consultation of its plan."""
    comments = Comment.objects.visible_to(reader).standing().filter(unit__element=element)
    return comments.with_words().in_order_of_text().select_related("consultation")


def proposals_on_element(element: Element, reader: Capacity) -> QuerySet[Comment]:
    """The comments whose proposal may stand in the stead of an element's words."""
    comments = comments_on_element(element, reader).filter(place=Comment.Place.ON)
    return comments.exclude(proposal="")


def prompts_of(element: Element, reader: Capacity) -> list[Prompt]:
    """The standing comments on an element, as an editor sees them (one query)."""
    current = element.current_revision
    words = current.text if current else ""
    return [
        Prompt(
            comment=comment,
            redline=redline(comment.proposal, comment.place, comment.unit, now=words),
            is_on_older_words=comment.unit is not None
            and comment.unit.revision_id != element.current_revision_id,
            may_be_taken=bool(comment.proposal) and comment.place == Comment.Place.ON,
        )
        for comment in comments_on_element(element, reader)
    ]


def revised_meanwhile(element: Element, *, begun: int) -> Meanwhile | None:
    """The wording in force against the revision one began with, by its number (one query)."""
    revisions = {each.number: each for each in element.revisions.select_related("author")}
    if begun not in revisions:
        return None
    latest = revisions[max(revisions)]
    return Meanwhile(
        person=latest.author.name,
        at=latest.created_at,
        reason=latest.reason,
        words=tuple(compare_words(revisions[begun].text, latest.text)),
    )


def issue_preview(plan: ActionPlan, reader: Capacity) -> IssuePreview:
    """What would be frozen now, against the last draft (ten queries)."""
    text = working_text(plan)
    last = Draft.objects.visible_to(reader).filter(plan=plan).order_by("-number").first()
    before = draft_text(last) if last else None
    waiting = Reflection.objects.visible_to(reader).current().filter(shared_at=None)
    return IssuePreview(
        digest=digest_of_text(text),
        text=text,
        last=last,
        changes=tuple(_changes(before, text)) if before else (),
        title_block=_redline(_block_lines(before), _block_lines(text)) if before else (),
        footnotes=_redline(_note_lines(before), _note_lines(text)) if before else (),
        date_line=_date_line(text),
        unshared=waiting.filter(comment__consultation__plan=plan).count(),
        has_open_consultation=plan.consultations.open_at(clock.now()).exists(),
    )


def _changes(before: PlanText, text: PlanText) -> Iterator[UnitChange]:
    for change in compare_texts(before, text):
        if change.is_added or change.is_deleted or change.is_moved or change.is_changed:
            yield change


def _redline(old: list[str], new: list[str]) -> tuple[Span, ...]:
    return tuple(compare_words("\n".join(old), "\n".join(new))) if old != new else ()


def _block_lines(text: PlanText) -> list[str]:
    """The title and the title block, a line each."""
    return [text.title, *text.title_lines]


def _note_lines(text: PlanText) -> list[str]:
    return [f"{note.mark} {note.text}" for note in text.footnotes]


def _date_line(text: PlanText) -> str:
    lines = front_lines(Paper(Masthead(), outline_of(text)))
    dates = [line.text for line in lines if line.is_title_line and line.role is FrontRole.DATE]
    return dates[0] if dates else ""
