"""The settings of the benchmarks: the portal's own, with a database of their own that is left."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="lap-portal-benchmarks-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

# Whatever is set on this machine, nobody's data are touched and runs stay comparable.
for _name in [name for name in os.environ if name.startswith(("PORTAL_", "DATABASE_"))]:
    del os.environ[_name]
os.environ |= {
    "DATA_DIR": str(_folder),
    "PORTAL_DEMONSTRATION": "true",
    "PORTAL_INSECURE_HTTP": "true",
}

from lap_portal.settings import *  # noqa: E402, F403 - all of them, after the environment

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING_CONFIG = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = _folder / "static"
STATIC_ROOT.mkdir()
