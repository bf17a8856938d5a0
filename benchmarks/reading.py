"""The pages that are read most: a whole plan, and one section, whatever was said about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from django.http import HttpResponse
from django.test import Client

from benchmarks import floor
from benchmarks.measuring import Scenario
from benchmarks.world import Stage, World, sign_in
from delegations.capacities import Capacity

SECTION = 12


def scenarios(world: World) -> Iterator[Scenario]:
    """Yield the pages by reader and number of comments, then how flat they stay."""
    few, many = world.size.comments[1:]
    for reader, actor in (("delegation", world.members[0]), ("staff", world.presidency)):
        client, bare = sign_in(actor), floor.sign_in(actor)
        for number in world.size.comments:
            stage = _stage(world, number)
            yield Scenario(
                f"whole plan, {number:,} comments, {reader}",
                get(client, _plan(stage)),
                get(bare, f"/text/{stage.draft.pk}/"),
                goal="3x",
            )
        yield Scenario(
            f"whole plan, {reader}: {many:,} against {few:,} comments",
            get(client, _plan(_stage(world, many))),
            get(client, _plan(_stage(world, few))),
            goal="1.3x",
        )
    yield from _sections(world, world.members[0])


def _sections(world: World, actor: Capacity) -> Iterator[Scenario]:
    client, bare = sign_in(actor), floor.sign_in(actor)
    few, many = (_stage(world, number) for number in world.size.comments[1:])
    section = section_of(many)
    yield Scenario(
        f"section of {SECTION} units or so, {world.size.comments[2]:,} comments, delegation",
        get(client, f"{_plan(many)}sections/{section}/"),
        get(bare, f"/text/{many.draft.pk}/{section}/"),
        goal="3x",
    )
    yield Scenario(
        "section: many against few comments",
        get(client, f"{_plan(many)}sections/{section}/"),
        get(client, f"{_plan(few)}sections/{section_of(few)}/"),
        goal="1.3x",
    )


def _stage(world: World, comments: int) -> Stage:
    return world.stage(f"said-{comments}", comments=comments)


def _plan(stage: Stage) -> str:
    return f"/plans/{stage.plan.slug}/"


def section_of(stage: Stage) -> str:
    """The section whose units are nearest to a dozen in number."""
    inside: dict[str, int] = {}
    for unit in stage.units:
        for uid in filter(None, unit.section_uids.split("/")):
            inside[uid] = inside.get(uid, 0) + 1
    headed = {u.section_uids.split("/")[-2] for u in stage.units if u.kind == "heading"}
    return min(headed, key=lambda uid: (abs(inside[uid] - SECTION), uid))


def get(client: Client, address: str, **headers: str) -> Callable[[], HttpResponse]:
    """Ask for a page, which has to be there."""

    def ask() -> HttpResponse:
        response = client.get(address, headers=headers)
        assert response.status_code == 200, (address, response.status_code)
        return cast(HttpResponse, response)

    return ask
