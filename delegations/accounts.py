"""How accounts come to be: by invitation only, never by signing up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class PortalAccountAdapter(DefaultAccountAdapter):
    """Closes sign-up; the portal makes accounts when somebody joins by an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are invited."""
        return False

    def clean_email(self, email: str) -> str:
        """An address in lower case, as the portal keeps all of them."""
        return super().clean_email(email).lower()
