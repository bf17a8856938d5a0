"""What issuing would freeze, what goes with it to the delegations, and what is open still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import override

from consultations.models import Comment, Consultation, Point, Reflection, Reply, RevisionPrompt
from consultations.queries.comparing import Tally
from consultations.queries.reflections import Waiting, by_delegation
from consultations.queries.rows import fate_words
from delegations.capacities import Capacity
from documents.compare import Fate, Span, UnitChange, compare_words
from documents.counting import count_words_of
from documents.digest import digest_of
from documents.writing.paper import FrontRole, Masthead, Paper, front_lines
from lap_portal import clock
from sections.digest import digest_of_text
from sections.exports import DATE_FORMATS
from sections.models import ActionPlan, Draft
from sections.queries import PlanText, compare_texts, draft_text, outline_of, working_text


@dataclass(frozen=True, slots=True)
class Going:
    """
    The decisions and replies that no delegation has seen, and go with the draft if wished.

    `digest` names exactly these, with the versions of the replies. Decisions and replies stand by
    the key of their consultation.
    """

    waiting: tuple[Waiting, ...]
    decisions: dict[int, list[Reflection]]
    replies: dict[int, dict[int, int]]
    digest: str

    @property
    def decisions_total(self) -> int:
        """How many decisions go."""
        return sum(map(len, self.decisions.values()))

    @property
    def replies_total(self) -> int:
        """How many replies go."""
        return sum(map(len, self.replies.values()))


@dataclass(frozen=True, slots=True)
class Unhandled:
    """How many comments of a consultation nobody has decided on."""

    consultation: Consultation
    count: int


@dataclass(frozen=True, slots=True)
class IssuePreview:
    """
    Exactly what issuing would freeze; `digest` names it.

    `title_block` and `footnotes` are redlines against the last draft, empty where they are the
    same; `is_same` where nothing at all differs. `date_line` is the date in the title block,
    in place of which a paper prints that of the draft. `unprompted` are the references of reworded
    units whose new wording names no comment.
    """

    digest: str
    limit: int | None
    text: PlanText
    last: Draft | None
    changes: tuple[UnitChange, ...]
    title_block: tuple[Span, ...]
    footnotes: tuple[Span, ...]
    date_line: str
    tallies: tuple[Tally, ...]
    words: int
    going: Going
    unhandled: tuple[Unhandled, ...]
    points_on_nothing: int
    unprompted: tuple[str, ...]
    has_open_consultation: bool

    @property
    def words_over(self) -> int:
        """How many words there are beyond the limit of the plan; 0 within it, or without one."""
        return max(0, self.words - (self.limit or self.words))

    @property
    def is_same(self) -> bool:
        """Whether nothing differs from the last draft."""
        return self.last is not None and self.last.digest == self.digest

    def contradicts(self, dated: date) -> bool:
        """Whether the title block bears another date than the one given."""
        with override(self.text.language):
            written = date_format(dated, DATE_FORMATS.get(self.text.language, "j F Y"))
        return bool(self.date_line) and written != self.date_line


def issue_preview(plan: ActionPlan, reader: Capacity) -> IssuePreview:
    """What would be frozen now against the last draft, what goes with it, what is open still."""
    text = working_text(plan)
    standing = Draft.objects.visible_to(reader).standing().filter(plan=plan)
    last = standing.order_by("-number").first()
    before = draft_text(last) if last else None
    changes = tuple(_changes(before, text)) if before else ()
    return IssuePreview(
        digest=digest_of_text(text),
        limit=plan.word_limit,
        text=text,
        last=last,
        changes=changes,
        title_block=_redline(_block_lines(before), _block_lines(text)) if before else (),
        footnotes=_redline(_note_lines(before), _note_lines(text)) if before else (),
        date_line=_date_line(text),
        tallies=tuple(_tallies(changes)),
        words=count_words_of(outline_of(text)),
        going=going_with(plan, reader),
        unhandled=tuple(_unhandled(plan, reader)),
        points_on_nothing=_points_on_nothing(plan, reader),
        unprompted=tuple(_unprompted(changes, before, text, reader)) if before else (),
        has_open_consultation=plan.consultations.open_at(clock.now()).exists(),
    )


def going_with(plan: ActionPlan, reader: Capacity) -> Going:
    """What would go with the next draft of a plan (two queries)."""
    decisions = list(
        Reflection.objects.visible_to(reader)
        .current()
        .filter(comment__consultation__plan=plan, shared_at=None)
        .select_related("comment__delegation", "comment__unit")
        .order_by("comment__consultation", "comment__number", "pk")
    )
    prepared = Reply.objects.visible_to(reader).filter(consultation__plan=plan, sent_at=None)
    replies = list(prepared.select_related("delegation").order_by("consultation", "pk"))
    versions: dict[int, dict[int, int]] = {}
    for reply in replies:
        versions.setdefault(reply.consultation_id, {})[reply.pk] = reply.version
    by_consultation: dict[int, list[Reflection]] = {}
    for each in decisions:
        by_consultation.setdefault(each.comment.consultation_id, []).append(each)
    named = {
        "decisions": sorted(each.pk for each in decisions),
        "replies": sorted([each.pk, each.version] for each in replies),
    }
    return Going(
        waiting=tuple(by_delegation(decisions, replies)),
        decisions=by_consultation,
        replies=versions,
        digest=digest_of(named),
    )


def _unhandled(plan: ActionPlan, reader: Capacity) -> Iterator[Unhandled]:
    """The consultations in which comments are not decided on (one query)."""
    decided = Reflection.objects.current().filter(comment=OuterRef("pk"))
    waiting = Comment.objects.visible_to(reader).standing().filter(~Exists(decided))
    counted = waiting.filter(consultation__plan=plan).order_by().values("consultation")
    counts = dict(counted.annotate(count=Count("pk")).values_list("consultation", "count"))
    for consultation in plan.consultations.filter(pk__in=counts).order_by("number"):
        consultation.plan = plan
        yield Unhandled(consultation, counts[consultation.pk])


def _points_on_nothing(plan: ActionPlan, reader: Capacity) -> int:
    """How many standing points rest on no comment (one query)."""
    points = Point.objects.visible_to(reader).standing().filter(consultation__plan=plan)
    return points.filter(sources=None).count()


def _unprompted(
    changes: Iterable[UnitChange], before: PlanText, text: PlanText, reader: Capacity
) -> Iterator[str]:
    """The references of reworded units of which no new wording names a comment (one query)."""
    numbers = {unit.uid: unit.revision_number for unit in before.units}
    reworded = [each.new for each in changes if each.is_changed and each.new is not None]
    prompts = RevisionPrompt.objects.visible_to(reader).filter(
        revision__element__uid__in=[unit.uid for unit in reworded]
    )
    named = {
        uid
        for uid, number in prompts.values_list("revision__element__uid", "revision__number")
        if number > numbers[uid]
    }
    for unit in reworded:
        if unit.uid not in named:
            yield unit.reference


def _tallies(changes: Iterable[UnitChange]) -> Iterator[Tally]:
    found = [fate for change in changes for fate in change.fates]
    for fate in (Fate.CHANGED, Fate.ADDED, Fate.MOVED, Fate.DELETED):
        if fate in found:
            yield Tally(fate_words(fate), found.count(fate))


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
