"""Finding what an address names, as far as its reader may know of it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from consultations.models import Comment, Consultation
from lap_portal.http import PortalRequest
from lap_portal.rows import number_of


def find_consultation(request: PortalRequest, plan: str, number: int) -> Consultation:
    """The consultation with its plan and draft, as far as the reader may know of it; else 404."""
    known = Consultation.objects.visible_to(request.capacity).select_related("plan", "draft")
    return get_object_or_404(known, plan__slug=plan, number=number)


def find_comment(request: PortalRequest, consultation: Consultation, pk: int) -> Comment:
    """A comment of a consultation with the words it speaks of; 404 unless the reader may see it."""
    seen = Comment.objects.visible_to(request.capacity).filter(consultation=consultation)
    comments = seen.select_related("delegation", "consultation__plan")
    return get_object_or_404(comments.select_related("unit__revision", "unit__element"), pk=pk)


def number_in(request: PortalRequest, name: str) -> int | None:
    """A number that the address names after its question mark, or None where it names none."""
    return number_of(request.GET.get(name, ""))
