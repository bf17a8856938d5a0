"""Checks that submissions still say what their receipts state: `manage.py verify_receipts`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consultations.models import Submission
from consultations.receipts import digest_again


class Command(BaseCommand):
    """Makes the digest of every submission again from its rows; compares it with the one kept."""

    help = "Verify the digest of every receipt; exits with 1 where one does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each submission; CommandError where some differ."""
        differing = 0
        submissions = Submission.objects.select_related(
            "consultation__plan", "consultation__draft"
        ).order_by("consultation__plan__slug", "consultation__number", "received_at", "pk")
        for submission in submissions.iterator():
            holds = digest_again(submission) == submission.digest
            differing += not holds
            verdict = "holds  " if holds else "DIFFERS"
            # No name: who spoke is not the business of whoever runs this.
            self.stdout.write(f"{verdict}  submission {submission.pk}  {submission.digest}")
        if differing:
            raise CommandError(f"{differing} submission(s) no longer say what was received.")
