"""The administration site: it shows what is declared read-only here, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.db import models
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin):
    """
    Rows to look at: the portal's own pages change them, with their rules and their trace.

    An address narrows a list by its own filters alone. Django would allow any field one relation
    away, so that the list of delegations answered which of them prepares a comment.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whether a list may be narrowed so: by what it offers as a filter."""
        return lookup.partition("__")[0] in self.list_filter and lookup.endswith("__exact")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PortalAdminSite(admin.AdminSite):
    """Opens for technical administrators, and keeps out what packages would add by themselves."""

    def register(
        self,
        model_or_iterable: type[models.Model] | Iterable[type[models.Model]],
        admin_class: type[admin.ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        """Register what is read-only; ignore secrets, sessions and whatever else comes along."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)


class PortalAdminConfig(AdminConfig):
    """Puts the portal's site in the place of Django's."""

    default = False
    default_site = "delegations.administration.PortalAdminSite"
