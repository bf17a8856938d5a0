"""All wordings that were proposed for one element, against the words in force."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultations.models import Comment
from consultations.queries.tracing import place_on_desk
from delegations.capacities import Capacity
from documents.compare import Change, Span, compare_words
from documents.merging import Edit, collide, edits_between, merge, reworded
from lap_portal.decisions import Decision
from lap_portal.errors import RuleViolation
from sections.models import Element
from sections.permissions import may_revise
from sections.queries import lineage_of


class Fit(StrEnum):
    """How a proposed wording stands to the words in force."""

    PRESENT = "present"  # Made on them.
    CARRIED = "carried"  # Made on older words, carried onto them.
    STANDS = "stands"  # They say so already.
    LOST = "lost"  # What it rewords has changed since, or has gone.


@dataclass(frozen=True, slots=True)
class Fitted:
    """
    A proposed wording as it would read now, and the redline from the words in force.

    Where it fits no more, `words` is "" and the redline is from the words it was made on.
    """

    fit: Fit
    words: str
    redline: tuple[Span, ...]

    @property
    def may_be_taken(self) -> bool:
        """Whether it can stand in the stead of the words in force."""
        return self.fit in {Fit.PRESENT, Fit.CARRIED}


@dataclass(frozen=True, slots=True)
class Voice:
    """One comment with the wording, and how the words were cited where they were others."""

    comment: Comment
    spoken_of: str
    is_carried: bool
    desk: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    A proposed wording with all who made it; `number` tells it from the others on the page.

    `collides_with` are the numbers of those that touch the same words in another way.
    """

    number: int
    fitted: Fitted
    voices: tuple[Voice, ...]
    collides_with: tuple[int, ...] = ()

    @property
    def key(self) -> int:
        """By which comment it is taken."""
        return self.voices[0].comment.pk


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """
    The proposals on an element: what fits, what stands in the text already, what fits no more.

    `now` is "" where the element no longer stands in the text; then nothing fits.
    """

    element: Element
    now: str
    fitting: tuple[Proposal, ...]
    standing: tuple[Proposal, ...]
    lost: tuple[Proposal, ...]
    may_revise: Decision

    @property
    def total(self) -> int:
        """How many comments propose a wording."""
        return sum(len(each.voices) for each in (*self.fitting, *self.standing, *self.lost))


@dataclass(frozen=True, slots=True)
class Taken:
    """Proposals brought together: the words, and the comments they are taken from."""

    words: str
    comments: tuple[int, ...]


def comments_on_element(element: Element, reader: Capacity) -> QuerySet[Comment]:
    """
    The standing comments on an element, in whichever consultation of its plan (one query before).

    Those on what it was split from or merged with among them.
    """
    lines = [element.pk, *lineage_of(element.plan, reader).forebears(element.pk)]
    comments = Comment.objects.visible_to(reader).standing().filter(unit__element__in=lines)
    return comments.with_words().in_order_of_text().select_related("consultation__plan")


def proposals_on_element(element: Element, reader: Capacity) -> QuerySet[Comment]:
    """The comments whose proposal may stand in the stead of an element's words."""
    comments = comments_on_element(element, reader).filter(place=Comment.Place.ON)
    return comments.exclude(proposal="")


def words_in_force(element: Element) -> str:
    """What an element says in the working text; "" where it was deleted from it."""
    current = element.current_revision
    return current.text if current and element.deleted_at is None else ""


def fitted(comment: Comment, *, now: str) -> Fitted:
    """Carry a proposal onto the words in force; it must have come with the words it was made on."""
    before = comment.unit.revision.text if comment.unit else ""
    words = merge(before, comment.proposal, now) if now else None
    if words is None:
        return Fitted(Fit.LOST, "", tuple(compare_words(before, comment.proposal)))
    if words == now:
        return Fitted(Fit.STANDS, words, ())
    fit = Fit.PRESENT if before == now else Fit.CARRIED
    return Fitted(fit, words, tuple(compare_words(now, words)))


def proposals_page(element: Element, reader: Capacity) -> ProposalsPage:
    """Every wording proposed for an element, equal ones together (two queries)."""
    now = words_in_force(element)
    found = tuple(weighed(proposals_on_element(element, reader), element=element, now=now))
    return ProposalsPage(
        element=element,
        now=now,
        fitting=tuple(each for each in found if each.fitted.may_be_taken),
        standing=tuple(each for each in found if each.fitted.fit is Fit.STANDS),
        lost=tuple(each for each in found if each.fitted.fit is Fit.LOST),
        may_revise=may_revise(reader, element),
    )


def weighed(comments: Iterable[Comment], *, element: Element, now: str) -> Iterator[Proposal]:
    """
    The proposals, equal ones as one, in the order of the words they touch first.

    Equal are those that would make the text read alike, blanks and line breaks aside.
    """
    groups: dict[tuple[str, str], list[tuple[Fitted, Comment]]] = defaultdict(list)
    for comment in sorted(comments, key=lambda each: (each.submission_id or 0, each.pk)):
        one = fitted(comment, now=now)
        groups[_key_of(one, comment)].append((one, comment))
    in_order = sorted(groups.values(), key=lambda group: _touched_first(group[0][0]))
    edits = {
        number: edits_between(now, group[0][0].words)
        for number, group in enumerate(in_order, 1)
        if group[0][0].may_be_taken
    }
    for number, group in enumerate(in_order, 1):
        voices = tuple(_voice(comment, one, element) for one, comment in group)
        yield Proposal(number, group[0][0], voices, _colliding(number, edits))


def taken_together(
    comments: Iterable[Comment], keys: Collection[int], *, element: Element
) -> Taken | None:
    """
    The words in force with all of the proposals named by the keys of comments; None for no such.

    RuleViolation where one does not fit, or where two touch the same words.
    """
    now = words_in_force(element)
    proposals = list(weighed(comments, element=element, now=now))
    made = {voice.comment.pk: each for each in proposals for voice in each.voices}
    if not keys or not made.keys() >= set(keys):
        return None
    chosen = {made[key].number: made[key] for key in keys}
    for each in chosen.values():
        _check_takeable(each, chosen)
    if len(chosen) == 1:
        words = next(iter(chosen.values())).fitted.words
    else:
        words = reworded(
            now, (e for each in chosen.values() for e in edits_between(now, each.fitted.words))
        )
    from_all = (voice.comment.pk for each in chosen.values() for voice in each.voices)
    return Taken(words, tuple(from_all))


def beside_typed(typed: str, words: str, *, now: str) -> str:
    """
    What somebody typed with the changes of a proposal too; the proposal alone where they collide.

    Both reword the words in force.
    """
    merged = merge(now, typed.replace("\r\n", "\n"), words)
    return words if merged is None else merged


def _check_takeable(proposal: Proposal, chosen: Collection[int]) -> None:
    if not proposal.fitted.may_be_taken:
        raise RuleViolation(
            _("Proposal %(number)d does not change the words in force, or fits them no more.")
            % {"number": proposal.number}
        )
    for other in proposal.collides_with:
        if other in chosen:
            raise RuleViolation(
                _("Proposals %(one)d and %(other)d touch the same words. Take one of them.")
                % {"one": proposal.number, "other": other}
            )


def _colliding(number: int, edits: dict[int, tuple[Edit, ...]]) -> tuple[int, ...]:
    own = edits.get(number, ())
    return tuple(
        other for other, theirs in edits.items() if other != number and collide(own, theirs)
    )


def _touched_first(one: Fitted) -> tuple[bool, int]:
    """Where in the text a proposal first changes it; what does not fit comes last."""
    first = one.redline[0] if one.redline else None
    kept = len(first.text) if first and first.change is Change.SAME else 0
    return one.fit is Fit.LOST, kept


def _key_of(one: Fitted, comment: Comment) -> tuple[str, str]:
    """By which proposals are equal: those that do not fit, only on the same words."""
    if one.fit is Fit.LOST and comment.unit:
        return _reading(comment.unit.revision.text), _reading(comment.proposal)
    return (one.fit if one.fit is Fit.STANDS else ""), _reading(one.words)


def _reading(words: str) -> str:
    """Words as they read: code points that look alike made one, each run of blanks one blank."""
    return " ".join(unicodedata.normalize("NFC", words).split())


def _voice(comment: Comment, one: Fitted, element: Element) -> Voice:
    unit = comment.unit
    return Voice(
        comment=comment,
        spoken_of=unit.reference if unit and unit.element_id != element.pk else "",
        is_carried=one.fit is Fit.CARRIED,
        desk=place_on_desk(comment),
    )
