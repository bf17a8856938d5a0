"""Comparing two drafts of a whole plan of which some words, or half of them, were changed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from benchmarks import floor
from benchmarks.measuring import Scenario
from benchmarks.reading import get
from benchmarks.world import Stage, World, sign_in
from documents.compare import compare_units
from documents.subsequence import common_runs
from sections.models import Draft
from sections.operations import issue_draft, revise_element
from sections.queries import draft_text
from sections.queries.comparing import drafted_units


def scenarios(world: World) -> Iterator[Scenario]:
    """Yield, per share of changed words, the comparison alone and its page."""
    stage, actor = world.stage("comparing"), world.presidency
    client, bare = sign_in(actor), floor.sign_in(actor)
    for percent in world.size.changed:
        draft = _changed(world, stage, percent)
        yield _words(stage.draft, draft, percent)
        yield Scenario(
            f"comparing two drafts, {percent} % of words changed (page)",
            get(client, f"/plans/comparing/drafts/1/compare/{draft.number}/"),
            get(bare, f"/compare/{stage.draft.pk}/{draft.pk}/"),
            goal="60 ms",
        )


def _words(old: Draft, new: Draft, percent: int) -> Scenario:
    before, after = (drafted_units(draft_text(draft).units) for draft in (old, new))
    first, second = ([(unit.text.split()) for unit in units] for units in (before, after))

    def compared() -> None:
        for change in compare_units(before, after):
            if change.is_changed:
                change.words()

    def bare() -> None:
        for one, other in zip(first, second, strict=True):
            if one != other:
                common_runs(one, other)

    return Scenario(f"comparing their words alone, {percent} %", compared, bare)


def _changed(world: World, stage: Stage, percent: int) -> Draft:
    """The first draft again with so many of its words changed."""
    rng = random.Random(percent)  # noqa: S311 - the same words each time
    first = {unit.uid: unit.revision.text for unit in stage.units}
    for element in stage.plan.elements.select_related("current_revision"):
        current = element.current_revision
        words = first[element.uid].split(" ")
        text = " ".join(f"other{word}" if rng.random() < percent / 100 else word for word in words)
        if current and text != current.text:
            revise_element(
                element,
                actor=world.presidency,
                text=text,
                reason="To measure",
                based_on=current.number,
            )
    return issue_draft(
        stage.plan,
        actor=world.presidency,
        dated=date(2030, 4, 1),
        note=f"{percent} %",
        circulation="public",
    )
