"""The units of a text as a page shows them: what stands beside each, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypedDict

from django.db.models import CharField, Count, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.models import Answer, Comment, Consultation
from consultations.models.contributions import State
from delegations.capacities import Capacity
from documents.compare import Fate, UnitChange
from documents.outline import Kind
from sections.models import ActionPlan, Draft
from sections.queries import PlanText, TextUnit, UnitFate, fates_since

GONE = [State.REPLACED, State.WITHDRAWN]
_LOWEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Row:
    """
    A unit of the text with what stands beside it.

    `change` says in words what became of it since an earlier draft, `redline` where the two
    wordings are compared; `is_gone` marks a unit that was deleted since and stands in the text no
    more. `heading` is the level of the heading it is, 0 for what is none. `answers` counts the
    answers to a question, `earlier` what the reader's delegation said of these words before. An
    address is empty where the reader has no such way from here.
    """

    unit: TextUnit
    address: str = ""
    comments: int = 0
    earlier: int = 0
    answers: int = 0
    change: str = ""
    redline: str = ""
    is_gone: bool = False
    heading: int = 0
    comment_address: str = ""
    answer_address: str = ""
    missing_address: str = ""
    add_address: str = ""

    @property
    def is_question(self) -> bool:
        """Whether it is put to the delegations."""
        return self.unit.kind is Kind.QUESTION

    @property
    def is_unanswered(self) -> bool:
        """Whether it is a question that nobody the reader may see has answered."""
        return self.is_question and not self.answers and not self.is_gone


@dataclass(frozen=True, slots=True)
class Marks:
    """How many comments and answers stand beside the units, by uid; "" is the whole draft."""

    comments: dict[str, int]
    answers: dict[str, int]
    earlier: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """An address with a gap for the uid of a unit: reversed once for all units of a page."""

    head: str
    tail: str

    @classmethod
    def by(cls, name: str, *words: object) -> Way:
        """The way of a named address whose last word is a uid."""
        head, _gap, tail = reverse(name, args=[*words, "-uid-"]).rpartition("-uid-")
        return cls(head, tail)

    def to(self, uid: str) -> str:
        """The address for one unit."""
        return f"{self.head}{uid}{self.tail}"


class Addresses(TypedDict, total=False):
    """Where one unit leads, under the names that a row has for it."""

    address: str
    comment_address: str
    answer_address: str
    missing_address: str
    add_address: str


class Ways:
    """
    Where the units of a page lead.

    `consultation` is the one that is open to the reader here, None where one cannot comment;
    `drafts` says whether the reader may add to the text, and `knows_revisions` whether the page of
    an element tells revisions apart, not drafts alone. `is_whole` is false where units are left
    out, for then there is no place between two of them.
    """

    def __init__(
        self,
        plan: ActionPlan,
        consultation: Consultation | None,
        *,
        drafts: bool,
        knows_revisions: bool,
        is_whole: bool,
    ) -> None:
        self.element = Way.by("consultations:element_read", plan.slug)
        self.consultation = consultation
        self.knows_revisions = knows_revisions
        self.is_whole = is_whole
        self.add = f"{reverse('sections:element_add', args=[plan.slug])}?after=" if drafts else ""
        if consultation:
            place = plan.slug, consultation.number
            self.comment = Way.by("consultations:comment_create", *place)
            self.answer = Way.by("consultations:answer_write", *place)

    def of(self, unit: TextUnit) -> Addresses:
        """The addresses of a unit that stands in the text."""
        found: Addresses = {"address": self.element.to(unit.uid)}
        if self.consultation:
            comment = self.comment.to(unit.uid)
            found["comment_address"] = comment
            if self.is_whole:
                found["missing_address"] = f"{comment}?place=missing_after"
            if unit.kind is Kind.QUESTION:
                found["answer_address"] = self.answer.to(unit.uid)
        if self.add and self.is_whole:
            found["add_address"] = f"{self.add}{unit.uid}"
        return found

    def redline(self, fate: UnitFate, since: Draft, draft: Draft | None) -> str:
        """Where the wordings of a reworded unit are compared; "" for what kept its words."""
        if fate.before is None or not fate.change.is_changed:
            return ""
        old, new = since.number, draft.number if draft else 0
        if self.knows_revisions:
            old, new = fate.before.revision_number, fate.unit.revision_number
        return f"{self.element.to(fate.unit.uid)}?old={old}&new={new}#wordings"


def find_marks(plan: ActionPlan, draft: Draft | None, reader: Capacity) -> Marks:
    """
    Count comments the reader may see, and answers, whatever their number (one query, or none).

    Of answers a delegation counts its own: they say what it has still to answer. For the working
    text, where `draft` is None, they are counted over all drafts.
    """
    if reader.person is None:
        return Marks({}, {})
    where = {"unit__draft": draft} if draft else {"consultation__plan": plan}
    comments = _counts("comment", Comment.objects.visible_to(reader).filter(**where))
    said = Answer.objects.own_of(reader) if reader.delegation else Answer.objects.visible_to(reader)
    answers = _counts("answer", said.filter(**where))
    found: dict[str, dict[str, int]] = {"comment": {}, "answer": {}}
    for sort, uid, number in comments.union(answers, all=True):
        found[sort][uid or ""] = number
    return Marks(found["comment"], found["answer"])


def _counts(sort: str, said: QuerySet[Comment] | QuerySet[Answer]) -> QuerySet:
    standing = said.exclude(state__in=GONE).order_by()
    marked = standing.annotate(sort=Value(sort, output_field=CharField()))
    counted = marked.values("sort", "unit__uid").annotate(number=Count("pk"))
    return counted.values_list("sort", "unit__uid", "number")


def find_rows(
    text: PlanText,
    marks: Marks,
    ways: Ways,
    *,
    draft: Draft | None,
    since: Draft | None,
    above: int,
) -> Iterator[Row]:
    """
    The rows of a text in its order; with `since`, what was deleted from it too (then one query).

    `draft` is None for the working text; `above` counts the levels of headings that stand above.
    """
    if since is None:
        for unit in text.units:
            yield _row(unit, marks, ways, above)
        return
    for fate in fates_since(since, text):
        if fate.change.is_deleted:
            yield _gone(fate, ways, above)
        else:
            change, redline = _words(fate.change), ways.redline(fate, since, draft)
            yield _row(fate.unit, marks, ways, above, change=change, redline=redline)


def _row(
    unit: TextUnit, marks: Marks, ways: Ways, above: int, *, change: str = "", redline: str = ""
) -> Row:
    return Row(
        unit,
        comments=marks.comments.get(unit.uid, 0),
        earlier=marks.earlier.get(unit.uid, 0),
        answers=marks.answers.get(unit.uid, 0),
        change=change,
        redline=redline,
        heading=_heading(unit, above),
        **ways.of(unit),
    )


def _gone(fate: UnitFate, ways: Ways, above: int) -> Row:
    unit = fate.unit
    return Row(
        unit,
        ways.element.to(unit.uid),
        change=_words(fate.change),
        is_gone=True,
        heading=_heading(unit, above),
    )


def _words(change: UnitChange) -> str:
    return ", ".join(fate_words(fate) for fate in change.fates if fate is not Fate.UNCHANGED)


def fate_words(fate: Fate) -> str:
    """What became of a unit, in a word."""
    return {
        Fate.CHANGED: _("reworded"),
        Fate.MOVED: _("moved"),
        Fate.ADDED: _("added"),
        Fate.DELETED: _("deleted"),
        Fate.UNCHANGED: _("unchanged"),
    }[fate]


def _heading(unit: TextUnit, above: int) -> int:
    """The level of a heading: the parts stand below the title, a list's heading below its part."""
    if unit.kind is Kind.HEADING:
        return min(max(unit.depth + 2 - above, 1), _LOWEST_HEADING)
    if unit.kind is Kind.LIST_HEADING:
        below = 3 if unit.section_path else 2
        return min(max(unit.depth + below - above, 1), _LOWEST_HEADING)
    return 0
