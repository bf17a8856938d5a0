"""Registers the app of those who speak, and keeps the offices' permissions in step."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from delegations.offices import grant_offices


class DelegationsConfig(AppConfig):
    """Who speaks: people, delegations, memberships, capacities, invitations."""

    name = "delegations"

    def ready(self) -> None:
        """After each migration, give the offices their permissions (they do not exist before)."""
        post_migrate.connect(grant_offices, dispatch_uid="delegations.grant_offices")
