"""Issuing a draft: freezing the working text of a whole plan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from benchmarks import floor
from benchmarks.measuring import Scenario
from benchmarks.world import Stage, World
from sections.models import Draft, DraftUnit
from sections.operations import issue_draft


def scenarios(world: World) -> Iterator[Scenario]:
    """Yield the issue of a draft after another; it is taken back each time."""
    stage, actor = world.stage("issuing"), world.presidency
    yield Scenario(
        "issuing a draft (operation)",
        floor.undone(
            lambda: issue_draft(stage.plan, actor=actor, dated=date(2030, 4, 1), note="Again")
        ),
        floor.undone(lambda: _bare(stage)),
        goal="4x",
    )


def _bare(stage: Stage) -> None:
    """Read the units with their words, digest these, and write as many units again."""
    units = list(stage.draft.units.select_related("revision").order_by("order"))
    words = "\n".join(unit.revision.text for unit in units)
    draft = Draft(
        plan=stage.plan,
        number=2,
        dated=date(2030, 4, 1),
        title=stage.draft.title,
        digest=hashlib.sha256(words.encode()).hexdigest(),
        issued_by_id=stage.draft.issued_by_id,
    )
    Draft.objects.bulk_create([draft])
    for unit in units:
        unit.pk, unit.draft = None, draft
    DraftUnit.objects.bulk_create(units)
