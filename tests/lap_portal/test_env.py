"""A process that is told something doubtful stops, and says what."""

import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from lap_portal.env import Environment

SERVED = {
    "PORTAL_SECRET_KEY": "a key that is long enough to sign what has to be signed here",
    "PORTAL_ALLOWED_HOSTS": "portal.example.org",
    "PORTAL_EMAIL_URL": "smtp+tls://portal:word@mail.example.org:587",
    "PORTAL_EMAIL_FROM": "portal@example.org",
}


def start(tmp_path, code="import lap_portal.wsgi", **variables):
    """Start a process with nothing but these settings; return what it said and whether it ran."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **variables}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )


def test_a_portal_with_all_its_settings_is_served(tmp_path):
    process = start(tmp_path, **SERVED)

    assert process.returncode == 0, process.stderr


@pytest.mark.parametrize("name", SERVED)
def test_nobody_is_served_while_a_setting_is_missing(tmp_path, name):
    process = start(tmp_path, **{key: value for key, value in SERVED.items() if key != name})

    assert process.returncode != 0
    assert f"{name} is not set: " in process.stderr


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORTAL_DEBUGG": "true"}, "There is no setting called PORTAL_DEBUGG"),
        ({"PORTAL_DEBUG": "yes"}, "PORTAL_DEBUG must be exactly true or false, not 'yes'."),
        ({"PORTAL_DEBUG": "True"}, "PORTAL_DEBUG must be exactly true or false, not 'True'."),
        ({"PORTAL_DEBUG": ""}, "PORTAL_DEBUG must be exactly true or false, not ''."),
        ({"PORT": "http"}, "PORT must be a whole number from 1 to 65535, not 'http'."),
        ({"PORT": "65536"}, "PORT must be a whole number from 1 to 65535, not '65536'."),
        ({"PORTAL_TIME_ZONE": "Europe/Geneva"}, "PORTAL_TIME_ZONE names no time zone"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must begin with sqlite:// or postgresql"),
        ({"PORTAL_EMAIL_URL": "mail.example.org"}, "PORTAL_EMAIL_URL must begin with smtp://"),
        ({"PORTAL_STAFF_MFA": "false"}, "PORTAL_STAFF_MFA may be false only with"),
        ({"PORTAL_DEMONSTRATION": "true"}, "PORTAL_DEMONSTRATION lets anyone sign in as anyone"),
        ({"PORTAL_INSECURE_HTTP": "true"}, "PORTAL_INSECURE_HTTP sends passwords unencrypted"),
        ({"PORTAL_SECRET_KEY_FILE": "x"}, "PORTAL_SECRET_KEY_FILE are both set"),
    ],
)
def test_a_doubtful_setting_stops_the_process_with_a_sentence(tmp_path, variables, sentence):
    process = start(tmp_path, **{**SERVED, **variables})

    assert process.returncode != 0
    assert sentence in process.stderr


def test_commands_run_without_what_only_serving_needs(tmp_path):
    settings = {"DJANGO_SETTINGS_MODULE": "lap_portal.settings"}

    process = start(tmp_path, "import django; django.setup()", **settings)

    assert process.returncode == 0, process.stderr


def test_a_demonstration_makes_its_own_secret_once(tmp_path):
    print_key = "import lap_portal.settings as s; print(s.SECRET_KEY)"

    first = start(tmp_path, print_key, PORTAL_DEMONSTRATION="true")
    second = start(tmp_path, print_key, PORTAL_DEMONSTRATION="true")

    assert len(first.stdout) > 50
    assert second.stdout == first.stdout
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_secret_may_be_kept_in_a_file(tmp_path):
    (tmp_path / "key").write_text("from a file\n")
    env = Environment({"PORTAL_SECRET_KEY_FILE": str(tmp_path / "key")})

    assert env.secret("PORTAL_SECRET_KEY", make_in=None) == "from a file"


@pytest.mark.parametrize("content", [None, "", " \n"])
def test_a_secret_file_that_says_nothing_stops_the_process(tmp_path, content):
    if content is not None:
        (tmp_path / "key").write_text(content)
    env = Environment({"PORTAL_SECRET_KEY_FILE": str(tmp_path / "key")})

    with pytest.raises(ImproperlyConfigured, match="PORTAL_SECRET_KEY_FILE"):
        env.secret("PORTAL_SECRET_KEY", make_in=None)


def test_a_database_behind_a_socket_is_understood():
    env = Environment({"DATABASE_URL": "postgresql://postgres@/portal?host=/run/sockets"})

    database = env.database("DATABASE_URL", "")

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["NAME"] == "portal"
    assert database["OPTIONS"] == {"host": "/run/sockets"}


def test_mail_may_go_to_files():
    env = Environment({"PORTAL_EMAIL_URL": "filemail:///var/mail/portal"})

    mail = env.email("PORTAL_EMAIL_URL")

    assert mail["EMAIL_FILE_PATH"] == "/var/mail/portal"
    assert mail["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
