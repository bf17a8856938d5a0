"""Appoints the first people of a deployment: `manage.py appoint_staff EMAIL --name --office`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from delegations.offices import PERMISSIONS, Office
from delegations.operations import appoint_from_command_line
from lap_portal.errors import RuleViolation


class Command(BaseCommand):
    """Gives a person an office, with a new account when the address has none."""

    help = "Appoint a person to the ISU or the Presidency; sign-in is by a code sent by e-mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--office", required=True, choices=[o.value for o in PERMISSIONS])

    def handle(self, *args: Any, **options: Any) -> None:
        """Appoint, and print the person and the office."""
        office = Office(options["office"])
        try:
            person = appoint_from_command_line(
                email=options["email"],
                name=options["name"],
                office=office,
                reason="Appointed from the command line.",
            )
        except RuleViolation as violation:
            raise CommandError(str(violation)) from violation
        self.stdout.write(f"{person.name} ({person.email}): {office.value}")
