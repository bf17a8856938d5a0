"""The portal as a WSGI application; it refuses to serve while a setting is missing."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lap_portal.settings")

if settings.MISSING_TO_SERVE:
    raise ImproperlyConfigured(" ".join(settings.MISSING_TO_SERVE))

application = get_wsgi_application()
