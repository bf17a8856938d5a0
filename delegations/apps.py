"""Registers the app of those who speak, and keeps the offices' permissions in step."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from delegations.offices import grant_offices


class DelegationsConfig(AppConfig):
    """Who speaks: people, delegations, memberships, capacities, invitations."""

    name = "delegations"

    def ready(self) -> None:
        """
        Listen to signing in; after each migration, give the offices their permissions.

        The permissions do not exist before.
        """
        autodiscover_modules("receivers")
        post_migrate.connect(grant_offices, dispatch_uid="delegations.grant_offices")
