"""Following up: what became of a delegation's own comments in a later draft, for it alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from consultations.models import Comment, Consultation, Reflection, Remark, Reply, RevisionPrompt
from consultations.models.contributions import State
from consultations.permissions import may_make_remarks
from consultations.queries.entries import redline
from consultations.queries.rows import fate_words
from delegations.capacities import Capacity, delegation_of
from delegations.models import Delegation
from documents.compare import Fate, Span, compare_words
from documents.outline import Kind
from lap_portal import clock
from lap_portal.decisions import Decision
from sections.models import Descent, Draft
from sections.queries import (
    Lineage,
    PlanText,
    TextUnit,
    UnitFate,
    draft_text,
    fates_since,
    lineage_of,
)


@dataclass(frozen=True, slots=True)
class Now:
    """
    The words commented on as a later draft has them.

    `relation` says how one comes from the other, "" where they are one element; `words` compares
    the two wordings, empty where they are the same.
    """

    unit: TextUnit
    relation: str
    words: tuple[Span, ...]
    is_moved: bool


@dataclass(frozen=True, slots=True)
class OwnReflection:
    """
    One comment of the reader's own delegation, how it was reflected, and its words in the draft.

    `is_later` says whether there is a later draft to look in at all. `outcome` is "" where nothing
    was shared.
    """

    comment: Comment
    proposal: tuple[Span, ...]
    outcome: str
    reply: str
    shared_at: datetime | None
    nows: tuple[Now, ...]
    is_later: bool
    is_prompt: bool
    remarks: tuple[Remark, ...]

    @property
    def is_gone(self) -> bool:
        """Whether the words commented on live on nowhere in the later draft."""
        return self.is_later and not self.nows


@dataclass(frozen=True, slots=True)
class OwnReply:
    """A reply to all that the reader's own delegation said, and its remarks on it."""

    reply: Reply
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class OtherChange:
    """A unit beside those commented on, and what became of it."""

    uid: str
    reference: str
    old_reference: str
    fates: str
    words: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A section in which the delegation spoke, and what else changed in it."""

    title: str
    changes: tuple[OtherChange, ...]


@dataclass(frozen=True, slots=True)
class FollowingUp:
    """
    The page of one delegation on one later draft; `waiting` are comments nothing was shared of.

    `draft` is None where the reader may read no later one; `drafts` are all later ones, newest
    first.
    """

    delegation: Delegation
    consultation: Consultation
    draft: Draft | None
    drafts: tuple[Draft, ...]
    replies: tuple[OwnReply, ...]
    reflections: tuple[OwnReflection, ...]
    waiting: tuple[OwnReflection, ...]
    elsewhere: tuple[Neighbourhood, ...]
    as_at: datetime
    may_remark: Decision

    @property
    def others(self) -> int:
        """How many other units changed where the delegation spoke."""
        return sum(len(each.changes) for each in self.elsewhere)

    @property
    def text(self) -> Draft:
        """The draft the page is about: the later one, or else the one commented on."""
        return self.draft or self.consultation.draft


def later_drafts(consultation: Consultation, reader: Capacity) -> tuple[Draft, ...]:
    """
    The drafts of the plan after the one consulted on that a reader may read, newest first.

    Without those withdrawn, and without new editions of the one consulted on: its words are theirs.
    """
    drafts = Draft.objects.visible_to(reader).filter(
        plan=consultation.plan_id, number__gt=consultation.draft.number, withdrawn_at=None
    )
    same, later = {consultation.draft_id}, []
    for draft in drafts.order_by("number"):
        if draft.reissues_id in same:
            same.add(draft.pk)
        else:
            later.append(draft)
    return tuple(reversed(later))


def following_up(
    consultation: Consultation,
    reader: Capacity,
    *,
    drafts: tuple[Draft, ...],
    draft: Draft | None,
) -> FollowingUp:
    """Put together what a delegation sends to its capital (ten queries)."""
    told, prompts, remarks = _told(consultation, reader)
    comments = list(_own(consultation, reader, {*told, *prompts}))
    later = _Later.of(consultation, draft, reader) if draft else None
    entries = [
        OwnReflection(
            comment=comment,
            proposal=redline(comment.proposal, comment.place, comment.unit),
            outcome=told[comment.pk].get_outcome_display() if comment.pk in told else "",
            reply=told[comment.pk].reply if comment.pk in told else "",
            shared_at=told[comment.pk].shared_at if comment.pk in told else None,
            nows=tuple(later.nows(comment)) if later else (),
            is_later=later is not None and comment.unit is not None,
            is_prompt=comment.pk in prompts,
            remarks=tuple(remarks[comment.pk]),
        )
        for comment in comments
    ]
    known = {*told, *prompts}
    return FollowingUp(
        delegation=delegation_of(reader),
        consultation=consultation,
        draft=draft,
        drafts=drafts,
        replies=tuple(_replies(consultation, reader)),
        reflections=tuple(each for each in entries if each.comment.pk in known),
        waiting=tuple(each for each in entries if each.comment.pk not in known),
        elsewhere=tuple(later.elsewhere(entries)) if later else (),
        as_at=clock.now(),
        may_remark=may_make_remarks(reader),
    )


def _told(
    consultation: Consultation, reader: Capacity
) -> tuple[dict[int, Reflection], set[int], dict[int | None, list[Remark]]]:
    """What a delegation knows of its comments: decisions, prompts, its remarks (three queries)."""
    decisions = Reflection.objects.latest_for(reader).filter(comment__consultation=consultation)
    prompts = RevisionPrompt.objects.visible_to(reader).filter(comment__consultation=consultation)
    made = Remark.objects.visible_to(reader).filter(comment__consultation=consultation)
    remarks: dict[int | None, list[Remark]] = defaultdict(list)
    for remark in made.select_related("author"):
        remarks[remark.comment_id].append(remark)
    told = {decision.comment_id: decision for decision in decisions}
    return told, set(prompts.values_list("comment", flat=True)), remarks


def _replies(consultation: Consultation, reader: Capacity) -> Iterator[OwnReply]:
    """The replies sent to a delegation, the newest first (two queries)."""
    remarks = Prefetch("remarks", Remark.objects.visible_to(reader).select_related("author"))
    sent = Reply.objects.visible_to(reader).filter(consultation=consultation)
    for reply in sent.order_by("-sent_at", "-pk").prefetch_related(remarks):
        yield OwnReply(reply, tuple(reply.remarks.all()))


def _own(consultation: Consultation, reader: Capacity, known: Iterable[int]) -> Iterable[Comment]:
    own = Comment.objects.own_of(reader).filter(consultation=consultation)
    own = own.filter(Q(state=State.SUBMITTED) | Q(pk__in=known))
    return own.with_words().select_related("replaced_by").in_order_of_text()


@dataclass(frozen=True, slots=True)
class _Later:
    """A later draft against the one commented on, by the keys of elements."""

    text: PlanText
    fates: list[UnitFate]
    standing: dict[int, UnitFate]
    lineage: Lineage

    @classmethod
    def of(cls, consultation: Consultation, draft: Draft, reader: Capacity) -> _Later:
        """Compare the two drafts (four queries)."""
        text = draft_text(draft)
        fates = fates_since(consultation.draft, text)
        standing = {f.unit.element_pk: f for f in fates if not f.change.is_deleted}
        return cls(text, fates, standing, lineage_of(consultation.plan, reader))

    def nows(self, comment: Comment) -> Iterator[Now]:
        """The units in which the words commented on live on."""
        unit = comment.unit
        if unit is None:
            return
        for heir in self.lineage.heirs(unit.element_id, standing=self.standing):
            fate = self.standing[heir.element]
            old, new = unit.revision.text, fate.unit.text
            yield Now(
                unit=fate.unit,
                relation=relation_words(heir.relation),
                words=tuple(compare_words(old, new)) if old != new else (),
                is_moved=not heir.relation and fate.change.is_moved,
            )

    def elsewhere(self, entries: Iterable[OwnReflection]) -> Iterator[Neighbourhood]:
        """What else changed in the sections spoken of, section by section."""
        spoken, places, whole = _places(entries)
        groups: dict[str, list[UnitFate]] = defaultdict(list)
        for fate in self.fates:
            ways = {each.section_uids for each in (fate.unit, fate.before) if each}
            is_near = ways & places or any(way.startswith(whole) for way in ways)
            is_other = fate.unit.element_pk not in spoken
            if is_near and is_other and Fate.UNCHANGED not in fate.change.fates:
                groups[fate.unit.section_uids].append(fate)
        for way, fates in groups.items():
            yield Neighbourhood(self._title(way), tuple(map(_other, fates)))

    def _title(self, way: str) -> str:
        headings = (fate.unit for fate in self.fates if fate.unit.kind is Kind.HEADING)
        heading = next((unit for unit in headings if unit.section_uids == way), None)
        return f"{heading.reference}. {heading.text}" if heading else _("Before the first section")


def _places(
    entries: Iterable[OwnReflection],
) -> tuple[set[int], set[str], tuple[str, ...]]:
    """The elements spoken of, the sections they stand or stood in, and those spoken of whole."""
    spoken: set[int] = set()
    places: set[str] = set()
    whole: list[str] = []
    for entry in entries:
        unit = entry.comment.unit
        if unit is None:
            continue
        spoken |= {unit.element_id, *(now.unit.element_pk for now in entry.nows)}
        places |= {unit.section_uids, *(now.unit.section_uids for now in entry.nows)}
        if entry.comment.place == Comment.Place.SECTION:
            whole.append(unit.section_uids)
    return spoken, places, tuple(whole)


def _other(fate: UnitFate) -> OtherChange:
    unit, change = fate.unit, fate.change
    return OtherChange(
        uid=unit.uid,
        reference=unit.reference,
        old_reference=fate.before.reference if fate.before and change.is_renumbered else "",
        fates=", ".join(fate_words(each) for each in change.fates),
        words=tuple(change.words()),
    )


def relation_words(relation: str) -> str:
    """How an element comes from the one commented on, in words; "" where it is the same."""
    return {
        Descent.Relation.SPLIT.value: _("split off from it"),
        Descent.Relation.MERGE.value: _("it was merged into this"),
    }.get(relation, "")
