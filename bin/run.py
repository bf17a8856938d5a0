"""Prepares the demonstration in DATA_DIR and serves it on this machine; safe to run again."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.chdir(ROOT)
sys.path.insert(0, str(ROOT))
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "lap_portal.settings",
    "PORTAL_DEMONSTRATION": "true",
    "PORTAL_INSECURE_HTTP": "true",
}
os.environ.setdefault("PORTAL_SUBMISSIONS_ADDRESS", "contributions@portal.example")
os.environ.setdefault("PORTAL_ISU_CONTACT", "isu@portal.example")

import django  # noqa: E402 - the settings above come first
from django.conf import settings  # noqa: E402 - the settings above come first
from django.core.management import call_command  # noqa: E402 - the settings above come first

from lap_portal.translations import LOCALE, compile_translations  # noqa: E402 - the settings above come first

GRANIAN = ["-m", "granian", "lap_portal.wsgi:application", "--interface", "wsgi", "--no-ws"]
GRANIAN += ["--workers", "2", "--blocking-threads", "1", "--host", "127.0.0.1", "--port"]
WORKER = ["manage.py", "run_worker", "--verbosity", "0", "--with-parent"]


def prepare() -> None:
    """Bring database and files up to date; people's data are kept."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo")


def main() -> None:
    """Prepare, say where the portal is, start the worker, and become the server."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if probe.connect_ex(("127.0.0.1", settings.PORT)) == 0:
            sys.exit(f"Something answers on port {settings.PORT} already; try make run PORT=8001.")
    compile_translations(LOCALE)
    django.setup()
    prepare()
    sys.stdout.write(
        f"\nThe demonstration is at http://127.0.0.1:{settings.PORT}/\n"
        f"For passkeys use http://localhost:{settings.PORT}/ instead.\n"
        f"Choose whom to be at http://127.0.0.1:{settings.PORT}/demonstration/; no password is "
        "asked. Ctrl-C ends it.\n\n"
    )
    sys.stdout.flush()
    subprocess.Popen([sys.executable, *WORKER, str(os.getpid())])  # noqa: S603 - ends with the server, its parent
    os.execv(sys.executable, [sys.executable, *GRANIAN, str(settings.PORT)])  # noqa: S606 - our own server


if __name__ == "__main__":
    main()
