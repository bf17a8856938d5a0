"""Builds the demonstration portal, of any size, reproducibly."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from consultations.demonstration.building import SLUG, build, say_who
from sections.models import ActionPlan


class Command(BaseCommand):
    """Builds it once; where it stands already, nothing is changed."""

    help = "Build a believable consultation of any size, in the mouths of invented delegations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delegations", type=int, default=30, metavar="N")
        parser.add_argument("--comments", type=int, default=160, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")

    def handle(self, *, delegations: int, comments: int, seed: int, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("The demonstration is built only with PORTAL_DEMONSTRATION=true.")
        if not 6 <= delegations <= 1000:
            raise CommandError("--delegations takes a number from 6 to 1000.")
        if not 0 <= comments <= 100_000:
            raise CommandError("--comments takes a number from 0 to 100000.")
        if ActionPlan.objects.filter(slug=SLUG).exists():
            self.stdout.write("The demonstration stands already; it is kept as it is.")
        else:
            self.stdout.write("Building the demonstration ...")
            with transaction.atomic():
                build(delegations=delegations, comments=comments, seed=seed)
        say_who(self.stdout.write)
