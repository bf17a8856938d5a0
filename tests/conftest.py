"""What every test may ask of its surroundings, and the guards that are always on."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, sync_playwright

from lap_portal import clock

# Playwright's loop runs in this thread; Django would take the tests for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SHARED = Path(__file__).resolve().parents[2] / "shared"
CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome"]
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
]


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name files among the cases of a test alike in every process: a zip file holds the time."""
    return "file" if isinstance(val, bytes) and val.startswith(b"PK") else None


def skip_or_fail(reason: str) -> None:
    """Skip, saying why; where everything has to be there, as on the build machine, fail."""
    if os.environ.get("TEST_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    """Each test begins with unused sign-in limits and ends with the clock running."""
    cache.clear()
    yield
    assert not clock.is_set(), "A test left the clock set."


@pytest.fixture(scope="session")
def shared_paper() -> Path:
    """The real paper, which lies beside the project and is not part of it."""
    paper = SHARED / "documents" / "elements-lap-2020-06-18.txt"
    if not paper.exists():
        pytest.skip("The paper as circulated does not lie beside the project (../shared/).")
    return paper


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One real browser for the whole run; each test opens its own context in it."""
    names = [os.environ["CHROMIUM"]] if "CHROMIUM" in os.environ else CHROMIUM_NAMES
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        skip_or_fail("No Chromium here; install it or name it in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
