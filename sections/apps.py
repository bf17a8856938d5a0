"""Registers the app of what is drafted."""

from django.apps import AppConfig


class SectionsConfig(AppConfig):
    """What is drafted: plans, sections, elements, revisions, questions, drafts."""

    name = "sections"
