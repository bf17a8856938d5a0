"""Users, delegations, standings and memberships, for the technical administrator to look at."""

from __future__ import annotations

from django.contrib import admin

from delegations.administration import ReadOnlyAdmin
from delegations.models import Delegation, Membership, Standing, User


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """People, without passwords, and without when they were here."""

    list_display = ["name", "email", "is_active", "is_superuser"]
    search_fields = ["name", "email"]
    exclude = ["password", "user_permissions", "last_login"]


@admin.register(Delegation)
class DelegationAdmin(ReadOnlyAdmin):
    """Delegations."""

    list_display = ["name", "category", "regional_group", "merged_into"]
    list_filter = ["category", "regional_group"]
    search_fields = ["name", "iso3"]
    list_select_related = ["merged_into"]


@admin.register(Standing)
class StandingAdmin(ReadOnlyAdmin):
    """How States stand to the Convention."""

    list_display = ["delegation", "status", "since", "until", "as_at", "is_verified"]
    list_filter = ["status", "is_verified"]
    list_select_related = ["delegation"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Who belongs to which delegation; without the invitations, which hold secrets."""

    list_display = ["person", "delegation", "role", "joined_at", "ended_at"]
    list_select_related = ["person", "delegation"]
    exclude = ["invitation"]
