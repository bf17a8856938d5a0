"""Runs all themes, or those named, and prints a Markdown table."""

import argparse
import os
import platform
import sqlite3
import time
from importlib import import_module

import django
from django.core.management import call_command

# Seeding comes first: the demonstration is built in an empty portal, and taken back.
THEMES = (
    "seeding",
    "reading",
    "desk",
    "searching",
    "likeness",
    "commenting",
    "comparing",
    "issuing",
    "papers",
    "weight",
)


def main() -> None:
    """Measure; the exit code never depends on the clock."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("themes", nargs="*", metavar="theme", help=f"of {', '.join(THEMES)}")
    named = parser.parse_args().themes
    if unknown := set(named) - set(THEMES):
        parser.error(f"There is no {', '.join(sorted(unknown))}.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    _run([theme for theme in THEMES if not named or theme in named])


def _run(themes: list[str]) -> None:
    measuring, world = (import_module(f"benchmarks.{name}") for name in ("measuring", "world"))
    print(_machine(), "", measuring.heading(), sep="\n", flush=True)
    began, here = time.monotonic(), world.World()
    for theme in themes:
        for scenario in import_module(f"benchmarks.{theme}").scenarios(here):
            print(measuring.line(measuring.measure(scenario)), flush=True)
    print(f"\n{time.monotonic() - began:.0f} seconds in all.")


def _machine() -> str:
    cores, load = os.cpu_count(), os.getloadavg()[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{cores} cores, {memory:.0f} GiB, load {load:.1f}; Python {platform.python_version()}, "
        f"Django {django.get_version()}, SQLite {sqlite3.sqlite_version}"
    )


if __name__ == "__main__":
    main()
