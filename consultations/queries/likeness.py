"""Comments and proposals that are nearly alike, and the bundles that persons made of them."""

from __future__ import annotations

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
MEMBERS = 100
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

    `redline` is that of the proposal in the middle against the words spoken of. Of very many only
    some are here, those in no bundle first; `count` and `delegations` are of all.
    """

    middle: AlikeComment
    redline: tuple[Span, ...]
    others: tuple[AlikeComment, ...]
    count: int
    delegations: int

    @property
    def members(self) -> tuple[AlikeComment, ...]:
        """All of them."""
        return self.middle, *self.others

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are here."""
        return self.count > len(self.members)

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
    said = _said(standing.in_order_of_text(), of_proposals=of_proposals)
    lying = Bundled.objects.visible_to(reader).filter(comment__consultation=consultation)
    bundle_of = {each.comment_id: each.bundle for each in lying.select_related("bundle")}
    groups = [
        found
        for group in groups_among([each.traits for each in said], least=LEAST_LIKENESS)
        if not (found := _Found(group, said, bundle_of)).is_bundled
    ]
    page = Paginator(groups, GROUPS).get_page(number)
    wanted = [key for group in page.object_list for key, _same in group.shown]
    comments = {
        comment.pk: comment
        for comment in Comment.objects.visible_to(reader).filter(pk__in=wanted).with_words()
    }
    built = (_built(group, comments, of_proposals=of_proposals) for group in page.object_list)
    return LikenessPage(tuple(built), page, section_choices(headings_of(consultation)))


@dataclass(frozen=True, slots=True)
class _Said:
    """A comment that is compared: its key, who says it, and its traits."""

    key: int
    delegation: int
    traits: Traits


@dataclass(frozen=True, slots=True)
class _Found:
    """A group among what was said."""

    group: Group
    said: list[_Said]
    bundle_of: dict[int, Bundle]

    @property
    def places(self) -> list[int]:
        """The places of all of it, the middle first."""
        return [self.group.middle, *(place for place, _same in self.group.others)]

    @property
    def is_bundled(self) -> bool:
        """Whether all of it lies in one bundle."""
        bundles = {self.bundle_of.get(self.said[place].key) for place in self.places}
        return len(bundles) == 1 and None not in bundles

    @property
    def shown(self) -> list[tuple[int, float]]:
        """The keys of what is shown of it, with their likeness to the middle, which is first."""
        others = [(self.said[place].key, same) for place, same in self.group.others]
        others.sort(key=lambda each: each[0] in self.bundle_of)
        chosen = others[: MEMBERS - 1]
        chosen.sort(key=lambda each: -each[1])
        return [(self.said[self.group.middle].key, 1.0), *chosen]


def _said(comments: CommentQuerySet, *, of_proposals: bool) -> list[_Said]:
    """The comments to be compared, in order (one query)."""
    if not of_proposals:
        texts = comments.exclude(text="").values_list("pk", "delegation", "text")
        said = (_Said(key, who, traits_of(search_key(text))) for key, who, text in texts)
        return [each for each in said if len(each.traits) > FEWEST_WORDS]
    key_of_words = lru_cache(maxsize=None)(search_key)
    rows = comments.exclude(proposal="").values_list(
        "pk", "delegation", "proposal", "place", "unit__revision__text"
    )
    return [
        _Said(
            key,
            who,
            traits_of_change(
                key_of_words(words) if place == Comment.Place.ON else "", search_key(proposal)
            ),
        )
        for key, who, proposal, place, words in rows
    ]


def _built(found: _Found, comments: dict[int, Comment], *, of_proposals: bool) -> AlikeGroup:
    (first, _same), *others = found.shown
    middle = comments[first]

    def alike(key: int, same: float) -> AlikeComment:
        old, new = (
            each.proposal if of_proposals else each.text for each in (middle, comments[key])
        )
        changed = () if old == new else tuple(compare_words(old, new))
        return AlikeComment(comments[key], int(same * 100), changed, found.bundle_of.get(key))

    return AlikeGroup(
        middle=alike(first, 1.0),
        redline=redline(middle.proposal, middle.place, middle.unit) if of_proposals else (),
        others=tuple(alike(key, same) for key, same in others),
        count=len(found.places),
        delegations=len({found.said[place].delegation for place in found.places}),
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
