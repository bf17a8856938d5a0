"""Writes a document of a plan to a file, as one reader may have it: `manage.py export --help`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consultations.exports.participation import participation_sheet
from consultations.exports.synthesis import synthesis_paper
from consultations.models import Consultation, Synthesis
from consultations.permissions import may_read_participation
from consultations.queries.participation import participation_page
from delegations.capacities import PUBLIC, Capacity, capacities_of
from delegations.models import User
from documents.writing.formats import LISTS, PAPERS
from documents.writing.paper import Paper
from documents.writing.spreadsheet import Sheet
from sections.exports import draft_paper
from sections.models import ActionPlan, Draft

KINDS = ("draft", "synthesis", "participation")


class Command(BaseCommand):
    """Write a draft, a synthesis or the list of who takes part to a file."""

    help = "Write a document of a plan to a file, as the public, or a named person, may read it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=KINDS, help="Which document.")
        parser.add_argument("--plan", required=True, metavar="SLUG")
        parser.add_argument("--consultation", type=int, metavar="N", help="Default: the latest.")
        parser.add_argument(
            "--draft", type=int, metavar="N", help="Which draft. Default: the latest."
        )
        parser.add_argument(
            "--edition", type=int, metavar="N", help="Which synthesis. Default: the latest."
        )
        parser.add_argument("--format", required=True, choices=sorted({*PAPERS, *LISTS}))
        parser.add_argument("--output", required=True, metavar="FILE")
        parser.add_argument(
            "--as",
            dest="email",
            metavar="EMAIL",
            help="Read as this person, in the first capacity held. Default: as the public.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        reader = _reader(options["email"])
        plan = ActionPlan.objects.visible_to(reader).filter(slug=options["plan"]).first()
        if plan is None:
            raise CommandError(f"There is no plan “{options['plan']}” that this reader may read.")
        written = _written(plan, reader, options)
        output = Path(options["output"])
        try:
            output.write_bytes(written)
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {len(written)} bytes to {output}.")


def _reader(email: str | None) -> Capacity:
    if email is None:
        return PUBLIC
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody has an account under {email}.")
    return next(iter(capacities_of(person)), PUBLIC)


def _written(plan: ActionPlan, reader: Capacity, options: dict[str, Any]) -> bytes:
    kind, name = options["kind"], options["format"]
    formats = sorted(LISTS if kind == "participation" else PAPERS)
    if name not in formats:
        known = ", ".join(formats)
        raise CommandError(f"The {kind} is not written as {name}, but as {known}.")
    if kind == "participation":
        return LISTS[name].write(_participation(plan, reader, options))
    paper_of = _draft if kind == "draft" else _synthesis
    return PAPERS[name].write(paper_of(plan, reader, options))


def _draft(plan: ActionPlan, reader: Capacity, options: dict[str, Any]) -> Paper:
    drafts = Draft.objects.visible_to(reader).filter(plan=plan).order_by("-number")
    if options["draft"] is not None:
        drafts = drafts.filter(number=options["draft"])
    else:
        drafts = drafts.filter(withdrawn_at=None)
    draft = drafts.first()
    if draft is None:
        raise CommandError("There is no such draft that this reader may read.")
    return draft_paper(draft)


def _synthesis(plan: ActionPlan, reader: Capacity, options: dict[str, Any]) -> Paper:
    consultations = Consultation.objects.visible_to(reader).filter(plan=plan)
    if options["consultation"] is not None:
        consultations = consultations.filter(number=options["consultation"])
    editions = Synthesis.objects.visible_to(reader).filter(consultation__in=consultations)
    if options["edition"] is not None:
        editions = editions.filter(number=options["edition"])
    editions = editions.select_related("consultation__draft")
    synthesis = editions.order_by("-consultation__number", "-number").first()
    if synthesis is None:
        raise CommandError("There is no issued synthesis that this reader may read.")
    return synthesis_paper(synthesis)


def _participation(plan: ActionPlan, reader: Capacity, options: dict[str, Any]) -> Sheet:
    consultations = Consultation.objects.visible_to(reader).filter(plan=plan)
    if options["consultation"] is not None:
        consultations = consultations.filter(number=options["consultation"])
    consultation = consultations.select_related("plan", "draft").order_by("-number").first()
    if consultation is None:
        raise CommandError("There is no such consultation that this reader may read.")
    decision = may_read_participation(reader, consultation)
    if not decision:
        raise CommandError(str(decision.reason))
    page = participation_page(consultation, reader)
    return participation_sheet(page, consultation, narrowed_to="")
