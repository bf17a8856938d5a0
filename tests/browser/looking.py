"""How a journey looks at pages: as a person on a screen of some width, and as axe does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page

from delegations.capacities import Capacity
from tests.builders.people import sign_in

WIDTHS = (360, 768, 1440)
LOWEST_MAIN = 500


@dataclass
class Looker:
    """A person at a browser, whose complaints (console, errors, axe, scrolling) are collected."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def look(self, path: str) -> None:
        """Visit a page and hold it to the rules of every page."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.ok, f"{path} answers {answer.status}"
        self.check(path)

    def check(self, name: str) -> None:
        """Hold the page that has come, or is coming, to the rules of every page."""
        self.page.wait_for_load_state()
        width = self.page.evaluate("document.documentElement.clientWidth")
        if self.page.evaluate("document.documentElement.scrollWidth") > width:
            self.complaints.append(f"{name} scrolls sideways at {width}")
        top = "document.querySelector('main').getBoundingClientRect().top + window.scrollY"
        if self.page.evaluate(top) > LOWEST_MAIN:
            self.complaints.append(f"{name} at {width}: the main text stands below something else")
        for found in Axe().run(self.page).response["violations"]:
            where = found["nodes"][0]["html"][:160]
            self.complaints.append(f"{name} at {width}: {found['id']}: {where}")

    def hear(self, message: ConsoleMessage) -> None:
        """Note whatever the browser writes to its console; a sound page leaves it empty."""
        self.complaints.append(f"console of {self.page.url}: {message.text}")


@contextmanager
def looking(
    chromium: Browser,
    address: str,
    actor: Capacity | None = None,
    *,
    width: int = 1440,
    scheme: str = "light",
    javascript: bool = True,
    touch: bool = False,
) -> Iterator[Looker]:
    """Open a browser as somebody (nobody: the public), and insist on no complaint at the end."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=javascript,
        has_touch=touch,
        is_mobile=touch,
    )
    if actor is not None:
        session = sign_in(Client(), actor).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    looker = Looker(context.new_page(), address)
    looker.page.on("console", looker.hear)
    looker.page.on("pageerror", lambda error: looker.complaints.append(f"error: {error}"))
    try:
        yield looker
        looker.page.wait_for_load_state("load")
    finally:
        context.close()
    assert not looker.complaints, "\n".join(looker.complaints)


def open_form(person, consultation, reference="I-A1"):
    page = person.page
    page.goto(person.address + consultation.draft.get_absolute_url())
    unit = consultation.draft.units.get(reference=reference)
    page.locator(f"#{unit.uid} [data-comment]").click()
    page.locator(".unit-say textarea").first.wait_for()
    return page
