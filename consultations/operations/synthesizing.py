"""Writing the points of a synthesis, issuing it, and making it the text of the next plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.digest import digest_of_paper
from consultations.models import (
    Answer,
    Comment,
    Consultation,
    Point,
    PointAnswer,
    PointSource,
    Synthesis,
    SynthesisUnit,
)
from consultations.operations.locks import locked_consultation
from consultations.permissions import may_adopt_synthesis, may_write_synthesis
from consultations.queries.left_out import comments_left_out
from consultations.queries.phrasing import phrases_of
from consultations.queries.synthesis import PointsPaper, points_paper, synthesis_outline
from delegations.capacities import Capacity, person_of, require_still_held
from documents.outline import Kind
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import REASON_LIMIT, clean_reason, clean_text, has_words
from lap_portal.traces import save_traced, sign, update_traced
from sections.imports import apply_outline
from sections.models import ActionPlan, DraftUnit
from sections.words import TITLE_LIMIT, clean_wording

ORDER_STEP = 1024
SYMBOL_LIMIT = 60

Excerpt = tuple[int, int]
Sources = Mapping[Comment, Excerpt | None]


@transaction.atomic
def write_point(
    consultation: Consultation,
    *,
    actor: Capacity,
    section: DraftUnit | None,
    text: str,
    sources: Sources,
    answers: Collection[Answer] = (),
    becomes: str = Point.Becomes.NARRATIVE,
    phrase: str = "",
) -> Point:
    """
    Write a sentence of the synthesis at the end of a section, resting on comments and answers.

    `section` is a heading of the draft consulted on; None is for the draft as a whole. An excerpt
    is a range of code points of the comment's text, end excluded. `phrase` is the code of the
    phrase it was chosen to say; whether the record bears that out is shown, and never asked here.
    """
    locked = _lock(consultation, actor=actor)
    if section is not None and (
        section.draft_id != locked.draft_id or section.kind != Kind.HEADING
    ):
        raise RuleViolation(_("A point stands under a section of the draft consulted on."))
    last = locked.points.filter(section=section).aggregate(last=Max("order"))["last"] or 0
    point = Point(
        consultation=locked,
        section=section,
        order=last + ORDER_STEP,
        text=clean_wording(text),
        becomes=becomes,
        phrase=_checked_phrase(phrase, locked, actor),
        written_by=person_of(actor),
    )
    save_traced(point, by=actor.person, reason=_("Written"))
    _rest_on(point, sources, actor=actor)
    _rest_on_answers(point, answers, actor=actor)
    return point


@transaction.atomic
def revise_point(
    point: Point,
    *,
    actor: Capacity,
    text: str,
    becomes: str,
    sources: Sources,
    based_on: int,
    answers: Collection[Answer] = (),
    phrase: str = "",
) -> Point:
    """
    Reword a point, say anew what it becomes and what it rests on; `based_on` is its version seen.

    Raises StaleRevision, and writes nothing, if it was changed meanwhile.
    """
    locked = _standing(point, actor=actor)
    if locked.version != based_on:
        raise StaleRevision(_("This point was changed while you were editing it."))
    locked.text = clean_wording(text)
    locked.becomes = becomes
    locked.phrase = _checked_phrase(phrase, locked.consultation, actor)
    locked.written_by, locked.written_at = person_of(actor), clock.now()
    locked.version += 1
    save_traced(locked, by=actor.person, reason=_("Reworded"))
    _rest_on(locked, sources, actor=actor)
    _rest_on_answers(locked, answers, actor=actor)
    return locked


@transaction.atomic
def move_point(point: Point, *, actor: Capacity, after: Point | None) -> Point:
    """
    Put a point behind another of its section, or first where `after` is None.

    Refused where `after` was struck out or stands in another section.
    """
    locked = _standing(point, actor=actor)
    others = [each for each in _beside(locked) if each != locked]
    if after is not None and after not in others:
        raise RuleViolation(_("What it should follow does not stand in that section."))
    return _put(locked, among=others, place=others.index(after) + 1 if after else 0, actor=actor)


@transaction.atomic
def shift_point(point: Point, *, actor: Capacity, steps: int) -> Point:
    """Move a point up (-1) or down (1) among those of its section; at the end it stays."""
    locked = _standing(point, actor=actor)
    siblings = _beside(locked)
    others = [each for each in siblings if each != locked]
    return _put(locked, among=others, place=max(0, siblings.index(locked) + steps), actor=actor)


@transaction.atomic
def strike_point(point: Point, *, actor: Capacity, reason: str) -> Point:
    """Take a point out of the synthesis; it stays on the record with the reason."""
    reason = clean_reason(reason)
    locked = _standing(point, actor=actor)
    locked.struck_at = clock.now()
    locked.version += 1
    save_traced(locked, by=actor.person, reason=reason)
    return locked


@transaction.atomic
def issue_synthesis(
    consultation: Consultation,
    *,
    actor: Capacity,
    title: str,
    dated: date,
    symbol: str = "",
    seen: str = "",
    why_left_out: str = "",
) -> Synthesis:
    """
    Freeze the points as an edition of the synthesis, a paper that every participant may read.

    Refused while the consultation is open, and when there is no point. Afterwards contributions
    are no longer received. `seen` is the digest of the points on screen, if they were looked at;
    if a point was changed meanwhile, StaleRevision is raised. Where comments are reflected in no
    point and marked nowhere, `why_left_out` says why, for staff; it is asked for and never judged.

    Its length is that of the row it builds.
    """
    locked = _lock(consultation, actor=actor)
    title = clean_text(title, limit=TITLE_LIMIT).strip()
    if locked.state != Consultation.State.CLOSED:
        raise RuleViolation(_("The synthesis is issued after the consultation has closed."))
    paper = points_paper(locked, actor, title=title)
    if not any(paper.points):
        raise RuleViolation(_("There is no point yet; a synthesis says at least one thing."))
    if seen and seen != digest_of_points(locked, actor):
        raise StaleRevision(_("A point was changed while you were reading; please look again."))
    why = _checked_why(why_left_out, comments_left_out(locked, actor).count())
    latest = locked.syntheses.aggregate(latest=Max("number"))["latest"] or 0
    synthesis = Synthesis(
        consultation=locked,
        number=latest + 1,
        title=title,
        symbol=clean_text(symbol, limit=SYMBOL_LIMIT).strip(),
        dated=dated,
        language=paper.outline.language,
        digest=digest_of_paper(paper.outline),
        why_left_out=why,
        issued_by=person_of(actor),
    )
    synthesis.full_clean()
    synthesis.save()
    SynthesisUnit.objects.bulk_create(_frozen(paper, synthesis))
    return synthesis


def _checked_why(why: str, left_out: int) -> str:
    """Why comments are left out, "" where none are; RuleViolation where they are, and none says."""
    if not left_out:
        return ""
    words = clean_text(why, limit=REASON_LIMIT)
    if not has_words(words):
        raise RuleViolation(
            ngettext(
                "%(n)s comment is reflected in no point and marked nowhere. Say why.",
                "%(n)s comments are reflected in no point and marked nowhere. Say why.",
                left_out,
            )
            % {"n": left_out}
        )
    return words


def _frozen(paper: PointsPaper, synthesis: Synthesis) -> Iterator[SynthesisUnit]:
    """The units of a paper as those of an edition, each with the point it states."""
    for order, (unit, point) in enumerate(zip(paper.outline.units, paper.points, strict=True)):
        yield SynthesisUnit(
            synthesis=synthesis,
            order=order,
            kind=unit.kind,
            section_path=unit.section,
            number=unit.number or "",
            level=unit.level,
            lead=unit.lead,
            text=unit.text,
            point=point,
        )


def digest_of_points(consultation: Consultation, reader: Capacity) -> str:
    """Return the digest of the points as they would be frozen now, whatever the title."""
    return digest_of_paper(points_paper(consultation, reader, title="").outline)


@transaction.atomic
def adopt_synthesis(synthesis: Synthesis, *, actor: Capacity, slug: str, title: str) -> ActionPlan:
    """
    Make an issued synthesis the text of the next plan, each point with an element of its own.

    The point keeps what it rests on, so the chain from a comment to the new words holds.
    """
    plan = synthesis.consultation.plan
    require(may_adopt_synthesis(actor, plan))
    _lock(synthesis.consultation, actor=actor)
    units = list(synthesis.units.select_related("point").order_by("order"))
    if any(unit.point and unit.point.element_id for unit in units):
        raise RuleViolation(_("This synthesis is already the text of a plan."))
    successor = apply_outline(
        synthesis_outline(synthesis),
        actor=actor,
        slug=slug,
        title=title,
        language=synthesis.language,
        predecessor=plan,
        reason=_("Taken over from %(synthesis)s") % {"synthesis": synthesis.title},
    )
    elements = successor.elements.order_by("order")
    for unit, element in zip(units, elements, strict=True):
        if unit.point is not None:
            unit.point.element = element
            reason = _("Became part of %(plan)s") % {"plan": successor.title}
            save_traced(unit.point, by=actor.person, reason=reason)
    return successor


def _lock(consultation: Consultation, *, actor: Capacity) -> Consultation:
    """Hold a consultation: its points are written and ordered by one hand at a time."""
    require(may_write_synthesis(actor, consultation))
    require_still_held(actor)
    return locked_consultation(consultation)


def _standing(point: Point, *, actor: Capacity) -> Point:
    consultation = _lock(point.consultation, actor=actor)
    locked = Point.objects.select_for_update(of=("self",)).get(pk=point.pk)
    locked.consultation = consultation
    if locked.struck_at is not None:
        raise RuleViolation(_("This point was struck out."))
    return locked


def _beside(point: Point) -> list[Point]:
    """The standing points of a point's section, itself included, under the lock of them all."""
    points = point.consultation.points.standing().filter(section=point.section_id)
    return list(points.order_by("order", "pk"))


def _put(point: Point, *, among: list[Point], place: int, actor: Capacity) -> Point:
    ordered = [*among[:place], point, *among[place:]]
    moved = []
    for number, each in enumerate(ordered, start=1):
        if each.order != number * ORDER_STEP:
            each.order = number * ORDER_STEP
            moved.append(each)
    update_traced(moved, ["order"], by=actor.person, reason=_("Reordered"))
    return point


def _rest_on(point: Point, sources: Sources, *, actor: Capacity) -> None:
    readable = Comment.objects.visible_to(actor).filter(consultation=point.consultation)
    wanted = {comment.pk for comment in sources}
    if readable.filter(pk__in=wanted).count() != len(wanted):
        raise RuleViolation(_("A point rests on comments submitted in this consultation only."))
    for dropped in point.sources.exclude(comment__in=wanted):
        sign(dropped, by=actor.person, reason=_("No longer a source"))
        dropped.delete()
    kept = {source.comment_id: source for source in point.sources.all()}
    for comment, excerpt in sources.items():
        source = kept.get(comment.pk) or PointSource(point=point, comment=comment)
        start, end = excerpt or (None, None)
        source.excerpt_start, source.excerpt_end = start, end
        source.excerpt = comment.text[start:end] if excerpt else ""
        if excerpt and not 0 <= excerpt[0] < excerpt[1] <= len(comment.text):
            raise RuleViolation(_("The excerpt is not in the comment."))
        save_traced(source, by=actor.person, reason=_("A source of the point"))


def _rest_on_answers(point: Point, answers: Collection[Answer], *, actor: Capacity) -> None:
    readable = Answer.objects.visible_to(actor).filter(consultation=point.consultation)
    wanted = {answer.pk for answer in answers}
    if readable.filter(pk__in=wanted).count() != len(wanted):
        raise RuleViolation(_("A point rests on answers submitted in this consultation only."))
    for dropped in point.answers.exclude(answer__in=wanted):
        sign(dropped, by=actor.person, reason=_("No longer a source"))
        dropped.delete()
    kept = set(point.answers.values_list("answer", flat=True))
    for answer in answers:
        if answer.pk not in kept:
            row = PointAnswer(point=point, answer=answer)
            save_traced(row, by=actor.person, reason=_("A source of the point"))


def _checked_phrase(code: str, consultation: Consultation, actor: Capacity) -> str:
    known = {rule.code for rule in phrases_of(consultation.plan, actor)} if code else {""}
    if code not in known:
        raise RuleViolation(_("This phrase is not in the vocabulary."))
    return code
