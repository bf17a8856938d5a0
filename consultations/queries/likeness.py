"""Comments and proposals that are nearly alike, and the bundles that persons made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from consultations.models import Bundle, Bundled, Comment, Consultation
from consultations.models.comments import CommentQuerySet
from consultations.queries.desk import headings_of, standing_comments
from consultations.queries.entries import redline
from consultations.queries.sorting import section_choices, within_section
from delegations.capacities import Capacity
from documents.compare import Span, compare_words
from documents.likeness import Group, Traits, groups_among, traits_of, traits_of_change
from lap_portal.text import search_key

# Six pairs of words in ten in common: of fifty words, six or so changed here and there.
LEAST_LIKENESS = 0.6
# Shorter ones, "We support this.", are alike without being about the same.
FEWEST_WORDS = 6
GROUPS = 10
BUNDLES = 20


@dataclass(frozen=True, slots=True)
class AlikeComment:
    """
    A comment in a group, how alike it is to the middle of it, in whole per cent, and the bundle.

    `words` are what changes from the middle to it; none where it is word for word the same.
    """

    comment: Comment
    percent: int
    words: tuple[Span, ...]
    bundle: Bundle | None


@dataclass(frozen=True, slots=True)
class AlikeGroup:
    """
    What is nearly alike: the comment in the middle, then the others, the most alike first.

    `redline` is that of the proposal in the middle against the words spoken of.
    """

    middle: AlikeComment
    redline: tuple[Span, ...]
    others: tuple[AlikeComment, ...]

    @property
    def members(self) -> tuple[AlikeComment, ...]:
        """All of them."""
        return self.middle, *self.others

    @property
    def count(self) -> int:
        """How many comments there are."""
        return len(self.members)

    @property
    def delegations(self) -> int:
        """How many delegations say it."""
        return len({each.comment.delegation_id for each in self.members})

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        """The bundles in which some of them lie already."""
        return tuple(dict.fromkeys(each.bundle for each in self.members if each.bundle))


@dataclass(frozen=True, slots=True)
class LikenessPage:
    """A page of groups, and the sections to which it may be narrowed."""

    groups: tuple[AlikeGroup, ...]
    page: Page
    sections: tuple[tuple[str, str], ...]


def likeness_page(
    consultation: Consultation,
    reader: Capacity,
    *,
    section: str = "",
    of_proposals: bool = False,
    number: str = "",
) -> LikenessPage:
    """
    What is nearly alike among the standing comments, or their proposals (five queries).

    Comments are compared by their words, proposals by what they change in the words spoken of, each
    without case and accents, as `documents.likeness` says. Groups of which all lie in one bundle
    are left out: somebody has seen to them.
    """
    standing = standing_comments(consultation, reader)
    if section:
        standing = standing.filter(within_section(section))
    keys, traits = _traits(standing.in_order_of_text(), of_proposals=of_proposals)
    lying = Bundled.objects.visible_to(reader).filter(comment__consultation=consultation)
    bundle_of = {each.comment_id: each.bundle for each in lying.select_related("bundle")}
    groups = [
        group
        for group in groups_among(traits, least=LEAST_LIKENESS)
        if not _is_bundled([keys[place] for place in _places(group)], bundle_of)
    ]
    page = Paginator(groups, GROUPS).get_page(number)
    shown = list(page.object_list)
    wanted = [keys[place] for group in shown for place in _places(group)]
    comments = Comment.objects.visible_to(reader).with_words().in_bulk(wanted)
    built = (_group(group, keys, comments, bundle_of, of_proposals) for group in shown)
    return LikenessPage(tuple(built), page, section_choices(headings_of(consultation)))


def _traits(comments: CommentQuerySet, *, of_proposals: bool) -> tuple[list[int], list[Traits]]:
    """The keys of the comments to be compared, in order, and the traits of each (one query)."""
    traits: dict[int, Traits] = {}
    if not of_proposals:
        for key, text in comments.exclude(text="").values_list("pk", "text"):
            found = traits_of(search_key(text))
            if len(found) > FEWEST_WORDS:
                traits[key] = found
        return list(traits), list(traits.values())
    words_of_unit = lru_cache(maxsize=None)(search_key)
    proposals = comments.exclude(proposal="")
    rows = proposals.values_list("pk", "proposal", "place", "unit__revision__text")
    for key, proposal, place, words in rows:
        before = words_of_unit(words) if place == Comment.Place.ON and words else ""
        traits[key] = traits_of_change(before, search_key(proposal))
    return list(traits), list(traits.values())


def _places(group: Group) -> list[int]:
    return [group.middle, *(place for place, _same in group.others)]


def _is_bundled(keys: list[int], bundle_of: dict[int, Bundle]) -> bool:
    """Whether all lie in one bundle."""
    bundles = {bundle_of[key].pk if key in bundle_of else None for key in keys}
    return len(bundles) == 1 and None not in bundles


def _group(
    group: Group,
    keys: list[int],
    comments: dict[int, Comment],
    bundle_of: dict[int, Bundle],
    of_proposals: bool,
) -> AlikeGroup:
    middle = comments[keys[group.middle]]

    def words(comment: Comment) -> str:
        return comment.proposal if of_proposals else comment.text

    def alike() -> Iterator[AlikeComment]:
        for place, same in group.others:
            comment = comments[keys[place]]
            is_same = words(comment) == words(middle)
            changed = () if is_same else tuple(compare_words(words(middle), words(comment)))
            yield AlikeComment(comment, int(same * 100), changed, bundle_of.get(comment.pk))

    return AlikeGroup(
        middle=AlikeComment(middle, 100, (), bundle_of.get(middle.pk)),
        redline=redline(middle.proposal, middle.place, middle.unit) if of_proposals else (),
        others=tuple(alike()),
    )


def bundles_page(consultation: Consultation, reader: Capacity, *, number: str) -> Page:
    """A page of the bundles in which something lies, each with its `bundled` (three queries)."""
    lying = Bundled.objects.visible_to(reader).select_related(
        "comment__delegation", "comment__unit"
    )
    lying = lying.order_by("comment__delegation__sort_name", "comment__number", "comment")
    bundles = Bundle.objects.visible_to(reader).filter(consultation=consultation)
    filled = bundles.filter(pk__in=lying.order_by().values("bundle")).select_related("made_by")
    return Paginator(filled.prefetch_related(Prefetch("bundled", lying)), BUNDLES).get_page(number)
