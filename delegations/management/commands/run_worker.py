"""Does what is queued: sends letters, and tells people what has come due."""

from __future__ import annotations

import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from delegations.upkeep import keep_up, take_over, worker_name


class Command(BaseCommand):
    """One such process is enough; several do no harm."""

    help = "Send the portal's letters and do what else is queued, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--interval", type=float, default=5, metavar="SECONDS", help="How often to look."
        )
        parser.add_argument("--batch", action="store_true", help="Do what is due, then end.")
        parser.add_argument(
            "--with-parent", type=int, metavar="PID", help="End when this parent process does."
        )

    def handle(
        self,
        *,
        interval: float,
        batch: bool,
        with_parent: int | None,
        verbosity: int,
        **options: Any,
    ) -> None:
        if with_parent is not None:
            threading.Thread(target=_end_with_parent, args=[with_parent], daemon=True).start()
        take_over()
        keep_up.call()
        call_command(
            "db_worker",
            queue_name="*",
            interval=interval,
            batch=batch,
            reload=False,
            startup_delay=False,
            worker_id=worker_name(),
            verbosity=verbosity,
        )


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
