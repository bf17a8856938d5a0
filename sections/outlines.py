"""What an outline must be to become a plan: which sections its headings open, and how they nest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from documents.outline import Kind, Unit
from lap_portal.errors import RuleViolation
from sections.labels import LONGEST_PATH

DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Opened:
    """A section that a heading opens: its path, its own label, and the heading it stands under."""

    heading: int
    path: str
    label: str
    parent: int | None
    depth: int


def opened_sections(units: Sequence[Unit]) -> dict[int, Opened]:
    """
    Return the sections of an outline by the place of their heading, in reading order.

    Raises RuleViolation where two headings have one path of labels, where a path is empty or too
    long, or where a section stands apart from the one its path names.
    """
    opened: dict[int, Opened] = {}
    stack: list[Opened] = []
    for place, unit in enumerate(units):
        if unit.kind is not Kind.HEADING:
            continue
        _check_path(unit, opened)
        while stack and not unit.section.startswith(stack[-1].path + "."):
            stack.pop()
        _check_place(unit, opened, stack)
        above = stack[-1] if stack else None
        label = unit.section[len(above.path) + 1 :] if above else unit.section
        stack.append(
            Opened(place, unit.section, label, above.heading if above else None, len(stack))
        )
        opened[place] = stack[-1]
    return opened


def check_places(units: Sequence[Unit]) -> None:
    """Raise RuleViolation where a unit says it is in another section than the one it stands in."""
    path = ""
    for unit in units:
        if unit.kind is Kind.HEADING:
            path = unit.section
        elif unit.section != path:
            raise RuleViolation(
                _("“%(words)s” stands in section %(path)s, but says that it is in %(said)s.")
                % {"words": unit.text[:60], "path": path or "–", "said": unit.section or "–"}
            )


def _check_path(unit: Unit, opened: dict[int, Opened]) -> None:
    values = {"words": unit.text[:60], "path": unit.section}
    if not unit.section or "" in unit.section.split("."):
        raise RuleViolation(
            _("The heading “%(words)s” needs a label, such as IV or III.a.") % values
        )
    if len(unit.section) > LONGEST_PATH or unit.section.count(".") >= DEEPEST:
        raise RuleViolation(_("The path %(path)s of “%(words)s” is too long.") % values)
    if any(section.path == unit.section for section in opened.values()):
        raise RuleViolation(
            _("Two headings are called %(path)s. Give “%(words)s” a label of its own.") % values
        )


def _check_place(unit: Unit, opened: dict[int, Opened], stack: list[Opened]) -> None:
    """Refuse III.c after IV: its part is no longer open there."""
    inside = {section.path for section in stack}
    for section in opened.values():
        if unit.section.startswith(section.path + ".") and section.path not in inside:
            raise RuleViolation(
                _("Section %(path)s belongs to %(above)s, but stands after another part.")
                % {"path": unit.section, "above": section.path}
            )
