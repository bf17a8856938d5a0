"""Sessions in the database, kept alive while people work."""

from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from lap_portal import clock

RENEW_AFTER = timedelta(minutes=15)


class SessionStore(db.SessionStore):
    """
    A session that ends after SESSION_COOKIE_AGE without a request.

    It is written again at most every quarter of an hour, rather than on every request:
    reading pages should not cost writes.
    """

    def load(self) -> dict[str, Any]:
        # Django documents extending this class but names no way to see the row; the stubs hide it.
        session: Session | None = self._get_session_from_db()  # type: ignore[attr-defined]
        if session is None:
            return {}
        contents = self.decode(session.session_data)
        lasts = timedelta(seconds=contents.get("_session_expiry") or self.get_session_cookie_age())
        if session.expire_date < clock.now() + lasts - RENEW_AFTER:
            self.modified = True
        return contents
