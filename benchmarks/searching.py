"""Searching among many comments, for staff and for a delegation."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.measuring import Scenario
from benchmarks.reading import get
from benchmarks.world import Stage, World, sign_in
from consultations.models import Comment

WORDS = {"a rare word": "77:", "a common word": "when"}


def scenarios(world: World) -> Iterator[Scenario]:
    """Yield searches for a word that few comments hold, and for one that all do."""
    number = world.size.comments[-1]
    stage = world.stage(f"said-{number}", comments=number)
    readers = {"staff": world.presidency, "delegation": world.members[0]}
    for role, reader in readers.items():
        client = sign_in(reader)
        for name, word in WORDS.items():
            yield Scenario(
                f"search for {name} among {number:,} comments, {role}",
                get(client, f"/search/?q={word}&plan={stage.plan.slug}"),
                _read(stage, word),
                goal="3x",
            )


def _read(stage: Stage, word: str) -> Callable[[], int]:
    """Read the words of every comment and look through them, with no page and no rule."""
    comments = Comment.objects.filter(consultation=stage.consultation)

    def read() -> int:
        return sum(word in text for text in comments.values_list("search_text", flat=True))

    return read
