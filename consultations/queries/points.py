"""The workbench of the synthesis: points by section, and the comments no point rests on yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from consultations.models import (
    Answer,
    Comment,
    Consultation,
    Point,
    PointAnswer,
    PointSource,
    Synthesis,
)
from consultations.models.comments import CommentQuerySet
from consultations.models.contributions import State
from consultations.queries.cautions import WeighedPoint, weigh_points
from consultations.queries.desk import FRONT, headings_of, standing_comments
from consultations.queries.left_out import without_point
from consultations.queries.revising import Meanwhile
from delegations.capacities import Capacity
from documents.compare import compare_words
from sections.models import DraftUnit


@dataclass(frozen=True, slots=True)
class BenchLine:
    """A line of the workbench's contents; no heading: the draft as a whole and its front."""

    heading: DraftUnit | None
    points: int
    waiting: int
    is_shown: bool

    @property
    def name(self) -> str:
        """What an address calls the section."""
        return self.heading.uid if self.heading else FRONT


@dataclass(frozen=True, slots=True)
class Bench:
    """One section of the workbench; no heading: the draft as a whole and its front."""

    heading: DraftUnit | None
    points: tuple[WeighedPoint, ...]
    waiting: tuple[Comment, ...]

    @property
    def uid(self) -> str:
        """The uid of the heading, for addresses; "" for the whole draft."""
        return self.heading.uid if self.heading else ""


@dataclass(frozen=True, slots=True)
class Workbench:
    """
    The workbench, of one section or all; `waiting` counts the comments that no point rests on.

    `contents` and the three counts are those of the whole synthesis.
    """

    contents: tuple[BenchLine, ...]
    benches: tuple[Bench, ...]
    editions: tuple[Synthesis, ...]
    points: int
    waiting: int
    comments: int


def workbench(consultation: Consultation, reader: Capacity, *, section: str = "") -> Workbench:
    """
    Everything the workbench shows (eighteen queries, and one more where a point rests on answers).

    `section` is the uid of a heading or `FRONT`; without one, or by another name, all are shown.
    """
    headings: list[DraftUnit | None] = [None, *headings_of(consultation)]
    chosen = [heading for heading in headings if section == (heading.uid if heading else FRONT)]
    shown = chosen or headings
    points = _points_by_section(consultation, reader, shown)
    standing = standing_comments(consultation, reader)
    waiting = _waiting_by_section(standing, shown, headings)
    waits = _count_waiting(standing, headings)
    stand = _count_points(consultation, reader)
    return Workbench(
        contents=tuple(
            BenchLine(each, stand[_key(each)], waits[_key(each)], is_shown=each in chosen)
            for each in headings
        ),
        benches=tuple(
            Bench(each, tuple(points[_key(each)]), tuple(waiting[_key(each)])) for each in shown
        ),
        editions=tuple(Synthesis.objects.visible_to(reader).filter(consultation=consultation)),
        points=stand.total(),
        waiting=waits.total(),
        comments=standing.count(),
    )


def _key(heading: DraftUnit | None) -> int | None:
    return heading.pk if heading else None


def _points_by_section(
    consultation: Consultation, reader: Capacity, shown: list[DraftUnit | None]
) -> dict[int | None, list[WeighedPoint]]:
    found: dict[int | None, list[WeighedPoint]] = defaultdict(list)
    under = Q(section__in=[each.pk for each in shown if each])
    if None in shown:
        under |= Q(section=None)
    points = list(points_with_sources(consultation, reader).filter(under))
    for weighed in weigh_points(points, consultation, reader):
        found[weighed.point.section_id].append(weighed)
    return found


def _waiting_by_section(
    standing: CommentQuerySet, shown: list[DraftUnit | None], headings: list[DraftUnit | None]
) -> dict[int | None, list[Comment]]:
    found: dict[int | None, list[Comment]] = defaultdict(list)
    places = _places(headings)
    inside = Q(unit__section_uids__in=[each.section_uids for each in shown if each])
    if None in shown:
        inside |= Q(unit=None) | Q(unit__section_path="")
    for comment in without_point(standing.filter(inside)).with_words().in_order_of_text():
        found[places.get(comment.unit.section_uids if comment.unit else "")].append(comment)
    return found


def _count_waiting(
    standing: CommentQuerySet, headings: list[DraftUnit | None]
) -> Counter[int | None]:
    counts: Counter[int | None] = Counter()
    places = _places(headings)
    groups = without_point(standing).order_by().values("unit__section_uids")
    for uids, count in groups.annotate(count=Count("pk")).values_list(
        "unit__section_uids", "count"
    ):
        counts[places.get(uids or "")] += count
    return counts


def _count_points(consultation: Consultation, reader: Capacity) -> Counter[int | None]:
    points = Point.objects.visible_to(reader).standing().filter(consultation=consultation)
    groups = points.order_by().values("section").annotate(count=Count("pk"))
    return Counter(dict(groups.values_list("section", "count")))


def _places(headings: list[DraftUnit | None]) -> dict[str, int]:
    """By the path of uids of a section, the key of its heading."""
    return {heading.section_uids: heading.pk for heading in headings if heading}


def points_with_sources(consultation: Consultation, reader: Capacity) -> QuerySet[Point]:
    """The standing points in their order, each with what it rests on (three queries)."""
    sources = PointSource.objects.select_related(
        "comment__delegation", "comment__submission", "comment__unit__revision"
    )
    answers = PointAnswer.objects.select_related(
        "answer__delegation", "answer__submission", "answer__unit"
    )
    return (
        Point.objects.visible_to(reader)
        .standing()
        .filter(consultation=consultation)
        .order_by("order", "pk")
        .select_related("section")
        .prefetch_related(Prefetch("sources", sources), Prefetch("answers", answers))
    )


def comments_to_rest_on(
    consultation: Consultation, reader: Capacity, *, section: DraftUnit | None, point: Point | None
) -> QuerySet[Comment]:
    """
    The comments a point under a section may rest on, with how many points rest on each already.

    Those on the section and what is below it; without a section, those on the whole draft and its
    front. What the point rests on already is offered too, even if it was withdrawn since.
    """
    if section is None:
        place = Q(unit=None) | Q(unit__section_path="")
    else:
        place = Q(unit__section_uids__startswith=section.section_uids)
    offered = place & Q(pk__in=standing_comments(consultation, reader).values("pk"))
    if point is not None:
        offered |= Q(point_sources__point=point)
    readable = Comment.objects.visible_to(reader).filter(consultation=consultation)
    comments = readable.filter(pk__in=readable.filter(offered).values("pk"))
    comments = comments.with_words().select_related("submission").in_order_of_text()
    others = Q(point_sources__point__struck_at=None)
    if point is not None:
        others &= ~Q(point_sources__point=point)
    return comments.annotate(rested_on=Count("point_sources", filter=others, distinct=True))


def answers_to_rest_on(
    consultation: Consultation, reader: Capacity, *, question: str = "", point: Point | None = None
) -> QuerySet[Answer]:
    """
    The answers a point may rest on: those to one question, named by its uid, that stand.

    Of a point that rests on answers already also those to the same questions, and its own even
    where they stand no more.
    """
    readable = Answer.objects.visible_to(reader).filter(consultation=consultation)
    wanted = Q(unit__uid=question)
    if point is not None:
        wanted |= Q(unit__in=point.answers.values("answer__unit"))
    offered = wanted & Q(state=State.SUBMITTED)
    if point is not None:
        offered |= Q(pk__in=point.answers.values("answer"))
    answers = readable.filter(offered).select_related("delegation", "submission", "unit__revision")
    return answers.order_by("unit__order", "choice", "delegation__sort_name", "pk")


def reworded_meanwhile(point: Point, *, begun: int) -> Meanwhile | None:
    """The point as it is against the version one began with (one query)."""
    history = list(point.history.select_related("history_user").order_by("history_id"))
    before = next((each for each in history if each.version == begun), None)
    latest = next((each for each in history if each.version == point.version), None)
    if before is None or latest is None:
        return None
    return Meanwhile(
        person=latest.history_user.name if latest.history_user else "",
        at=latest.history_date,
        reason=latest.history_change_reason,
        words=tuple(compare_words(before.text, latest.text)),
    )


def excerpts_of(point: Point) -> dict[int, str]:
    """What a point rests on, as comment and excerpt ("" where it is the whole comment)."""
    return dict(point.sources.values_list("comment", "excerpt"))


def chosen_first(comments: Iterable[Comment], chosen: Iterable[int]) -> list[Comment]:
    """Put the chosen comments before the others, each group in the order of the text."""
    wanted = set(chosen)
    return sorted(comments, key=lambda comment: comment.pk not in wanted)
