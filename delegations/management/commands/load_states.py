"""Loads the States of the shipped facts: `manage.py load_states`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from delegations.imports import load_states
from delegations.models import User


class Command(BaseCommand):
    """Enters each State that is not there yet; running it again changes nothing."""

    help = "Load the States of the Convention from the facts shipped with the portal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", metavar="EMAIL", help="the person named in the history")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and print what was done."""
        email = options["by"]
        person = User.objects.filter(email=email.lower()).first() if email else None
        if email and person is None:
            raise CommandError(f"There is nobody with the address {email}.")
        loaded = load_states(by=person)
        self.stdout.write(
            f"States entered: {loaded.entered}; already there: {loaded.present}. "
            "Regional groups are not verified."
        )
