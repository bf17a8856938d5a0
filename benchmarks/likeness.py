"""Finding what is nearly alike among many comments, and the page that shows it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate, combinations

from benchmarks import floor
from benchmarks.measuring import Scenario
from benchmarks.reading import get
from benchmarks.world import World, sign_in
from consultations.queries.likeness import LEAST_LIKENESS
from documents.likeness import groups_among, likeness, traits_of

VOCABULARY = 6_000
WORDS = range(10, 90)


def scenarios(world: World) -> Iterator[Scenario]:
    """Yield few texts against every two of them compared, many alone, and the page of many."""
    few, many = world.size.comments[1:]
    yield _among(few * 10, is_floored=True)
    yield _among(many, is_floored=False)
    stage = world.stage(f"said-{many}", comments=many)
    yield Scenario(
        f"page of what is alike among {many:,} comments",
        get(sign_in(world.presidency), f"/plans/{stage.plan.slug}/consultations/1/desk/alike/"),
        get(floor.sign_in(world.presidency), f"/desk/{stage.consultation.pk}/"),
    )


def _among(number: int, *, is_floored: bool) -> Scenario:
    traits = [traits_of(text) for text in _texts(number)]

    def found() -> None:
        groups_among(traits, least=LEAST_LIKENESS)

    def bare() -> None:
        for first, second in combinations(traits, 2):
            likeness(first, second)

    return Scenario(f"what is alike among {number:,} texts", found, bare if is_floored else None)


def _texts(number: int) -> Iterator[str]:
    """
    Texts of words as frequent as words are (Zipf), the same each time.

    One in ten is one of a few pieces of boilerplate, up to four of its words changed.
    """
    rng = random.Random(number)  # noqa: S311 - the same words each time
    words = [f"w{rank}" for rank in range(VOCABULARY)]
    shares = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))

    def text(length: int) -> list[str]:
        return rng.choices(words, cum_weights=shares, k=length)

    boilerplate = [text(60) for _piece in range(number // 100 + 1)]
    for turn in range(number):
        if turn % 10:
            yield " ".join(text(rng.choice(WORDS)))
            continue
        piece = list(rng.choice(boilerplate))
        for _change in range(rng.randrange(5)):
            piece[rng.randrange(len(piece))] = rng.choice(words)
        yield " ".join(piece)
