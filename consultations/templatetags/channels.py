"""How a contribution came, in words."""

from __future__ import annotations

from django import template

from consultations import channels
from consultations.models import Consultation, Submission

register = template.Library()


@register.filter
def registered_in(submission: Submission, consultation: Consultation) -> str:
    """For its delegation, by whom it was registered from what; the consultation is at hand."""
    submission.consultation = consultation
    return channels.registered_words(submission)


@register.filter
def came(submission: Submission) -> str:
    """For staff, what is out of the ordinary about how it came."""
    return channels.came_words(submission)
