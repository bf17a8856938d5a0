"""The workbench of the synthesis: points by section, and the comments no point rests on yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from consultations.models import Comment, Consultation, Point, PointSource, Synthesis
from consultations.queries.desk import in_order_of_text, standing_comments, with_words
from delegations.capacities import Capacity
from sections.models import DraftUnit
from sections.models.elements import Kind


@dataclass(frozen=True, slots=True)
class Bench:
    """One section of the workbench; no heading stands for the draft as a whole and its front."""

    heading: DraftUnit | None
    points: tuple[Point, ...]
    waiting: tuple[Comment, ...]

    @property
    def uid(self) -> str:
        """The uid of the heading, for addresses; "" for the whole draft."""
        return self.heading.uid if self.heading else ""


@dataclass(frozen=True, slots=True)
class Workbench:
    """The whole workbench; `waiting` counts the comments that no point rests on."""

    benches: tuple[Bench, ...]
    editions: tuple[Synthesis, ...]
    points: int
    waiting: int
    comments: int


def workbench(consultation: Consultation, reader: Capacity) -> Workbench:
    """Everything the workbench shows (six queries)."""
    headings = list(headings_of(consultation))
    points: dict[int | None, list[Point]] = defaultdict(list)
    for point in points_with_sources(consultation, reader):
        points[point.section_id].append(point)
    waiting, places = defaultdict(list), {heading.section_uids: heading.pk for heading in headings}
    standing = standing_comments(consultation, reader)
    for comment in in_order_of_text(with_words(standing.filter(~_is_rested_on()))):
        uids = comment.unit.section_uids if comment.unit else ""
        waiting[places.get(uids)].append(comment)
    return Workbench(
        benches=tuple(
            Bench(heading, tuple(points[pk]), tuple(waiting[pk]))
            for heading, pk in [(None, None), *((heading, heading.pk) for heading in headings)]
        ),
        editions=tuple(Synthesis.objects.visible_to(reader).filter(consultation=consultation)),
        points=sum(map(len, points.values())),
        waiting=sum(map(len, waiting.values())),
        comments=standing.count(),
    )


def headings_of(consultation: Consultation) -> QuerySet[DraftUnit]:
    """The headings of the draft consulted on, in its order."""
    return consultation.draft.units.filter(kind=Kind.HEADING).with_wording().order_by("order")


def points_with_sources(consultation: Consultation, reader: Capacity) -> QuerySet[Point]:
    """The standing points in their order, each with what it rests on (two queries)."""
    sources = PointSource.objects.select_related("comment__delegation", "comment__unit")
    return (
        Point.objects.visible_to(reader)
        .standing()
        .filter(consultation=consultation)
        .order_by("order", "pk")
        .prefetch_related(Prefetch("sources", sources))
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
    mine = Comment.objects.visible_to(reader).filter(consultation=consultation)
    comments = in_order_of_text(with_words(mine.filter(pk__in=mine.filter(offered).values("pk"))))
    others = Q(point_sources__point__struck_at=None)
    if point is not None:
        others &= ~Q(point_sources__point=point)
    return comments.annotate(rested_on=Count("point_sources", filter=others, distinct=True))


def excerpts_of(point: Point) -> dict[int, str]:
    """What a point rests on, as comment and excerpt ("" where it is the whole comment)."""
    return dict(point.sources.values_list("comment", "excerpt"))


def chosen_first(comments: Iterable[Comment], chosen: Iterable[int]) -> list[Comment]:
    """Put the chosen comments before the others, each group in the order of the text."""
    wanted = set(chosen)
    return sorted(comments, key=lambda comment: comment.pk not in wanted)


def _is_rested_on() -> Exists:
    sources = PointSource.objects.filter(comment=OuterRef("pk"), point__struck_at=None)
    return Exists(sources)
