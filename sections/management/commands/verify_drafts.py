"""Checks that issued drafts still say what they said: `manage.py verify_drafts`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sections.digest import digest_matches
from sections.models import Draft


class Command(BaseCommand):
    """Makes the digest of every draft again from its rows, and compares it with the one issued."""

    help = "Verify the digest of every issued draft; exits with 1 where one does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each draft; CommandError where some differ."""
        differing = 0
        for draft in Draft.objects.select_related("plan").order_by("plan__slug", "number"):
            holds = digest_matches(draft)
            differing += not holds
            verdict = "holds  " if holds else "DIFFERS"
            self.stdout.write(f"{verdict}  {draft.plan.slug} {draft.number}  {draft.digest}")
        if differing:
            raise CommandError(f"{differing} draft(s) no longer say what was issued.")
