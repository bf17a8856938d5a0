"""Filters that tell instants in the zone of a consultation."""

from __future__ import annotations

from datetime import datetime

from django import template

from consultations.deadlines import deadline_words, instant_words
from consultations.models import Consultation
from lap_portal import clock
from lap_portal.zones import reader_zone

register = template.Library()


@register.filter
def deadline(consultation: Consultation) -> str:
    """When a consultation opens, closes or closed, and in how long; in the reader's time too."""
    return deadline_words(
        consultation.opens_at,
        consultation.own_closes_at,
        zone=consultation.zone,
        now=clock.now(),
        own=reader_zone(),
    )


@register.filter
def told_in(instant: datetime, consultation: Consultation) -> str:
    """An instant in the zone of a consultation."""
    return instant_words(instant, consultation.zone)


@register.filter
def told_beside_own(instant: datetime, consultation: Consultation) -> str:
    """An instant in the zone of a consultation, and in the reader's where that differs."""
    return instant_words(instant, consultation.zone, own=reader_zone())
