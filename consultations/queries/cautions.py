"""What staff are told of a point before it leaves them; nothing of it forbids anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Answer, Comment, Consultation, Phrase, Point
from consultations.models.contributions import State
from consultations.phrases import Rule, begins_with, phrases_said
from consultations.queries.naming import Names, find_names, is_verbatim, telling_names
from consultations.queries.phrasing import phrases_of
from consultations.queries.verdicts import composition_words, verdict_words
from consultations.queries.voices import Voices, voices_of
from consultations.queries.weighing import AGAINST, Voice, compose, judge, stronger, weigh
from delegations.capacities import Capacity
from lap_portal import clock

_NAMED = 3


@dataclass(frozen=True, slots=True)
class WeighedPoint:
    """
    A point with who stands behind it, the phrase it was chosen to say, and what speaks against it.

    `is_for_staff` is whether it stays out of every paper.
    """

    point: Point
    phrase: str
    behind: tuple[str, ...]
    cautions: tuple[str, ...]
    is_for_staff: bool


@dataclass(frozen=True, slots=True)
class Other:
    """A contribution on words that some point speaks of: its place, since when, whether against."""

    key: int
    place: int | None
    name: str
    since: datetime
    is_against: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What the points of a page are held against."""

    rules: tuple[Rule, ...]
    voices: Voices
    names: Names
    comments: dict[int | None, list[Other]]
    answers: dict[int | None, list[Other]]
    sections: frozenset[str]


def weigh_points(
    points: Sequence[Point], consultation: Consultation, reader: Capacity
) -> list[WeighedPoint]:
    """Hold points, found with what they rest on, against the record (ten queries)."""
    comments = [source.comment for point in points for source in point.sources.all()]
    answers = [each.answer for point in points for each in point.answers.all()]
    oldest = min((point.written_at for point in points), default=clock.now())
    record = Record(
        rules=phrases_of(consultation.plan, reader),
        voices=voices_of(comments, answers, reader),
        names=telling_names(consultation, reader),
        comments=_by_place(_comments_beside(comments, consultation, reader, since=oldest)),
        answers=_by_place(_answers_beside(answers, consultation, reader, since=oldest)),
        sections=_spoken_on(consultation, reader),
    )
    return [_weighed(point, record) for point in points]


def _weighed(point: Point, record: Record) -> WeighedPoint:
    voices = [record.voices.comments[source.comment_id] for source in point.sources.all()]
    voices += [record.voices.answers[each.answer_id] for each in point.answers.all()]
    chosen = next((rule for rule in record.rules if rule.code == point.phrase), None)
    said = phrases_said(point.text, record.rules)
    return WeighedPoint(
        point=point,
        phrase=chosen.words if chosen else "",
        behind=composition_words(compose(voices)),
        cautions=(
            *_on_the_phrase(point, chosen, said, voices, record),
            *_on_the_record(point, said, record),
            *_on_naming(point, voices, record),
        ),
        is_for_staff=chosen is not None and chosen.is_for_staff,
    )


def _on_the_phrase(
    point: Point, chosen: Rule | None, said: list[Rule], voices: list[Voice], record: Record
) -> Iterator[str]:
    if chosen is not None and chosen not in said:
        yield _("The sentence does not say its phrase, “%(phrase)s”.") % {"phrase": chosen.words}
    for rule in dict.fromkeys([*([chosen] if chosen else []), *said]):
        if rule.is_retired:
            yield _("“%(phrase)s” is no longer used.") % {"phrase": rule.words}
        if rule.most == 0 and (point.section.section_uids if point.section else "") in (
            record.sections
        ):
            yield _("“%(phrase)s” is not so: comments stand on this section.") % {
                "phrase": rule.words
            }
        if rule.is_for_staff and rule != chosen:
            yield _("“%(phrase)s” is for staff only, and would stand in the paper.") % {
                "phrase": rule.words
            }
        yield from cautions_of(rule, voices, record.rules)


def cautions_of(rule: Rule, voices: Sequence[Voice], rules: Iterable[Rule]) -> Iterator[str]:
    """In what a phrase says more or less than the voices bear out."""
    weight = weigh(voices, rule)
    found = judge(weight, rule)
    for verdict in found:
        yield verdict_words(rule, weight, verdict)
    more = None if found else stronger(voices, rule, rules)
    if more is not None:
        yield _("“%(phrase)s” says less than the record, which bears out “%(more)s”.") % {
            "phrase": rule.words,
            "more": more.words,
        }


def _on_the_record(point: Point, said: list[Rule], record: Record) -> Iterator[str]:
    for name, state in _gone(point):
        words = {
            State.REPLACED: _("%(name)s, was replaced and no longer counts."),
            State.WITHDRAWN: _("%(name)s, was withdrawn and no longer counts."),
        }
        yield words[state] % {"name": name}
    behind = {source.comment_id for source in point.sources.all()}
    answers = {each.answer_id for each in point.answers.all()}
    places = {source.comment.unit_id for source in point.sources.all()}
    questions = {each.answer.unit_id for each in point.answers.all()}
    beside = [o for place in places for o in record.comments[place] if o.key not in behind]
    others = [o for q in questions for o in record.answers[q] if o.key not in answers]
    newer = [each for each in [*beside, *others] if each.since > point.written_at]
    if newer:
        yield ngettext(
            "%(n)s contribution on the same words came after it was written: %(names)s.",
            "%(n)s contributions on the same words came after it was written: %(names)s.",
            len(newer),
        ) % {"n": len(newer), "names": _named(newer)}
    against = [each for each in beside if each.is_against and each not in newer]
    if against and any(rule.opposition == Phrase.Opposition.NONE for rule in said):
        yield ngettext(
            "%(n)s comment on the same words that it does not rest on is against: %(names)s.",
            "%(n)s comments on the same words that it does not rest on are against: %(names)s.",
            len(against),
        ) % {"n": len(against), "names": _named(against)}


def _gone(point: Point) -> Iterator[tuple[str, State]]:
    """What the point rests on that stands no more, by name."""
    for source in point.sources.all():
        if source.comment.state != State.SUBMITTED:
            number = source.comment.number or 0
            yield _comment_name(source.comment.delegation.name, number), State(source.comment.state)
    for each in point.answers.all():
        if each.answer.state != State.SUBMITTED:
            yield _answer_name(each.answer.delegation.name), State(each.answer.state)


def _on_naming(point: Point, voices: list[Voice], record: Record) -> Iterator[str]:
    found = find_names(point.text, record.names)
    if found:
        yield _("The sentence could tell who spoke: it says %(names)s.") % {
            "names": ", ".join(f"“{name}”" for name in found)
        }
    if compose(voices).delegations != 1:
        return
    rested = [source.comment for source in point.sources.all()]
    said = [text for each in rested for text in (each.text, each.proposal, each.reason)]
    said += [each.answer.text for each in point.answers.all()]
    known = [each.unit.revision.text for each in rested if each.unit]
    known += [begins_with(rule, "") for rule in record.rules]
    if is_verbatim(point.text, said, known=known):
        yield _("It rests on one delegation alone, and has its very words.")


def _by_place(others: Iterable[Other]) -> dict[int | None, list[Other]]:
    found: dict[int | None, list[Other]] = defaultdict(list)
    for other in others:
        found[other.place].append(other)
    return found


def _comments_beside(
    comments: Collection[Comment], consultation: Consultation, reader: Capacity, *, since: datetime
) -> Iterator[Other]:
    """Of the comments on the words of others, those that came since or are against (one query)."""
    place = Q(unit__in={each.unit_id for each in comments if each.unit_id})
    if any(each.unit_id is None for each in comments):
        place |= Q(unit=None)
    standing = Comment.objects.visible_to(reader).standing().filter(consultation=consultation)
    tells = Q(submission__recorded_at__gt=since) | Q(position__in=AGAINST)
    names = ("pk", "unit", "delegation__name", "number", "submission__recorded_at", "position")
    rows = standing.filter(place, tells).order_by("submission__recorded_at", "pk")
    for key, unit, speaker, number, came_at, position in rows.values_list(*names):
        name = _comment_name(speaker, number or 0)
        yield Other(key, unit, name, came_at or since, position in AGAINST)


def _answers_beside(
    answers: Collection[Answer], consultation: Consultation, reader: Capacity, *, since: datetime
) -> Iterator[Other]:
    """Of the answers to the questions of others, those that came since (one query)."""
    standing = Answer.objects.visible_to(reader).standing().filter(consultation=consultation)
    rows = standing.filter(unit__in={each.unit_id for each in answers})
    rows = rows.filter(submission__recorded_at__gt=since).order_by("submission__recorded_at", "pk")
    names = ("pk", "unit", "delegation__name", "submission__recorded_at")
    for key, unit, speaker, came_at in rows.values_list(*names):
        yield Other(key, unit, _answer_name(speaker), came_at or since, is_against=False)


def _spoken_on(consultation: Consultation, reader: Capacity) -> frozenset[str]:
    """The sections, by their path of uids, on which a comment stands; "" is the front (a query)."""
    standing = Comment.objects.visible_to(reader).standing().filter(consultation=consultation)
    paths = standing.order_by().values_list("unit__section_uids", flat=True).distinct()
    return frozenset(path or "" for path in paths)


def _comment_name(speaker: str, number: int) -> str:
    return _("%(delegation)s, comment %(number)s") % {"delegation": speaker, "number": number}


def _answer_name(speaker: str) -> str:
    return _("%(delegation)s, answer") % {"delegation": speaker}


def _named(others: list[Other]) -> str:
    names = "; ".join(each.name for each in others[:_NAMED])
    return f"{names}; …" if len(others) > _NAMED else names
