"""What keeps the queue alive: work that a killed worker left, and what nobody needs any more."""

from __future__ import annotations

import os
import socket
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from delegations.models import Letter, Notice, User
from delegations.notices import schedule, send_notices
from delegations.outbox import send_letter
from lap_portal import clock

EVERY = timedelta(minutes=10)
LONGEST = timedelta(minutes=10)
KEPT_DAYS = 14
ATTEMPTS_AT_MOST = 5


def worker_name() -> str:
    """How a worker in this process signs what it takes up."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def take_over() -> None:
    """Queue again at once what workers on this machine that are no more had taken up."""
    for result in DBTaskResult.objects.running():
        host, _colon, number = (result.worker_ids or [""])[-1].rpartition(":")
        is_here = host == worker_name().rpartition(":")[0]
        if is_here and (number == str(os.getpid()) or not _lives(number)):
            DBTaskResult.objects.filter(pk=result.pk).update(status=TaskResultStatus.READY)


def _lives(number: str) -> bool:
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


@task()
def keep_up() -> None:
    """
    Queue again what a worker did not finish, forget old results, and come back later.

    Whatever is queued may be done twice: a letter bears the same Message-ID, a notice that was
    sent is gone.
    """
    with transaction.atomic():
        _queue_again()
        _queue_letters()
        _queue_notices()
        _come_back()
    call_command("prune_db_task_results", min_age_days=KEPT_DAYS, queue_name="*", verbosity=0)


def _queue_again() -> None:
    """Let what has been running for longer than anything takes, or has failed, be done again."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=clock.now() - LONGEST)
    lost.update(status=TaskResultStatus.READY)
    for failed in DBTaskResult.objects.failed():
        if len(failed.worker_ids) < ATTEMPTS_AT_MOST:
            DBTaskResult.objects.filter(pk=failed.pk).update(status=TaskResultStatus.READY)


def _queue_letters() -> None:
    queued = _queued(send_letter.module_path)
    for letter in Letter.objects.filter(sent_at=None, failed_at=None):
        if str(letter.pk) not in queued:
            send_letter.enqueue(str(letter.pk))


def _queue_notices() -> None:
    queued = _queued(send_notices.module_path)
    for person in User.objects.filter(pk__in=Notice.objects.values("person")):
        if person.pk not in queued:
            schedule(person)


def _queued(path: str) -> set[object]:
    """What the queued or running tasks of a kind are about."""
    living = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    tasks = DBTaskResult.objects.filter(task_path=path, status__in=living)
    return {given["args"][0] for given in tasks.values_list("args_kwargs", flat=True)}


def _come_back() -> None:
    waiting = DBTaskResult.objects.filter(
        task_path=keep_up.module_path, status=TaskResultStatus.READY
    )
    if not waiting.exists():
        keep_up.using(run_after=clock.now() + EVERY).enqueue()
