"""What the worker would do: send the letters that wait."""

from __future__ import annotations

from django.core import mail

from delegations.models import Letter
from delegations.outbox import send_letter


def deliver() -> int:
    """Send every letter that waits, in the order in which they were written; say how many."""
    waiting = Letter.objects.filter(sent_at=None, failed_at=None).order_by("written_at", "pk")
    keys = [str(letter.pk) for letter in waiting]
    for key in keys:
        send_letter.call(key)
    return len(keys)


def forget_letters() -> None:
    """Begin with an empty outbox and an empty box: what led to the test is not looked at."""
    Letter.objects.all().delete()
    mail.outbox.clear()
