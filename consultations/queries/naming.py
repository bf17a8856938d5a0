"""Whether a sentence of the synthesis could tell who said something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consultations.models import Consultation, Submission
from consultations.phrases import tokens
from delegations.capacities import Capacity
from delegations.models import Delegation, User

# So many words in a row, or characters where no blanks part them, are nobody's by chance.
VERBATIM = 6
_SHORTEST = 3
_CAPITALIZED = re.compile(r"\b[^\W\d_][\w’'-]+")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What would tell who spoke: names by their words, and the last names of persons."""

    by_words: dict[Words, str]
    last_names: dict[str, str]
    longest: int


def names_of(
    delegations: Iterable[str], groups: Iterable[str] = (), persons: Iterable[str] = ()
) -> Names:
    """Names to look for; of a person also the last name, where it is written with a capital."""
    people = [name for name in persons if len(name) >= _SHORTEST]
    every = [name for name in (*delegations, *groups, *people) if len(name) >= _SHORTEST]
    by_words = {words: name for name in every if (words := tuple(tokens(name)))}
    lasts = {name.split()[-1]: name for name in people if name.split()[1:]}
    return Names(
        by_words=by_words,
        last_names={last: name for last, name in lasts.items() if _is_telling(last)},
        longest=max(map(len, by_words), default=0),
    )


def find_names(text: str, names: Names) -> list[str]:
    """The names that stand in a sentence, in its order; with the last name stands the person's."""
    words = tokens(text)
    found: list[str] = []
    for place in range(len(words)):
        for length in range(min(names.longest, len(words) - place), 0, -1):
            name = names.by_words.get(tuple(words[place : place + length]))
            if name is not None:
                found.append(name)
                break
    lasts = (names.last_names.get(word) for word in _CAPITALIZED.findall(text))
    return list(dict.fromkeys([*found, *filter(None, lasts)]))


def is_verbatim(sentence: str, said: Iterable[str], *, known: Iterable[str] = ()) -> bool:
    """Whether a sentence has words in a row of what was said, that stand in no text all know."""
    runs = {run for text in said for run in _runs(text)} - {
        r for text in known for r in _runs(text)
    }
    return any(run in runs for run in _runs(sentence))


def telling_names(consultation: Consultation, reader: Capacity) -> Names:
    """The delegations, their groups, and the persons who speak for them (three queries)."""
    known = Delegation.objects.visible_to(reader)
    named = known.values_list("name", "formal_name", "name_fr", "name_es")
    spoken_for = Submission.objects.visible_to(reader).filter(consultation=consultation)
    groups = spoken_for.exclude(on_behalf_of="").order_by().values_list("on_behalf_of", flat=True)
    people = (
        User.objects.filter(memberships__isnull=False).order_by().values_list("name", flat=True)
    )
    return names_of(
        [name for row in named for name in row],
        groups=[*groups.distinct(), *map(str, Delegation.RegionalGroup.labels)],
        persons=people.distinct(),
    )


def _is_telling(last: str) -> bool:
    return len(last) > _SHORTEST and last[0].isupper()


def _runs(text: str) -> Iterator[Words]:
    words = tokens(text)
    for place in range(len(words) - VERBATIM + 1):
        yield tuple(words[place : place + VERBATIM])
