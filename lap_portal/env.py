"""
Reads settings from the environment and stops the process at the first doubt.

Knows no setting by name.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

PREFIX = "PORTAL_"
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})

_FLAGS = {"true": True, "false": False}
_DATABASES = ("sqlite", "postgres", "postgresql")


class Environment:
    """
    The environment of this process, read strictly.

    Every reader remembers the name it was asked for, so that `refuse_unknown`
    can name a misspelt setting, and `missing` collects one sentence for each
    setting without which commands run but nobody may be served.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._known: set[str] = set()
        self.missing: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """Return the value without surrounding blanks; an empty value counts as not set."""
        self._known.add(name)
        return self._variables.get(name, "").strip() or default

    def need_to_serve(self, name: str, meaning: str) -> None:
        """Note that nobody can be served while `name` is not set; `meaning` says why."""
        if not self.text(name):
            self.missing.append(f"{name} is not set: {meaning}.")

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a boolean written exactly "true" or "false"; anything else stops the process."""
        self._known.add(name)
        written = self._variables.get(name)
        if written is None:
            return default
        if written not in _FLAGS:
            raise ImproperlyConfigured(f"{name} must be exactly true or false, not {written!r}.")
        return _FLAGS[written]

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        """Return a whole number between `least` and `most`, both included."""
        written = self.text(name, str(default))
        if not (written.isascii() and written.isdigit() and least <= int(written) <= most):
            raise ImproperlyConfigured(
                f"{name} must be a whole number from {least} to {most}, not {written!r}."
            )
        return int(written)

    def words(self, name: str, default: list[str]) -> list[str]:
        """Return a list written with commas; blanks around the commas do not count."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()] or default

    def folder(self, name: str, default: Path) -> Path:
        """Return an absolute folder; a relative one counts from where the process was started."""
        return Path(self.text(name, str(default))).expanduser().resolve()

    def time_zone(self, name: str, default: str) -> str:
        """Return the name of a time zone that exists, such as Europe/Zurich."""
        zone = self.text(name, default)
        if zone not in available_timezones():
            raise ImproperlyConfigured(f"{name} names no time zone: {zone!r}.")
        return zone

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Return Django's description of an SQLite or PostgreSQL database."""
        url = self.text(name, default)
        if urlsplit(url).scheme not in _DATABASES:
            raise ImproperlyConfigured(f"{name} must begin with sqlite:// or postgresql://.")
        return {"OPTIONS": {}, **environ.Env.db_url_config(url)}

    def email(self, name: str) -> dict[str, Any]:
        """Return Django's EMAIL_ settings for an address such as smtp+tls://user:word@host:587."""
        url = self.text(name)
        if urlsplit(url).scheme not in environ.Env.EMAIL_SCHEMES:
            raise ImproperlyConfigured(
                f"{name} must begin with smtp://, smtp+tls://, smtp+ssl:// or filemail://."
            )
        given = {k: v for k, v in environ.Env.email_url_config(url).items() if v}
        if "EMAIL_FILE_PATH" in given:
            given["EMAIL_FILE_PATH"] = f"/{given['EMAIL_FILE_PATH']}"
        return given

    def secret(self, name: str, *, make_in: Path | None) -> str:
        """
        Return the secret from the variable, or from the file that NAME_FILE points at.

        With `make_in`, a file that does not exist yet is made there, once, readable by its
        owner only. Without it, an absent secret is empty and noted in `missing`.
        """
        given, file = self.text(name), self.text(f"{name}_FILE")
        if given and file:
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep one of them.")
        if file:
            return _read_secret(Path(file), f"{name}_FILE")
        if make_in and not given:
            return _make_secret(make_in)
        self.need_to_serve(name, "sign-in needs a secret key")
        return given

    def refuse_unknown(self) -> None:
        """Stop the process when a PORTAL_ variable is set that no reader has asked for."""
        unknown = sorted(
            name for name in self._variables if name.startswith(PREFIX) and name not in self._known
        )
        if unknown:
            raise ImproperlyConfigured(
                f"There is no setting called {', '.join(unknown)}; .env.example lists them all."
            )


def _read_secret(file: Path, name: str) -> str:
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {error}.") from error
    if not secret:
        raise ImproperlyConfigured(f"{name} points at an empty file: {file}.")
    return secret


def _make_secret(file: Path) -> str:
    """Write a new secret unless there is one. The link makes it appear whole, and only once."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48) + "\n", encoding="utf-8")
        with suppress(FileExistsError):
            file.hardlink_to(draft)
        draft.unlink()
    return _read_secret(file, str(file))
