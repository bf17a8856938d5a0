"""One element: its words now and before, what each draft said, and what is said about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from django.utils.translation import gettext as _

from consultations.models import Comment, Reflection, Remark, RevisionPrompt
from consultations.models.contributions import State
from consultations.permissions import may_read_contributions, may_weigh_proposals
from consultations.queries.entries import Passage, passage_of, redline
from consultations.queries.reading import may_comment
from consultations.queries.shelves import Shelf
from consultations.queries.tallying import Tally, find_tallies
from consultations.queries.tracing import (
    Prompted,
    Prompting,
    place_on_desk,
    prompted,
    prompting,
    prompts_of_element,
)
from delegations.capacities import Capacity
from documents.compare import Span, compare_words
from lap_portal.decisions import Decision, denied
from sections.models import Descent, Draft, DraftUnit, Element
from sections.models.elements import Kind
from sections.permissions import may_draft, may_read_working_text, may_revise
from sections.queries import PlanText, TextUnit, lineage_of
from sections.queries.holds import Holding, holding_of


@dataclass(frozen=True, slots=True)
class Wording:
    """
    One wording that may be compared with another: a revision for staff, a draft's for others.

    `author`, `reason` and what prompted it are empty for readers who may not know them.
    """

    key: str
    label: str
    text: str
    author: str = ""
    reason: str = ""
    written_at: datetime | None = None
    drafts: tuple[Draft, ...] = ()
    prompts: tuple[Prompting, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What one draft said; `is_same` when it is word for word what the draft before said."""

    unit: DraftUnit
    is_same: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Two wordings, the older first, and the words that turn one into the other.

    `prompts` are the comments that prompted the newer or one in between, for those who may know.
    """

    old: Wording
    new: Wording
    spans: tuple[Span, ...]
    prompts: tuple[Prompting, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """
    A comment with its proposal against the words, and the decision as its reader may know it.

    `since` compares the words it was made on with those of now, `spoken_of` is how these were cited
    where they were another element's, from which this one comes. `remarks` are the delegation's on
    how it was reflected. `desk` is where it lies on the desk, "" for readers who have none;
    `prompted` are the wordings of the element that it prompted, for those same readers.
    """

    comment: Comment
    redline: tuple[Span, ...]
    passage: Passage | None = None
    outcome: str = ""
    reply: str = ""
    has_changed_since: bool = False
    since: tuple[Span, ...] = ()
    spoken_of: str = ""
    remarks: tuple[Remark, ...] = ()
    desk: str = ""
    prompted: tuple[Prompted, ...] = ()


@dataclass(frozen=True, slots=True)
class Relative:
    """An element of the plan that this one comes from, or that comes from this one; and how."""

    uid: str
    relation: str


@dataclass(frozen=True, slots=True)
class ElementPage:
    """
    An element to read. `unit` is None when it no longer stands in the text shown.

    `before` and `after` are its neighbours in that text. `holding` says who holds its section, to
    those who may know it. `shows_revisions` says whether every
    revision is shown, with its reason.
    """

    element: Element
    unit: TextUnit | None
    last: DraftUnit | None
    before: TextUnit | None
    after: TextUnit | None
    wordings: tuple[Wording, ...]
    standings: tuple[Standing, ...]
    comparison: Comparison | None
    comments: tuple[Said, ...]
    ancestors: tuple[Relative, ...]
    descendants: tuple[Relative, ...]
    tally: Tally | None
    holding: Holding | None
    may_comment: Decision
    may_revise: Decision
    may_restore: Decision
    may_weigh: Decision
    shows_revisions: bool

    @property
    def proposals(self) -> int:
        """How many of the standing comments propose a wording in the stead of this one."""
        said = (each.comment for each in self.comments)
        return sum(
            bool(each.proposal) and (each.state, each.place) == (State.SUBMITTED, Comment.Place.ON)
            for each in said
        )

    @property
    def reference(self) -> str:
        """How it is cited now, or was when it last stood in a draft."""
        if self.unit:
            return self.unit.reference
        return self.last.reference if self.last else self.element.uid


def element_page(
    shelf: Shelf,
    element: Element,
    text: PlanText,
    *,
    draft: Draft | None,
    reader: Capacity,
    old: str = "",
    new: str = "",
) -> ElementPage:
    """Put one element into a page; `text` and `draft` are what the page of the plan shows."""
    consultation = shelf.consultation_on(draft)
    units = _units(element, reader)
    works = may_read_working_text(reader, shelf.plan)
    prompts = prompts_of_element(element, reader) if works else []
    wordings = tuple(_revisions(element, units, prompts) if works else _drafted(units))
    place = next((n for n, unit in enumerate(text.units) if unit.uid == element.uid), None)
    unit = None if place is None else text.units[place]
    return ElementPage(
        element=element,
        unit=unit,
        last=units[0] if units else None,
        before=text.units[place - 1] if place else None,
        after=text.units[place + 1] if place is not None and text.units[place + 1 :] else None,
        wordings=wordings,
        standings=tuple(_standings(units)),
        comparison=_comparison(wordings, old, new),
        comments=tuple(_said(element, reader, prompts, now=unit.text if unit else None)),
        ancestors=tuple(_relatives(element, reader, "ancestor")),
        descendants=tuple(_relatives(element, reader, "descendant")),
        tally=_tally(units, shelf, reader),
        holding=holding_of(element.section, reader) if unit else None,
        may_comment=may_comment(reader, draft, consultation),
        may_revise=may_revise(reader, element),
        may_restore=_may_restore(element, reader),
        may_weigh=may_weigh_proposals(reader, element),
        shows_revisions=bool(works),
    )


def _tally(units: list[DraftUnit], shelf: Shelf, reader: Capacity) -> Tally | None:
    """How a question was answered, when it was last put (two queries; none for what is none)."""
    for unit in units:
        consultation = shelf.consultation_on(unit.draft)
        if consultation is None or consultation.draft_id != unit.draft_id:
            continue
        if unit.kind == Kind.QUESTION:
            return find_tallies(consultation, reader, question=unit).get(unit.pk)
    return None


def _may_restore(element: Element, reader: Capacity) -> Decision:
    if element.deleted_at is None:
        return denied(_("This element stands in the text."))
    return may_draft(reader, element.plan)


def _units(element: Element, reader: Capacity) -> list[DraftUnit]:
    """The element as it stood in the drafts a reader may read, newest first."""
    units = DraftUnit.objects.visible_to(reader).filter(element=element)
    return list(units.select_related("draft", "revision").order_by("-draft__number"))


def _revisions(
    element: Element, units: list[DraftUnit], prompts: list[RevisionPrompt]
) -> Iterator[Wording]:
    by_number = prompting(prompts)
    for revision in element.revisions.select_related("author").order_by("-number"):
        yield Wording(
            key=str(revision.number),
            label=_("Revision %(number)d") % {"number": revision.number},
            text=revision.text,
            author=str(revision.author),
            reason=revision.reason,
            written_at=revision.created_at,
            drafts=tuple(unit.draft for unit in units if unit.revision_id == revision.pk),
            prompts=by_number.get(revision.number, ()),
        )


def _drafted(units: list[DraftUnit]) -> Iterator[Wording]:
    """One wording per draft: how many revisions lie between two drafts is nobody else's matter."""
    for unit in units:
        yield Wording(
            key=str(unit.draft.number),
            label=str(unit.draft),
            text=unit.revision.text,
            drafts=(unit.draft,),
        )


def _standings(units: list[DraftUnit]) -> Iterator[Standing]:
    for unit, before in zip_longest(units, units[1:]):
        yield Standing(unit, before is not None and before.revision.text == unit.revision.text)


def _comparison(wordings: tuple[Wording, ...], old: str, new: str) -> Comparison | None:
    """The two wordings asked for, else the last two that differ."""
    by_key = {wording.key: wording for wording in wordings}
    if old in by_key and new in by_key and old != new:
        first, second = sorted([by_key[old], by_key[new]], key=lambda w: int(w.key))
        return _compare(first, second, wordings)
    for older in wordings[1:]:
        if older.text != wordings[0].text:
            return _compare(older, wordings[0], wordings)
    return None


def _compare(old: Wording, new: Wording, wordings: tuple[Wording, ...]) -> Comparison:
    between = wordings[wordings.index(new) : wordings.index(old)]
    prompts = {each.comment.pk: each for wording in between for each in wording.prompts}
    spans = tuple(compare_words(old.text, new.text))
    return Comparison(old, new, spans, tuple(prompts.values()))


def _said(
    element: Element, reader: Capacity, prompts: list[RevisionPrompt], *, now: str | None
) -> Iterator[Said]:
    """
    The comments a reader may see, with the decisions the reader may know (four queries).

    Those on what the element was split from or merged with among them.
    `now` is the wording that the reader finds in the text today; how often it changed and came
    back in between is nobody else's matter.
    """
    forebears = lineage_of(element.plan, reader).forebears(element.pk)
    said = Comment.objects.visible_to(reader).filter(unit__element__in=[element.pk, *forebears])
    comments = list(
        said.exclude(state=State.REPLACED)
        .with_words()
        .select_related("consultation__plan", "author")
        .order_by("-consultation__number", "delegation__sort_name", "created_at", "pk")
    )
    decisions = _decisions(comments, reader)
    remarks = _remarks(comments, reader)
    wordings = prompted(prompts)
    for comment in comments:
        decision = decisions.get(comment.pk)
        unit = comment.unit
        has_changed = unit is not None and unit.revision.text != now
        yield Said(
            comment=comment,
            redline=redline(comment.proposal, comment.place, comment.unit),
            passage=passage_of(comment),
            outcome=str(decision.get_outcome_display()) if decision else "",
            reply=decision.reply if decision else "",
            has_changed_since=has_changed,
            since=tuple(compare_words(unit.revision.text, now))
            if unit and now and has_changed
            else (),
            spoken_of=unit.reference if unit and unit.element_id != element.pk else "",
            remarks=tuple(remarks[comment.pk]),
            desk=_desk(comment, reader),
            prompted=wordings.get(comment.pk, ()),
        )


def _desk(comment: Comment, reader: Capacity) -> str:
    return place_on_desk(comment) if may_read_contributions(reader, comment.consultation) else ""


def _decisions(comments: Iterable[Comment], reader: Capacity) -> dict[int, Reflection]:
    told = Reflection.objects.latest_for(reader)
    return {r.comment_id: r for r in told.filter(comment__in=[c.pk for c in comments])}


def _remarks(comments: Iterable[Comment], reader: Capacity) -> dict[int | None, list[Remark]]:
    made = Remark.objects.visible_to(reader).filter(comment__in=[c.pk for c in comments])
    remarks: dict[int | None, list[Remark]] = defaultdict(list)
    for remark in made:
        remarks[remark.comment_id].append(remark)
    return remarks


def _relatives(element: Element, reader: Capacity, end: str) -> Iterator[Relative]:
    """The elements at one end of a descent ("ancestor" or "descendant") that a reader may know."""
    other = {"ancestor": "descendant", "descendant": "ancestor"}[end]
    known = Element.objects.visible_to(reader).filter(plan=element.plan_id)
    rows = Descent.objects.visible_to(reader).filter(**{other: element, f"{end}__in": known})
    for row in rows.select_related(end):
        yield Relative(getattr(row, end).uid, row.get_relation_display())
