"""The settings of the tests: a folder of their own, a real database file, no mail, no network."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="lap-portal-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

# What happens to be set on this machine says nothing about the portal; only the database may.
for _name in [name for name in os.environ if name.startswith("PORTAL_")]:
    del os.environ[_name]
os.environ |= {
    "DATA_DIR": str(_folder),
    "PORTAL_SECRET_KEY": "only for the tests, which have nothing to hide from anyone",
    "PORTAL_ALLOWED_HOSTS": "localhost,127.0.0.1",
    "PORTAL_INSECURE_HTTP": "true",
}

from lap_portal.settings import *  # noqa: E402, F403 - all of them, after the environment
from lap_portal.settings import DATABASES  # noqa: E402 - after the environment

# A file rather than memory, so that threads and the browser's server see the same database.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = _folder / "static"
STATIC_ROOT.mkdir()
