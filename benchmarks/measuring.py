"""Times a scenario and its floor in turn, in one run, by the CPU time of this process."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from typing import Any

from django.db import connection
from django.http import HttpResponse

ROUNDS = 15
FEWEST = 3
SECONDS = 6.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """
    One thing the portal does, and the bare minimum to hold it against.

    `goal` is the ratio to reach, in words; `prepare` is called, untimed, before every round.
    """

    name: str
    product: Callable[[], object]
    floor: Callable[[], object] | None = None
    goal: str = ""
    prepare: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class Cost:
    """What one side cost: median milliseconds, queries, and bytes sent (None: nothing is sent)."""

    cpu: float
    wall: float
    queries: int
    sent: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """A scenario measured."""

    scenario: Scenario
    product: Cost
    floor: Cost | None

    @property
    def ratio(self) -> float | None:
        """How many times the CPU time of the floor the product takes."""
        return self.product.cpu / self.floor.cpu if self.floor else None


def measure(scenario: Scenario, *, rounds: int = ROUNDS) -> Result:
    """Measure a scenario, product and floor alternating; slow ones get fewer rounds."""
    sides = [side for side in (scenario.product, scenario.floor) if side]
    counted = [_count(scenario, side) for side in sides]
    times: list[list[tuple[float, float]]] = [[] for _side in sides]
    began = time.monotonic()
    for number in range(rounds):
        if time.monotonic() - began > (SECONDS if number >= FEWEST else FEWEST * SECONDS):
            break
        for side, taken in zip(sides, times, strict=True):
            scenario.prepare()
            taken.append(_time(side, depth=5 * number))
    costs = [
        Cost(median(cpu for cpu, _wall in taken), median(wall for _cpu, wall in taken), *more)
        for taken, more in zip(times, counted, strict=True)
    ]
    return Result(scenario, costs[0], costs[1] if len(costs) > 1 else None)


def _count(scenario: Scenario, side: Callable[[], object]) -> tuple[int, int | None]:
    """Count queries and bytes, untimed; this run warms up as well."""
    queries = count(1)

    def note(execute: Any, *call: Any) -> Any:
        next(queries)
        return execute(*call)

    scenario.prepare()
    with connection.execute_wrapper(note):
        made = side()
    return next(queries) - 1, _sent(made)


def _sent(made: object) -> int | None:
    """The bytes of a file as it is, of a page or a text as gzip compresses it."""
    if isinstance(made, HttpResponse):
        is_plain = not made.has_header("Content-Encoding")
        return len(gzip.compress(made.content) if is_plain else made.content)
    if isinstance(made, str):
        return len(gzip.compress(made.encode()))
    return len(made) if isinstance(made, bytes) else None


def _time(side: Callable[[], object], *, depth: int) -> tuple[float, float]:
    """
    Time one call, from a depth of the stack that differs from round to round.

    CPython 3.11 maps its stack in pieces: a loop that happens to cross the edge of one asks the
    system for memory at every call, which takes up to twice the time and says nothing of the code.
    """
    if depth:
        return _time(side, depth=depth - 1)
    cpu, wall = _cpu(), time.perf_counter()
    side()
    return (_cpu() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def _cpu() -> float:
    """CPU seconds of this process and of the children it waited for."""
    children = getrusage(RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


HEADINGS = ("scenario", "CPU ms", "floor", "ratio", "goal", "queries", "floor", "kB", "wall ms")
_LINE = "| {:<58} | {:>8} | {:>8} | {:>6} | {:>6} | {:>7} | {:>5} | {:>6} | {:>8} |"


def heading() -> str:
    """The head of the table, in Markdown."""
    rule = "|" + "|".join(["---", *["--:"] * (len(HEADINGS) - 1)]) + "|"
    return f"{_LINE.format(*HEADINGS)}\n{rule}"


def line(result: Result) -> str:
    """A result as a line of the table."""
    product, floor = result.product, result.floor
    return _LINE.format(
        result.scenario.name,
        f"{product.cpu:.1f}",
        f"{floor.cpu:.1f}" if floor else "",
        f"{result.ratio:.1f}x" if result.ratio else "",
        result.scenario.goal,
        product.queries,
        floor.queries if floor else "",
        "" if product.sent is None else f"{product.sent / 1000:.1f}",
        f"{product.wall:.1f}",
    )
