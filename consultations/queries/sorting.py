"""Comments as a list in which several are given to a person, or get a theme, at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.translation import gettext as _

from consultations.models import Comment, Consultation, Theme
from consultations.models.comments import CommentQuerySet
from consultations.queries.desk import FRONT, headings_of, standing_comments
from consultations.queries.marks import Marks, marks_of, staff_people
from delegations.capacities import Capacity
from delegations.models import Delegation, User
from sections.models import DraftUnit

ROWS = 200
NONE = "none"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the list is narrowed to: uid of a heading, keys of rows, or "none" for those without."""

    section: str = ""
    delegation: str = ""
    person: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class SortRow:
    """A comment with what staff keep beside it."""

    comment: Comment
    marks: Marks

    @property
    def shown(self) -> str:
        """The comment and who has it, as a form sends them back: "12-3", "12-0" for nobody."""
        return f"{self.comment.pk}-{self.marks.person.pk if self.marks.person else 0}"


@dataclass(frozen=True, slots=True)
class SortPage:
    """A page of the list, and what it may be narrowed to."""

    rows: tuple[SortRow, ...]
    page: Page
    sections: tuple[tuple[str, str], ...]
    delegations: tuple[Delegation, ...]
    people: tuple[User, ...]
    themes: tuple[Theme, ...]


def sort_page(
    consultation: Consultation, reader: Capacity, *, narrowing: Narrowing, number: str
) -> SortPage:
    """A page of the standing comments in the order of the text (eleven queries)."""
    standing = standing_comments(consultation, reader)
    found = _narrowed(standing, narrowing).in_order_of_text().with_words()
    page = Paginator(found, ROWS).get_page(number)
    comments = list(page.object_list)
    marks = marks_of(comments, reader)
    speaking = Delegation.objects.filter(pk__in=standing.values("delegation"))
    return SortPage(
        rows=tuple(SortRow(comment, marks[comment.pk]) for comment in comments),
        page=page,
        sections=section_choices(headings_of(consultation)),
        delegations=tuple(speaking.order_by("sort_name", "pk")),
        people=tuple(staff_people()),
        themes=tuple(Theme.objects.visible_to(reader).filter(plan=consultation.plan_id)),
    )


def within_section(section: str) -> Q:
    """What is said on a section, by its uid, or below it; `FRONT`: on what stands in none."""
    if section == FRONT:
        return Q(unit=None) | Q(unit__section_path="")
    top = Q(unit__section_uids__startswith=f"{section}/")
    return top | Q(unit__section_uids__contains=f"/{section}/")


def section_choices(headings: Iterable[DraftUnit]) -> tuple[tuple[str, str], ...]:
    """What one may narrow a list to, as value and words: the front, then each section."""
    named = ((_section_of(unit), f"{unit.section_path} {unit.revision.text}") for unit in headings)
    return (FRONT, _("Whole draft and front")), *named


def _section_of(heading: DraftUnit) -> str:
    return heading.section_uids.rstrip("/").rpartition("/")[2]


def _narrowed(comments: CommentQuerySet, narrowing: Narrowing) -> CommentQuerySet:
    if narrowing.section:
        comments = comments.filter(within_section(narrowing.section))
    for path, value in (
        ("delegation", narrowing.delegation),
        ("assignment__person", narrowing.person),
        ("themed__theme", narrowing.theme),
    ):
        if value == NONE:
            comments = comments.filter(**{path.partition("__")[0]: None})
        elif value:
            comments = comments.filter(**{path: int(value)})
    return comments
