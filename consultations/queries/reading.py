"""The plan to read, whole or one section: its words, and beside each unit what a reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.utils.translation import gettext as _

from consultations.models import Answer, Comment, Consultation
from consultations.models.contributions import State
from consultations.queries.shelves import Shelf
from delegations.capacities import Capacity
from documents.outline import Kind
from sections.models import Draft, DraftUnit
from sections.queries import Note, PlanText, TextUnit

GONE = [State.REPLACED, State.WITHDRAWN]
_LOWEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Row:
    """
    A unit of the text with what stands beside it.

    `change` says in words what became of it since `PlanPage.since`; `heading` is the level of the
    heading it is, 0 for what is none; `answers` counts the answers to a question.
    """

    unit: TextUnit
    comments: int = 0
    answers: int = 0
    change: str = ""
    heading: int = 0

    @property
    def is_question(self) -> bool:
        """Whether it is put to the delegations."""
        return self.unit.kind is Kind.QUESTION

    @property
    def is_unanswered(self) -> bool:
        """Whether it is a question that nobody the reader may see has answered."""
        return self.is_question and not self.answers


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that belong together: the items of one list, or a single row."""

    rows: tuple[Row, ...]
    is_list: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its heading and its own units; sub-sections follow it."""

    uid: str
    heading: Row | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents, with what the reader finds below it."""

    section_uid: str
    element_uid: str
    label: str
    title: str
    depth: int
    comments: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A footnote below the text; the first of a unit can be gone to by its `anchor`."""

    note: Note
    anchor: str


@dataclass(frozen=True, slots=True)
class View:
    """One way to narrow the text, with how many units it leaves."""

    name: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """
    A text to read. `draft` is None for the working text.

    `titled` is the heading of the section that is read alone, if one is. `since` is the draft that
    changes are counted from, None where the reader may read none.
    """

    shelf: Shelf
    draft: Draft | None
    since: Draft | None
    consultation: Consultation | None
    text: PlanText
    parts: tuple[Part, ...]
    contents: tuple[ContentsEntry, ...]
    views: tuple[View, ...]
    notes: tuple[NoteLine, ...]
    comments_on_whole: int
    titled: Row | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.chosen.name == ""

    @property
    def chosen(self) -> View:
        """The way the text is narrowed now."""
        return next(view for view in self.views if view.is_chosen)


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands beside the units, by uid."""

    comments: dict[str, int]
    answers: dict[str, int]
    revisions: dict[str, int]


@dataclass(frozen=True, slots=True)
class SectionPlace:
    """A section among the others: those it lies in, from the top, and its neighbours."""

    entry: ContentsEntry
    row: Row
    above: tuple[ContentsEntry, ...]
    before: ContentsEntry | None
    after: ContentsEntry | None


def section_place(page: PlanPage, uid: str) -> SectionPlace | None:
    """Where a section stands in the text of a page, or None where it does not."""
    entries = page.contents
    at = next((n for n, entry in enumerate(entries) if entry.section_uid == uid), None)
    if at is None or page.titled is None:
        return None
    inside = page.titled.unit.section_uids
    return SectionPlace(
        entry=entries[at],
        row=page.titled,
        above=tuple(e for e in entries[:at] if f"{e.section_uid}/" in inside),
        before=entries[at - 1] if at else None,
        after=entries[at + 1] if at + 1 < len(entries) else None,
    )


def find_marks(shelf: Shelf, draft: Draft | None, reader: Capacity) -> Marks:
    """
    Count comments and answers the reader may see, whatever their number (one query, or none).

    For the working text they are counted over all drafts, and the wordings of the latest come
    along to tell what has changed since.
    """
    latest = shelf.latest
    if latest is None or (reader.person is None and draft is not None):
        return Marks({}, {}, {})
    where = {"unit__draft": draft} if draft else {"consultation__plan": shelf.plan}
    units = DraftUnit.objects.filter(draft=latest)
    parts = [
        _counts("comment", Comment.objects.visible_to(reader).filter(**where)),
        _counts("answer", Answer.objects.visible_to(reader).filter(**where)),
    ]
    if draft is None:
        parts.append(_sorted("unit", units).values_list("sort", "uid", "revision_id"))
    found: dict[str, dict[str, int]] = {"comment": {}, "answer": {}, "unit": {}}
    for sort, uid, number in parts[0].union(*parts[1:], all=True):
        found[sort][uid or ""] = number
    return Marks(found["comment"], found["answer"], found["unit"])


def _counts(sort: str, said: QuerySet[Any]) -> QuerySet[Any]:
    standing = _sorted(sort, said.exclude(state__in=GONE)).values("sort", "unit__uid")
    return standing.annotate(number=Count("pk")).values_list("sort", "unit__uid", "number")


def _sorted(sort: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().annotate(sort=Value(sort, output_field=CharField()))


def plan_page(
    shelf: Shelf,
    text: PlanText,
    *,
    draft: Draft | None,
    reader: Capacity,
    view: str = "",
    section: str = "",
) -> PlanPage:
    """Put the words, and what the reader may see beside them, into one page."""
    marks = find_marks(shelf, draft, reader)
    since = shelf.before(draft) if draft else shelf.latest
    above = _levels_above(text, section)
    rows = list(_rows(text, marks, since, is_working=draft is None, above=above))
    read = [row for row in rows if f"/{section}/" in f"/{row.unit.section_uids}"]
    inside = read if section else rows
    views = _views(inside, since, reader, chosen=view)
    keep = _KEEP[next(v.name for v in views if v.is_chosen)]
    return PlanPage(
        shelf=shelf,
        draft=draft,
        since=since,
        consultation=shelf.consultation_on(draft or shelf.latest),
        text=text,
        parts=tuple(_parts(inside, keep, titled=section)),
        contents=tuple(_contents(rows, asks=reader.delegation is not None)),
        views=views,
        notes=tuple(_notes(text, {row.unit.uid for row in inside if keep(row)})),
        comments_on_whole=marks.comments.get("", 0),
        titled=read[0] if section and read and read[0].heading else None,
    )


def _levels_above(text: PlanText, section: str) -> int:
    """How many levels of headings stand above a section; it is itself the title of its page."""
    return next((line.depth + 1 for line in text.contents if line.section_uid == section), 0)


def _rows(
    text: PlanText, marks: Marks, since: Draft | None, *, is_working: bool, above: int
) -> Iterator[Row]:
    for unit in text.units:
        change = _change_in_work(unit, marks) if is_working else unit.change_label
        yield Row(
            unit=unit,
            comments=marks.comments.get(unit.uid, 0),
            answers=marks.answers.get(unit.uid, 0),
            change=change if since else "",
            heading=_heading(unit, above),
        )


def _heading(unit: TextUnit, above: int) -> int:
    """The level of a heading: the parts stand below the title, a list's heading below its part."""
    if unit.kind is Kind.HEADING:
        return min(max(unit.depth + 2 - above, 1), _LOWEST_HEADING)
    if unit.kind is Kind.LIST_HEADING:
        below = 3 if unit.section_path else 2
        return min(max(unit.depth + below - above, 1), _LOWEST_HEADING)
    return 0


def _change_in_work(unit: TextUnit, marks: Marks) -> str:
    issued = marks.revisions.get(unit.uid)
    if issued is None:
        return str(DraftUnit.Change.ADDED.label)
    return str(DraftUnit.Change.REWORDED.label) if issued != unit.revision_pk else ""


_KEEP: dict[str, Callable[[Row], bool]] = {
    "": lambda row: True,
    "changed": lambda row: bool(row.change),
    "commented": lambda row: row.comments > 0,
    "unanswered": lambda row: row.is_unanswered,
}


def _views(
    rows: list[Row], since: Draft | None, reader: Capacity, *, chosen: str
) -> tuple[View, ...]:
    labels = {"": _("Whole text")}
    if since:
        labels["changed"] = _("Changed since %(draft)s") % {"draft": since}
    if reader.person is not None:
        labels["commented"] = _("With comments")
    if reader.delegation is not None:
        labels["unanswered"] = _("Unanswered questions")
    name = chosen if chosen in labels else ""
    return tuple(
        View(key, label, sum(map(_KEEP[key], rows)), key == name) for key, label in labels.items()
    )


def _parts(rows: list[Row], keep: Callable[[Row], bool], *, titled: str) -> Iterator[Part]:
    """
    The sections that hold anything to show, in themselves or below, each with its heading.

    The heading of the section `titled` is left to the title of the page.
    """
    needed = {uid for row in rows if keep(row) for uid in row.unit.section_uids.split("/")}
    for uid, group in groupby(rows, key=lambda row: row.unit.section_uid):
        own = list(group)
        heading = own[0] if own[0].unit.kind is Kind.HEADING else None
        if uid in needed:
            kept = [row for row in (own[1:] if heading else own) if keep(row)]
            yield Part(uid, None if uid == titled else heading, tuple(_blocks(kept)))


def _blocks(rows: Iterable[Row]) -> Iterator[Block]:
    def together(row: Row) -> tuple[str, ...]:
        unit = row.unit
        return ("list", unit.lead_uid, unit.kind) if unit.is_bullet else ("alone", unit.uid)

    for key, group in groupby(rows, key=together):
        yield Block(tuple(group), key[0] == "list")


def _notes(text: PlanText, shown: set[str]) -> Iterator[NoteLine]:
    """The footnotes of the units shown, and those that belong to none."""
    seen: set[str] = set()
    for note in text.footnotes:
        if not note.unit_uid or note.unit_uid in shown:
            yield NoteLine(note, "" if note.unit_uid in seen else f"note-{note.unit_uid}")
            seen.add(note.unit_uid)


def _contents(rows: list[Row], *, asks: bool) -> Iterator[ContentsEntry]:
    """The lines of the contents; `asks` counts the questions the reader has yet to answer."""
    comments: Counter[str] = Counter()
    unanswered: Counter[str] = Counter()
    for row in rows:
        comments[row.unit.section_uid] += row.comments
        unanswered[row.unit.section_uid] += asks and row.is_unanswered
    for row in rows:
        unit = row.unit
        if unit.kind is Kind.HEADING:
            yield ContentsEntry(
                section_uid=unit.section_uid,
                element_uid=unit.uid,
                label=unit.label,
                title=unit.text,
                depth=unit.depth,
                comments=comments[unit.section_uid],
                unanswered=unanswered[unit.section_uid],
            )
