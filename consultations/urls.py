"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consultations.views import reading

app_name = "consultations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", reading.home, name="home"),
]
