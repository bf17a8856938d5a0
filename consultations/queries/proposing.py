"""Which phrases a point may choose from while it is written, the ones borne out before the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from consultations.models import Answer, Comment, Consultation
from consultations.phrases import Rule
from consultations.queries.cautions import cautions_of
from consultations.queries.phrasing import phrases_of
from consultations.queries.verdicts import composition_words
from consultations.queries.voices import Voices, voices_of
from consultations.queries.weighing import borne_out, compose
from delegations.capacities import Capacity


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    The phrases that what is chosen bears out, strongest first, and the others in use.

    `behind` tells who stands behind it, `cautions` in what the phrase chosen says more or less.
    """

    allowed: tuple[Rule, ...]
    others: tuple[Rule, ...]
    behind: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """The vocabulary, and the voices of all that a point may rest on."""

    rules: tuple[Rule, ...]
    voices: Voices

    def propose(
        self, *, comments: Iterable[int], answers: Iterable[int], phrase: str = ""
    ) -> Proposal:
        """What some comments and answers, by their keys, bear out; `phrase` is the one chosen."""
        voices = [self.voices.comments[key] for key in comments]
        voices += [self.voices.answers[key] for key in answers]
        allowed = borne_out(voices, self.rules)
        in_use = [rule for rule in self.rules if not rule.is_retired or rule.code == phrase]
        chosen = [rule for rule in self.rules if rule.code == phrase]
        return Proposal(
            allowed=allowed,
            others=tuple(rule for rule in in_use if rule not in allowed),
            behind=composition_words(compose(voices)),
            cautions=tuple(w for rule in chosen for w in cautions_of(rule, voices, self.rules)),
        )


def offer_of(
    consultation: Consultation,
    reader: Capacity,
    *,
    comments: Collection[Comment],
    answers: Collection[Answer],
) -> Offer:
    """What a point may rest on, as it is weighed (four queries)."""
    return Offer(phrases_of(consultation.plan, reader), voices_of(comments, answers, reader))
