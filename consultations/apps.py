"""Registers the app of what is said about a draft."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """What is said: consultations, comments, answers, submissions, reflections, points."""

    name = "consultations"
