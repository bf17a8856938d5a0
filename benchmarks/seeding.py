"""Building the demonstration at its default size, through operations."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import floor
from benchmarks.measuring import Scenario
from benchmarks.world import World
from consultations.demonstration.building import build


def scenarios(world: World) -> Iterator[Scenario]:
    """Yield the building, in a portal where nothing stands yet; it is taken back each time."""
    delegations, comments = world.size.demonstration
    act = floor.undone(lambda: build(delegations=delegations, comments=comments, seed=1))
    yield Scenario(
        f"demonstration of {delegations} delegations, {comments} comments",
        act,
        floor.same_writes(act),
    )
