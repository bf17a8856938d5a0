"""The portal's addresses: each application brings its own."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from lap_portal.health import healthz

# The administration pages have no sign-in of their own: the one with two steps is for all.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("sections.urls")),
    path("", include("consultations.urls")),
    path("", include("delegations.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("language/", login_not_required(set_language), name="set_language"),
    path("healthz/", healthz, name="healthz"),
]
