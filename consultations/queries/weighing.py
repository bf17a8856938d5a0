"""What the voices behind a point bear out. Asks no database: it counts what it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from consultations.models import Comment, Phrase
from consultations.phrases import Rule

FOR = frozenset({Comment.Position.SUPPORT, Comment.Position.SUPPORT_WITH_CHANGES})
AGAINST = frozenset({Comment.Position.CONCERN, Comment.Position.CANNOT_SUPPORT})


@dataclass(frozen=True, slots=True)
class Speaker:
    """A delegation, as far as it counts: the one it was merged into where it was."""

    key: int
    category: str
    is_state: bool
    is_state_party: bool
    regional_group: str


@dataclass(frozen=True, slots=True)
class Voice:
    """
    One comment or answer: who says it, on behalf of which group, and who is aligned with it.

    `proposes` is whether it proposes words, or something to add. `stands` is whether it was
    neither replaced nor withdrawn: what was no longer counts.
    """

    speaker: Speaker
    aligned: tuple[Speaker, ...] = ()
    group: str = ""
    position: str = ""
    proposes: bool = False
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Weight:
    """What a rule counts behind a point: delegations, their regional groups, who is against."""

    count: int
    regional_groups: int
    against: int


class Verdict(StrEnum):
    """What is wrong with a phrase: each says that the record is less, or more, than it says."""

    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    TOO_FEW_GROUPS = "too_few_groups"
    OPPOSED = "opposed"
    UNOPPOSED = "unopposed"


@dataclass(frozen=True, slots=True)
class Composition:
    """Who stands behind a point, for staff: each delegation once, with those aligned."""

    delegations: int
    by_category: tuple[tuple[str, int], ...]
    states_parties: int
    regional_groups: tuple[str, ...]
    positions: tuple[tuple[str, int], ...]
    groups: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Bearer:
    """
    One that counts once: a delegation, or a speaker with all who are aligned with it.

    What a delegation says itself goes before what is said on its behalf.
    """

    members: set[Speaker] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    on_behalf: set[str] = field(default_factory=set)
    proposes: bool = False

    def hear(self, voice: Voice, *, is_own: bool) -> None:
        """Add what a voice says."""
        if voice.position:
            (self.own if is_own else self.on_behalf).add(voice.position)
        self.proposes = self.proposes or voice.proposes

    @property
    def is_against(self) -> bool:
        """Whether it has a concern or cannot support; whoever says both is against."""
        return bool((self.own or self.on_behalf) & AGAINST)

    @property
    def is_for(self) -> bool:
        """Whether it supports, also with changes, and says nothing against it."""
        return bool((self.own or self.on_behalf) & FOR) and not self.is_against


def weigh(voices: Iterable[Voice], rule: Rule) -> Weight:
    """
    Count what a rule asks for among the voices that stand.

    Counted once, a group's words are one voice, of a State Party if one is among those who speak
    or are aligned. Counted by State, each delegation is one, however often and by however many
    groups it is spoken for; the organization that speaks for aligned States is not one more.
    Against is whoever has a concern or cannot support, State Party or not.
    """
    bearers = _bearers(voices, rule.groups)
    counting = [each for each in bearers if not rule.is_of_states_parties or _of_parties(each)]
    chosen = list(_counted(counting, rule.counts))
    count = len(chosen)
    if rule.counts == Phrase.Counts.DIFFERENCE:
        count = min(sum(each.is_for for each in chosen), sum(each.is_against for each in chosen))
    regional = {
        member.regional_group
        for each in chosen
        for member in each.members
        if member.is_state_party or not rule.is_of_states_parties
    }
    return Weight(count, len(regional - {""}), sum(each.is_against for each in bearers))


def judge(weight: Weight, rule: Rule) -> tuple[Verdict, ...]:
    """What of a rule does not hold; nothing where the record bears the phrase out."""
    found = {
        Verdict.TOO_FEW: weight.count < rule.least,
        Verdict.TOO_MANY: rule.most is not None and weight.count > rule.most,
        Verdict.TOO_FEW_GROUPS: weight.regional_groups < rule.least_groups,
        Verdict.OPPOSED: rule.opposition == Phrase.Opposition.NONE and weight.against > 0,
        Verdict.UNOPPOSED: rule.opposition == Phrase.Opposition.SOME and weight.against == 0,
    }
    return tuple(verdict for verdict, holds in found.items() if holds)


def borne_out(voices: Sequence[Voice], rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The phrases in use that the record allows, strongest first."""
    in_order = sorted(rules, key=lambda rule: (rule.order, rule.code))
    in_use = (rule for rule in in_order if not rule.is_retired)
    return tuple(rule for rule in in_use if not judge(weigh(voices, rule), rule))


def stronger(voices: Sequence[Voice], rule: Rule, rules: Iterable[Rule]) -> Rule | None:
    """The strongest phrase that says more than one of support, and that the record allows."""
    if rule.counts != Phrase.Counts.SUPPORT:  # of the others none says more: they say otherwise
        return None
    allowed = borne_out(voices, [each for each in rules if each.counts == rule.counts])
    first = next(iter(allowed), None)
    return first if first and (first.order, first.code) < (rule.order, rule.code) else None


def compose(voices: Iterable[Voice]) -> Composition:
    """Who stands behind the voices that stand, each delegation once."""
    standing = [voice for voice in voices if voice.stands]
    bearers = _bearers(standing, Phrase.Groups.BY_STATE)
    speakers = {member for each in bearers for member in each.members}
    positions = Counter(
        "against" if each.is_against else "for" if each.is_for else "none" for each in bearers
    )
    groups: dict[str, set[int]] = {}
    for voice in standing:
        if voice.group:
            groups.setdefault(voice.group, set()).update(each.key for each in voice.aligned)
    return Composition(
        delegations=len(speakers),
        by_category=tuple(sorted(Counter(each.category for each in speakers).items())),
        states_parties=sum(each.is_state_party for each in speakers),
        regional_groups=tuple(sorted({each.regional_group for each in speakers} - {""})),
        positions=tuple((name, positions[name]) for name in ("for", "against", "none")),
        groups=tuple((name, len(keys)) for name, keys in sorted(groups.items())),
    )


def _bearers(voices: Iterable[Voice], groups: str) -> list[_Bearer]:
    found: dict[int, _Bearer] = {}
    for voice in voices:
        if not voice.stands:
            continue
        if groups == Phrase.Groups.ONCE:
            bearer = found.setdefault(voice.speaker.key, _Bearer())
            bearer.members |= {voice.speaker, *voice.aligned}
            bearer.hear(voice, is_own=True)
            continue
        for speaker, is_own in _each(voice):
            bearer = found.setdefault(speaker.key, _Bearer())
            bearer.members.add(speaker)
            bearer.hear(voice, is_own=is_own)
    return list(found.values())


def _each(voice: Voice) -> Iterator[tuple[Speaker, bool]]:
    """Each delegation behind a voice, and whether it speaks itself."""
    speaks_for_others = bool(voice.group and voice.aligned) and not voice.speaker.is_state
    if not speaks_for_others:
        yield voice.speaker, True
    for speaker in voice.aligned:
        if speaker.key != voice.speaker.key:
            yield speaker, False


def _counted(bearers: list[_Bearer], counts: str) -> Iterator[_Bearer]:
    for each in bearers:
        if {
            Phrase.Counts.SUPPORT: each.is_for,
            Phrase.Counts.SUGGESTION: each.proposes,
            Phrase.Counts.VIEW: True,
            Phrase.Counts.DIFFERENCE: each.is_for or each.is_against,
        }[Phrase.Counts(counts)]:
            yield each


def _of_parties(bearer: _Bearer) -> bool:
    return any(member.is_state_party for member in bearer.members)
