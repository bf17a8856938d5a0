"""The portal as a WSGI application; it refuses to serve while a setting is missing."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lap_portal.settings")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def only_in_utf8(portal: Application) -> Application:
    """
    Refuse a request that says its words are in another encoding than UTF-8.

    Browsers never say so. Django takes the name for a codec before any middleware runs, and some
    codecs do not give text: that would end in an error page without a header.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        _kind, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        if parameters.get("charset", "utf-8").lower() in {"utf-8", "utf8"}:
            return portal(environ, start_response)
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response("400 Bad Request", headers)
        return [b"The portal reads UTF-8 only.\n"]

    return answer


if settings.MISSING_TO_SERVE:
    raise ImproperlyConfigured(" ".join(settings.MISSING_TO_SERVE))

application = only_in_utf8(get_wsgi_application())
