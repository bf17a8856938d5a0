"""The desk of the Presidency, and the workspace of a delegation."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import floor
from benchmarks.measuring import Scenario
from benchmarks.reading import get
from benchmarks.world import World, say, sign_in
from consultations.models.contributions import State


def scenarios(world: World) -> Iterator[Scenario]:
    """Yield the desk with few and many comments, and a workspace with many of one's own."""
    client, bare = sign_in(world.presidency), floor.sign_in(world.presidency)
    addresses = []
    for number in world.size.comments[1:]:
        stage = world.stage(f"said-{number}", comments=number)
        addresses.append(f"/plans/{stage.plan.slug}/consultations/1/desk/")
        yield Scenario(
            f"desk, page 1 of {number:,} comments",
            get(client, addresses[-1]),
            get(bare, f"/desk/{stage.consultation.pk}/"),
            goal="3x",
        )
    few, many = addresses
    yield Scenario(
        "desk: many against few comments", get(client, many), get(client, few), goal="3x"
    )
    narrowed = get(client, f"{many}?category=state&assigned=nobody&reading=unread&q=when")
    yield Scenario("desk: three filters and a word against none", narrowed, get(client, many))
    yield _workspace(world)


def _workspace(world: World) -> Scenario:
    actor, stage = world.members[0], world.stage("own")
    own = world.size.own
    say(stage, [actor], number=own - own // 2, state=State.IN_PREPARATION)
    say(stage, [actor], number=own // 2, state=State.READY)
    return Scenario(
        f"workspace with {own} comments of one's own",
        get(sign_in(actor), f"/plans/{stage.plan.slug}/consultations/1/delegation/"),
        get(floor.sign_in(actor), f"/workspace/{stage.consultation.pk}/"),
        goal="3x",
    )
