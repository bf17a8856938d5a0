"""Reads a paper and says what it found; with --apply, makes a plan of it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from delegations.capacities import Capacity, capacities_of
from delegations.models import User
from documents.outline import Kind, Outline
from documents.reading import UnreadablePaper, read_paper
from documents.writing.paper import Masthead, Paper
from lap_portal.errors import RuleViolation
from sections.corrections import all_doubts
from sections.imports import apply_outline, fill_plan, known_language
from sections.models import ActionPlan
from sections.permissions import may_import_plan


class Command(BaseCommand):
    """Import a paper; without --apply nothing is changed, and no database is needed."""

    help = "Read a paper (.txt, .md, .docx) and say what was found; with --apply, store it."
    # Without --apply nothing of the portal's settings or database matters.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--plan", default="", metavar="SLUG", help="the plan's short name")
        parser.add_argument("--title", default="", help="the plan's title")
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")
        parser.add_argument("--apply", action="store_true", help="store it, all or nothing")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who imports, with --apply")

    def handle(self, *args: Any, **options: Any) -> None:
        outline = read_file(options["file"])
        if options["json"]:
            self.stdout.write(json.dumps(as_json(outline), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(summary(outline)))
        if options["apply"]:
            plan = apply(outline, options)
            self.stderr.write(f"Stored as the plan “{plan.title}” ({plan.slug}).")


def read_file(path: Path) -> Outline:
    """Return the outline of a file; CommandError with a sentence where it cannot be read."""
    try:
        return read_paper(path.read_bytes(), file_name=path.name)
    except OSError as error:
        raise CommandError(f"The file cannot be opened: {error.strerror}.") from error
    except UnreadablePaper as refusal:
        raise CommandError(str(refusal)) from refusal


def as_json(outline: Outline) -> dict[str, Any]:
    """Return what was found in the form that design.md promises."""
    return {
        "title_lines": list(outline.title_lines),
        "units": [
            {
                "kind": unit.kind.value,
                "section": unit.section,
                "number": unit.number if unit.kind is Kind.PARAGRAPH else None,
                "text": unit.text,
            }
            for unit in outline.units
        ],
        "footnotes": [{"mark": note.mark, "text": note.text} for note in outline.footnotes],
        "warnings": [
            {"line": doubt.line, "message": doubt.message} for doubt in all_doubts(outline)
        ],
    }


def summary(outline: Outline) -> list[str]:
    """Return what was found in lines to read: counts, contents, doubts."""
    counts = [
        f"  {sum(unit.kind is kind for unit in outline.units):>5}  {kind.value.replace('_', ' ')}"
        for kind in Kind
    ]
    headings = [
        f"  {unit.section:<8} {unit.text}" for unit in outline.units if unit.kind is Kind.HEADING
    ]
    doubts = [f"  line {doubt.line}: {doubt.message}" for doubt in all_doubts(outline)]
    return [
        f"{len(outline.title_lines)} title lines, {len(outline.units)} units, "
        f"{len(outline.footnotes)} footnotes",
        *counts,
        "Sections:",
        *headings,
        f"To check ({len(doubts)}):",
        *doubts,
    ]


def apply(outline: Outline, options: dict[str, Any]) -> ActionPlan:
    """Store an outline as a new plan, or in a plan that has no text yet."""
    actor = importer(options["by"])
    title = options["title"] or Paper(Masthead(), outline).title or options["file"].stem
    slug = options["plan"] or slugify(title)[:60].strip("-")
    reason = f"Imported from {options['file'].name}"[:500]
    try:
        plan = ActionPlan.objects.filter(slug=slug).first()
        if plan is not None:
            return fill_plan(plan, outline, actor=actor, reason=reason)
        return apply_outline(
            outline,
            actor=actor,
            slug=slug,
            title=title[:300],
            language=known_language(outline.language),
            reason=reason,
        )
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from refusal
    except (RuleViolation, PermissionDenied) as refusal:
        raise CommandError(str(refusal)) from refusal


def importer(email: str) -> Capacity:
    """Return the capacity in which a person imports; CommandError where there is none."""
    if not email:
        raise CommandError("Say who imports: --by EMAIL.")
    person = User.objects.filter(email=email.lower()).first()
    held = capacities_of(person) if person is not None else []
    actor = next((capacity for capacity in held if may_import_plan(capacity)), None)
    if actor is None:
        raise CommandError(f"{email} belongs neither to the Presidency nor to the ISU.")
    return actor
