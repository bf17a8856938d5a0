"""What the worker would do: send the letters that wait, and tell the news."""

from __future__ import annotations

from django.core import mail
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from delegations.models import Letter
from delegations.notices import send_notices
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


def tell_waiting(*, only_due: bool = False) -> int:
    """Let the news that wait become letters, as when the morning comes, and send them."""
    tasks = DBTaskResult.objects.filter(task_path=send_notices.module_path)
    waiting = tasks.ready() if only_due else tasks.filter(status=TaskResultStatus.READY)
    for task in waiting.order_by("enqueued_at"):
        send_notices.call(*task.args_kwargs["args"])
    return deliver()
