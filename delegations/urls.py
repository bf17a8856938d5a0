"""Addresses of people, delegations and invitations."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from delegations import views

app_name = "delegations"

_one = "delegations/<int:delegation>/"
_person = "people/<int:person>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("capacity/", views.capacity_choose, name="capacity_choose"),
    path("capacity/secure/", views.capacity_secure, name="capacity_secure"),
    path("demonstration/", views.demonstration_enter, name="demonstration_enter"),
    path("invitations/<str:token>/", views.invitation_open, name="invitation_open"),
    path("accounts/preferences/", views.preferences_revise, name="preferences_revise"),
    path("people/", views.person_list, name="person_list"),
    path("people/appoint/", views.staff_appoint, name="staff_appoint"),
    path(_person, views.person_read, name="person_read"),
    path(f"{_person}deactivate/", views.person_deactivate, name="person_deactivate"),
    path(f"{_person}reactivate/", views.person_reactivate, name="person_reactivate"),
    path(f"{_person}address/change/", views.person_change_address, name="person_change_address"),
    path(f"{_person}erase/", views.person_erase, name="person_erase"),
    path(f"{_person}offices/<str:office>/dismiss/", views.staff_dismiss, name="staff_dismiss"),
    path("delegations/", views.delegation_list, name="delegation_list"),
    path("delegations/create/", views.delegation_create, name="delegation_create"),
    path("delegations/import/", views.delegation_import, name="delegation_import"),
    path("delegations/invitations/", views.invitation_list, name="invitation_list"),
    path("delegations/invitations/send/", views.invitations_send, name="invitations_send"),
    path("delegations/invitations/resend/", views.invitations_resend, name="invitations_resend"),
    path(_one, views.delegation_read, name="delegation_read"),
    path(f"{_one}revise/", views.delegation_revise, name="delegation_revise"),
    path(f"{_one}merge/", views.delegation_merge, name="delegation_merge"),
    path(f"{_one}standings/record/", views.standing_record, name="standing_record"),
    path(f"{_one}invitations/create/", views.invitation_create, name="invitation_create"),
    path(
        f"{_one}invitations/<int:invitation>/return/",
        views.invitation_return,
        name="invitation_return",
    ),
    path(
        f"{_one}invitations/<int:invitation>/revoke/",
        views.invitation_revoke,
        name="invitation_revoke",
    ),
    path(
        f"{_one}members/<int:membership>/role/change/",
        views.membership_change_role,
        name="membership_change_role",
    ),
    path(f"{_one}members/<int:membership>/end/", views.membership_end, name="membership_end"),
    path(f"{_one}focal-point/replace/", views.focal_point_replace, name="focal_point_replace"),
]
