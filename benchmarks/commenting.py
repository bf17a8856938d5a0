"""What a delegation writes: a comment, durably, and a submission of many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

from django.test import Client

from benchmarks import floor
from benchmarks.measuring import Scenario
from benchmarks.world import World, say, sign_in
from consultations.models.contributions import State
from consultations.operations.submitting import submit
from lap_portal import clock


def scenarios(world: World) -> Iterator[Scenario]:
    """Yield the saving of one comment, committed with synchronous=FULL, and a submission."""
    yield _saving(world)
    yield _submitting(world)


def _saving(world: World) -> Scenario:
    actor, stage = world.members[0], world.stage("saving")
    unit = stage.units[-1]
    return Scenario(
        "saving a comment (request, durable)",
        _post(sign_in(actor), f"/plans/saving/consultations/1/units/{unit.uid}/comment/"),
        _post(floor.sign_in(actor), f"/comment/{stage.consultation.pk}/{unit.pk}/"),
        goal="4x",
    )


def _post(client: Client, address: str) -> Callable[[], None]:
    def send() -> None:
        words = {"text": "This needs a date.", "place": "on", "language": "en"}
        response = client.post(address, {**words, "form_key": str(uuid4())})
        assert response.status_code == 302, (address, response.status_code)

    return send


def _submitting(world: World) -> Scenario:
    """The submission is taken back each time, so a commit is in neither side."""
    actor, stage, number = world.members[0], world.stage("submitting"), world.size.submitted
    say(stage, [actor], number=number, state=State.READY)
    act = floor.undone(
        lambda: submit(stage.consultation, actor=actor, received_at=clock.now()),
    )
    return Scenario(f"submitting {number} comments (operation)", act, floor.same_writes(act))
