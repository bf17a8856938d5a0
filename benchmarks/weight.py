"""What the page of a whole plan weighs on its way, first and again, and what compressing costs."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles import finders

from benchmarks.measuring import Scenario
from benchmarks.reading import get
from benchmarks.world import World, sign_in

_ASSET = re.compile(r'/static/([^"]+\.(?:css|js|svg))"')


def scenarios(world: World) -> Iterator[Scenario]:
    """Yield the page as sent, then with all style sheets and scripts it names."""
    few = world.size.comments[1]
    address = f"/plans/{world.stage(f'said-{few}', comments=few).plan.slug}/"
    client = sign_in(world.members[0])
    plain = get(client, address)
    yield Scenario(
        "whole plan, compressed by the portal, against not",
        get(client, address, accept_encoding="gzip"),
        plain,
        goal="30 kB",
    )

    def first_visit() -> bytes:
        page = plain().content
        names = set(_ASSET.findall(page.decode()))
        files = [Path(str(finders.find(name))).read_bytes() for name in sorted(names)]
        return b"".join(map(gzip.compress, [page, *files]))

    yield Scenario("HTML, CSS and JS of a first visit (weight only)", first_visit, goal="90 kB")
