"""The plan to read, whole or one section: its words, and beside each unit what a reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _

from consultations.models import Consultation
from consultations.permissions import may_open_consultation, may_prepare
from consultations.queries.earlier import earlier_marks
from consultations.queries.rows import Row, Way, Ways, find_marks, find_rows
from consultations.queries.shelves import Shelf
from delegations.capacities import Capacity
from documents.outline import Kind
from lap_portal.decisions import Decision, denied
from sections.models import Draft
from sections.permissions import (
    may_draft,
    may_issue_draft,
    may_read_working_text,
    may_reissue,
    may_undo_adoption,
    may_widen_circulation,
)
from sections.queries import Note, PlanText


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that belong together: the items of one list, or a single row."""

    rows: tuple[Row, ...]
    is_list: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its heading, which is its first block, and its own units."""

    heading: Row | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents, with what the reader finds below it."""

    section_uid: str
    address: str
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
class Offers:
    """What the reader may do from here, as the permissions decide it."""

    may_comment: Decision
    may_read_working_text: Decision
    may_draft: Decision
    may_issue: Decision
    may_widen: Decision
    may_open: Decision
    may_reissue: Decision
    may_undo_adoption: Decision


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
    offers: Offers
    titled: Row | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return next(view.name == "" for view in self.views if view.is_chosen)

    @property
    def newer(self) -> Draft | None:
        """The newest draft, where an older one is read."""
        latest = self.shelf.latest
        return latest if self.draft and latest and latest.number > self.draft.number else None

    @property
    def edition(self) -> Draft | None:
        """The edition in which the draft that is read was reissued, if it was."""
        return self.shelf.reissue_of(self.draft) if self.draft else None

    @property
    def called_elsewhere(self) -> Consultation | None:
        """The consultation that is open on another draft than the one read."""
        found = self.shelf.under_way
        if found is None or self.draft is None or not _is_open(found):
            return None
        if self.shelf.consultation_on(self.draft) == found:
            return None
        return found


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


def plan_page(
    shelf: Shelf,
    text: PlanText,
    *,
    draft: Draft | None,
    reader: Capacity,
    view: str = "",
    section: str = "",
) -> PlanPage:
    """
    Put the words, and what the reader may see beside them, into one page.

    Two queries: what was said, and the draft before.

    Its length is that of the page, field by field.
    """
    since = shelf.before(draft) if draft else shelf.latest
    consultation = shelf.consultation_on(draft or shelf.latest)
    is_open = consultation is not None and _is_open(consultation)
    asks = is_open and reader.delegation is not None
    earlier = earlier_marks(consultation if draft else None, reader, text.units)
    labels = _labels(since, reader, asks=asks, spoke_before=bool(earlier))
    chosen = view if view in labels else ""
    offers = _offers(shelf, draft, consultation, reader)
    spoken_of = consultation.draft if draft and consultation else draft
    marks = replace(find_marks(shelf.plan, spoken_of, reader), earlier=earlier)
    ways = Ways(
        shelf.plan,
        consultation if offers.may_comment else None,
        drafts=draft is None and bool(offers.may_draft),
        knows_revisions=bool(offers.may_read_working_text),
        is_whole=chosen == "",
    )
    above = _levels_above(text, section)
    rows = list(find_rows(text, marks, ways, draft=draft, since=since, above=above))
    inside = [row for row in rows if f"/{section}/" in f"/{row.unit.section_uids}"]
    read = inside if section else rows
    keep = _KEEP[chosen]
    shown = [row for row in read if keep(row) or not row.is_gone]
    return PlanPage(
        shelf=shelf,
        draft=draft,
        since=since,
        consultation=consultation,
        text=text,
        parts=tuple(_parts(shown, keep, titled=section)),
        contents=tuple(_contents(rows, shelf, asks=asks, alone=bool(section))),
        views=tuple(
            View(name, label, sum(map(_KEEP[name], read)), name == chosen)
            for name, label in labels.items()
        ),
        notes=tuple(_notes(text, {row.unit.uid for row in read if keep(row)})),
        comments_on_whole=marks.comments.get("", 0),
        offers=offers,
        titled=next((row for row in shown if row.unit.section_uid == section), None),
    )


def may_comment(
    reader: Capacity, draft: Draft | None, consultation: Consultation | None
) -> Decision:
    """Whether to offer the way in: only beside the draft consulted on, while it is open."""
    if draft is None or consultation is None or not _is_open(consultation):
        return denied(_("No consultation on this text is open."))
    return may_prepare(reader, consultation)


def _is_open(consultation: Consultation) -> bool:
    return consultation.state == Consultation.State.OPEN


def _offers(
    shelf: Shelf, draft: Draft | None, consultation: Consultation | None, reader: Capacity
) -> Offers:
    nowhere = denied(_("This is about an issued draft."))
    return Offers(
        may_comment=may_comment(reader, draft, consultation),
        may_read_working_text=may_read_working_text(reader, shelf.plan),
        may_draft=may_draft(reader, shelf.plan),
        may_issue=may_issue_draft(reader, shelf.plan),
        may_widen=may_widen_circulation(reader, draft) if draft else nowhere,
        may_open=_may_open(shelf, draft, reader) if draft else nowhere,
        may_reissue=may_reissue(reader, draft) if draft == shelf.latest and draft else nowhere,
        may_undo_adoption=may_undo_adoption(reader, draft) if draft else nowhere,
    )


def _may_open(shelf: Shelf, draft: Draft, reader: Capacity) -> Decision:
    if shelf.under_way:
        return denied(_("A consultation on this plan is under way."))
    if draft != shelf.latest or draft.adopted_on is not None:
        return denied(_("A consultation opens on the latest draft, until it is adopted."))
    return may_open_consultation(reader, draft)


def _levels_above(text: PlanText, section: str) -> int:
    """How many levels of headings stand above a section; it is itself the title of its page."""
    return next((line.depth + 1 for line in text.contents if line.section_uid == section), 0)


_KEEP: dict[str, Callable[[Row], bool]] = {
    "": lambda row: not row.is_gone,
    "changed": lambda row: bool(row.change),
    "commented": lambda row: row.comments > 0,
    "earlier": lambda row: row.earlier > 0,
    "unanswered": lambda row: row.is_unanswered,
}


def _labels(
    since: Draft | None, reader: Capacity, *, asks: bool, spoke_before: bool
) -> dict[str, str]:
    """The ways in which the reader can narrow the text, by name."""
    labels = {"": _("Whole text")}
    if since:
        labels["changed"] = _("Changed since %(draft)s") % {"draft": since}
    if reader.person is not None:
        labels["commented"] = _("With comments")
    if spoke_before:
        labels["earlier"] = _("Where we commented before")
    if asks:
        labels["unanswered"] = _("Unanswered questions")
    return labels


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
            if heading and uid != titled:
                yield Part(heading, (Block((heading,), is_list=False), *_blocks(kept)))
            else:
                yield Part(None, tuple(_blocks(kept)))


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


def _contents(rows: list[Row], shelf: Shelf, *, asks: bool, alone: bool) -> Iterator[ContentsEntry]:
    """
    The lines of the contents; `asks` counts the questions the reader has yet to answer.

    They lead to places of the page, or, where one section is read `alone`, to other pages.
    """
    comments: Counter[str] = Counter()
    unanswered: Counter[str] = Counter()
    for row in rows:
        comments[row.unit.section_uid] += row.comments
        unanswered[row.unit.section_uid] += asks and row.is_unanswered
    way = Way.by("consultations:section_read", shelf.plan.slug)
    for row in rows:
        unit = row.unit
        if unit.kind is Kind.HEADING and not row.is_gone:
            yield ContentsEntry(
                section_uid=unit.section_uid,
                address=way.to(unit.section_uid) if alone else f"#{unit.uid}",
                label=unit.label,
                title=unit.text,
                depth=unit.depth,
                comments=comments[unit.section_uid],
                unanswered=unanswered[unit.section_uid],
            )
