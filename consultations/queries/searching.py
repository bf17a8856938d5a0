"""Searching the texts, one's own delegation's words, and what one may read of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.models import Answer, Comment, Consultation
from consultations.models.contributions import ContributionQuerySet, said_by
from consultations.queries.entries import place_words
from consultations.queries.excerpts import Piece, excerpt
from delegations.capacities import Capacity
from lap_portal.text import search_key
from sections.models import ActionPlan, Draft, DraftUnit
from sections.permissions import may_read_working_text
from sections.queries import working_units

# What the name of a draft in a list is made of.
_ABOUT_DRAFT = ("designation", "withdrawn_at", "adopted_on", "reissues_id")
MOST_HITS = 50
Said = TypeVar("Said", Comment, Answer)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: where it stands, in what, who said it and in which state, and its words."""

    place: str
    where: str
    address: str
    excerpt: tuple[Piece, ...]
    by: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class HitGroup:
    """What was found of one sort: the first hits, and how many there are for this reader."""

    name: str
    label: str
    hits: tuple[Hit, ...]
    count: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return self.count > len(self.hits)


def plans_to_search(reader: Capacity) -> list[ActionPlan]:
    """The plans a reader may know of, newest first (one query)."""
    return list(ActionPlan.objects.visible_to(reader))


def words_of(query: str) -> list[str]:
    """The words looked for, each once, as keys."""
    return list(dict.fromkeys(search_key(query).split()))


def search_groups(
    query: str, reader: Capacity, *, plans: Sequence[ActionPlan], plan: ActionPlan | None
) -> list[HitGroup]:
    """
    What a reader finds, in `plan` or everywhere (ten queries at most).

    Every word must occur, inside others too. `plans` are those the reader may know of.
    """
    words = words_of(query)
    chosen = [plan] if plan else list(plans)
    groups = [_texts(words, reader, chosen)]
    if reader.delegation is not None:
        own = Comment.objects.own_of(reader), Answer.objects.own_of(reader)
        groups.append(_said("own", _("What your delegation says"), own, words, reader, plan))
    seen = Comment.objects.visible_to(reader), Answer.objects.visible_to(reader)
    if reader.delegation is not None:
        theirs = said_by(reader.delegation)
        seen = seen[0].exclude(theirs), seen[1].exclude(theirs)
    groups.append(_said("others", _others_label(reader), seen, words, reader, plan))
    return groups


def _others_label(reader: Capacity) -> str:
    if reader.delegation is not None:
        return _("What others said and you may read")
    return _("What was submitted") if reader.is_staff else _("What was posted")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit in one state of a text."""

    uid: str
    reference: str
    text: str
    where: str
    address: str


def _texts(words: list[str], reader: Capacity, plans: Sequence[ActionPlan]) -> HitGroup:
    found: dict[str, _Unit] = {}
    keys: dict[str, str] = {}
    for unit in _units(reader, plans):
        if unit.text not in keys:
            keys[unit.text] = search_key(unit.text)
        if unit.uid not in found and all(word in keys[unit.text] for word in words):
            found[unit.uid] = unit
    hits = tuple(
        Hit(unit.reference, unit.where, f"{unit.address}#{unit.uid}", excerpt(unit.text, words))
        for unit in list(found.values())[:MOST_HITS]
    )
    return HitGroup("text", _("In the text"), hits, len(found))


def _units(reader: Capacity, plans: Sequence[ActionPlan]) -> Iterator[_Unit]:
    """Every unit a reader may read: the working text, then drafts from the newest (two queries)."""
    worked_on = [plan for plan in plans if may_read_working_text(reader, plan)]
    working = working_units(worked_on) if worked_on else {}
    for plan in worked_on:
        where = f"{plan.title}, {_('working text')}"
        address = plan.get_absolute_url()
        for unit in working.get(plan.pk, []):
            yield _Unit(unit.uid, unit.reference, unit.text, where, address)
    by_pk = {plan.pk: plan for plan in plans}
    rows = (
        DraftUnit.objects.visible_to(reader)
        .filter(draft__plan__in=by_pk)
        .order_by("-draft__plan", "-draft__number", "order")
        .values_list(
            "draft__plan",
            "draft__number",
            *(f"draft__{name}" for name in _ABOUT_DRAFT),
            "uid",
            "reference",
            "revision__text",
        )
    )
    states: dict[tuple[int, int], tuple[str, str]] = {}
    for plan_pk, number, *about, uid, reference, text in rows:
        if (plan_pk, number) not in states:
            plan = by_pk[plan_pk]
            said = dict(zip(_ABOUT_DRAFT, about, strict=True))
            draft = Draft(plan=plan, number=number, **said)
            states[plan_pk, number] = f"{plan.title}, {draft}", draft.get_absolute_url()
        yield _Unit(uid, reference, text, *states[plan_pk, number])


def _said(
    name: str,
    label: str,
    said: tuple[ContributionQuerySet[Comment], ContributionQuerySet[Answer]],
    words: list[str],
    reader: Capacity,
    plan: ActionPlan | None,
) -> HitGroup:
    """Comments, then answers, that hold every word (four queries at most)."""
    comments, count = _matching(said[0], words, plan, room=MOST_HITS)
    answers, more = _matching(said[1], words, plan, room=MOST_HITS - len(comments))
    hits = [_comment_hit(each, words, reader) for each in comments]
    hits += [_answer_hit(each, words, reader) for each in answers]
    return HitGroup(name, label, tuple(hits), count + more)


def _matching(
    said: ContributionQuerySet[Said], words: list[str], plan: ActionPlan | None, *, room: int
) -> tuple[list[Said], int]:
    """
    The first rows that hold every word, and how many there are.

    The words are looked through once, for keys alone; whole rows are read only to be shown. They
    stand in the order of the text and of the speakers, which does not tell who began first.
    """
    rows = said.filter(consultation__plan=plan) if plan else said
    for word in words:
        rows = rows.filter(search_text__contains=word)
    by_unit = F("unit__order").asc(nulls_first=True)
    order = ("-consultation__opens_at", by_unit, "delegation__sort_name", "pk")
    keys = list(rows.order_by(*order).values_list("pk", flat=True))
    shown = said.model.objects.filter(pk__in=keys[:room])
    shown = shown.select_related("consultation__plan", "unit", "delegation").order_by(*order)
    return list(shown), len(keys)


def _comment_hit(comment: Comment, words: list[str], reader: Capacity) -> Hit:
    said = (comment.text, comment.proposal, comment.reason, comment.passage)
    place = place_words(comment.place, comment.unit)
    text = "\n".join(filter(None, said))
    return _hit(comment, place, _comment_address(comment, reader), text, words, reader)


def _answer_hit(answer: Answer, words: list[str], reader: Capacity) -> Hit:
    place = _("Answer to %(reference)s") % {"reference": answer.unit.reference}
    return _hit(answer, place, _answer_address(answer, reader), answer.text, words, reader)


def _hit(
    said: Comment | Answer,
    place: str,
    address: str,
    text: str,
    words: list[str],
    reader: Capacity,
) -> Hit:
    talk = said.consultation
    return Hit(
        place=place,
        where=f"{talk.plan.title}, {talk.title}",
        address=address,
        excerpt=excerpt(text, words),
        by=said.delegation.name,
        state=said.get_state_display(),
    )


def _comment_address(comment: Comment, reader: Capacity) -> str:
    talk = comment.consultation
    if reader.delegation is not None:
        return talk.address("comment_read", comment.form_key)
    if reader.is_staff:
        return f"{talk.address('desk')}?comment={comment.pk}#comment-{comment.pk}"
    if comment.unit is None:
        return talk.plan.get_absolute_url()
    return f"{_element_address(talk, comment.unit)}#comments"


def _answer_address(answer: Answer, reader: Capacity) -> str:
    talk = answer.consultation
    if reader.is_staff:
        return f"{talk.address('desk')}?show=answers"
    own = reader.delegation
    if own is not None and own.pk == answer.delegation_id:
        return talk.address("answer_write", answer.unit.uid)
    return _element_address(talk, answer.unit)


def _element_address(talk: Consultation, unit: DraftUnit) -> str:
    return reverse("consultations:element_read", args=[talk.plan.slug, unit.uid])
