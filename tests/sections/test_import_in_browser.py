"""The page that corrects a long paper, as a person and as axe see it."""

from __future__ import annotations

import pytest

from tests.browser.looking import WIDTHS, looking
from tests.builders.people import make_isu

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Where the focus is: what it is called, and whether all of it can be seen.
FOCUS = """() => {
    const element = document.activeElement, box = element.getBoundingClientRect();
    const label = element.getAttribute("aria-label") || element.labels?.[0]?.innerText || "";
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return [element.name || "", label.trim(), element === top || element.contains(top)];
}"""


@pytest.fixture
def paper(tmp_path):
    """A paper of 203 units, one of them numbered otherwise than the portal will."""
    lines = ["A long paper of ours", "1 March 2030"]
    for part, label in enumerate(["I", "II", "III", "IV", "V", "VI", "VII"]):
        lines += [f"{label}. Part {label}", f"{part + 1}. Possible actions include:"]
        lines += [f"- Do what part {label} asks for under the letter {n};" for n in range(27)]
    text = "\n\n".join(lines).replace("7. Possible", "9. Possible")
    file = tmp_path / "paper.txt"
    file.write_text(text, encoding="utf-8")
    return file


def send(person, paper):
    """Send the paper, and wait for what was found."""
    person.page.goto(f"{person.address}/plans/import/")
    person.page.get_by_label("File").set_input_files(paper)
    person.page.get_by_role("button", name="Read the paper").click()
    person.page.locator("#unit-202").wait_for()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (768, "dark"), (1440, "light")])
def test_a_long_paper_is_shown_without_a_fault(chromium, live_server, paper, width, scheme):
    with looking(chromium, live_server.url, make_isu(), width=width, scheme=scheme) as person:
        person.look("/plans/import/")
        send(person, paper)
        person.check("the units found")

        assert person.page.locator(".outline-table tbody tr").count() == 203


def unit_of(name):
    """The number by which people count the unit of a field."""
    return f" {int(name.partition('-')[2]) + 1}"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_tab_key_goes_through_the_rows_in_order_and_nothing_covers_it(
    chromium, live_server, paper, width
):
    with looking(chromium, live_server.url, make_isu(), width=width) as person:
        send(person, paper)
        page = person.page
        page.emulate_media(reduced_motion="reduce")
        page.locator("#id_order-20").focus()
        seen = []
        for _press in range(30):
            page.keyboard.press("Tab")
            seen.append(page.evaluate(FOCUS))
        fields = [
            f"{field}-{row}" for row in range(20, 32) for field in ("order", "section", "kind")
        ]

        assert [name for name, _label, _visible in seen] == fields[1:31]
        assert not [name for name, label, _is_seen in seen if not label.endswith(unit_of(name))]
        assert not [name for name, _label, is_seen in seen if not is_seen]
