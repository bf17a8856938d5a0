"""The worker: it really sends, takes up what another left, and forgets what is done."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from delegations.models import Letter
from delegations.notices import News, send_notices, tell
from delegations.outbox import post, send_letter
from delegations.upkeep import keep_up, take_over, worker_name
from lap_portal import clock
from tests.builders.mail import forget_letters
from tests.builders.people import make_member

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signals_stay():
    """The worker asks for signals of its own, which are the test run's afterwards."""
    names = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    before = {name: signal.getsignal(name) for name in names}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


def write():
    words = {"gone": "One", "kept": "Two", "actor": "Ida", "acting_for": "ISU", "contact": "x"}
    return post(
        "ada@geneva.example", subject="Merged", template="delegations/mail/merged", context=words
    )


def work():
    call_command("run_worker", batch=True, verbosity=0)


def claimed_by(name, *, ago=timedelta()):
    """Let a worker have taken up everything, and nothing more be heard of it."""
    DBTaskResult.objects.update(status="RUNNING", worker_ids=[name], started_at=clock.now() - ago)


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_waits_and_tells_what_has_come_due():
    member = make_member()
    forget_letters()
    with transaction.atomic():
        tell([member], lambda reader: News("event", "Event", "It happened.", "/plans/"))
        write()
    DBTaskResult.objects.update(run_after=clock.now())

    work()

    assert sorted(letter.subject for letter in mail.outbox) == ["Event", "Merged"]
    assert not Letter.objects.filter(sent_at=None).exists()
    assert not DBTaskResult.objects.failed().exists()


@pytest.mark.django_db(transaction=True)
def test_a_letter_without_a_task_is_found_when_the_worker_starts():
    write()
    DBTaskResult.objects.all().delete()

    work()

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_number_used_again", [False, True])
def test_what_a_killed_worker_had_taken_up_is_taken_over_at_once(is_number_used_again):
    number = os.getpid() if is_number_used_again else 999_999_999
    write()
    claimed_by(f"{worker_name().rpartition(':')[0]}:{number}")

    work()

    assert len(mail.outbox) == 1


def test_what_a_living_worker_has_taken_up_is_left_to_it():
    write()
    parent = os.getppid()
    claimed_by(f"{worker_name().rpartition(':')[0]}:{parent}")

    take_over()
    keep_up.call()

    assert DBTaskResult.objects.filter(task_path=send_letter.module_path).count() == 1
    assert DBTaskResult.objects.running().count() == 1


def test_what_a_worker_elsewhere_does_not_finish_is_queued_again_after_a_while():
    write()
    claimed_by("elsewhere:1", ago=timedelta(minutes=11))

    keep_up.call()

    assert DBTaskResult.objects.get(task_path=send_letter.module_path).status == "READY"


def test_what_failed_is_done_again_a_few_times():
    write()
    DBTaskResult.objects.update(status="FAILED", worker_ids=["here:1"] * 4)

    keep_up.call()
    assert DBTaskResult.objects.get(task_path=send_letter.module_path).status == "READY"

    DBTaskResult.objects.update(status="FAILED", worker_ids=["here:1"] * 5)
    Letter.objects.all().delete()
    keep_up.call()
    assert DBTaskResult.objects.get(task_path=send_letter.module_path).status == "FAILED"


def test_notices_without_a_task_are_planned_again():
    member = make_member()
    tell([member], lambda reader: News("event", "Event", "It happened.", "/plans/"))
    DBTaskResult.objects.all().delete()

    keep_up.call()
    keep_up.call()

    assert DBTaskResult.objects.filter(task_path=send_notices.module_path).count() == 1


def test_it_looks_again_later_and_plans_that_once():
    keep_up.call()
    keep_up.call()

    (task,) = DBTaskResult.objects.filter(task_path=keep_up.module_path)
    assert timedelta(minutes=9) < task.run_after - clock.now() < timedelta(minutes=11)


def test_what_was_done_two_weeks_ago_is_forgotten():
    write()
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=clock.now() - timedelta(days=15))
    write()
    DBTaskResult.objects.filter(status="READY").update(
        status="SUCCESSFUL", finished_at=clock.now() - timedelta(days=13)
    )

    keep_up.call()

    assert DBTaskResult.objects.successful().count() == 1


@pytest.mark.skipif(not Path("/proc").exists(), reason="Looks at processes as Linux shows them.")
def test_the_worker_ends_with_the_process_that_started_it(tmp_path):
    environment = os.environ | {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "lap_portal.settings",
        "PORTAL_DEMONSTRATION": "true",
        "PORTAL_INSECURE_HTTP": "true",
    }
    del environment["PORTAL_ALLOWED_HOSTS"]
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True)
    start = (
        "import os, subprocess, time;"
        f"child = subprocess.Popen([*{manage!r}, 'run_worker', '--with-parent', str(os.getpid())]);"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", start], env=environment, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        time.sleep(2)
        assert lives(worker)
        parent.kill()

    deadline = time.monotonic() + 15
    while lives(worker) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not lives(worker)


def lives(number):
    """Whether a process runs still; one that has ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
