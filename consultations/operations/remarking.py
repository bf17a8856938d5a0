"""Remarking on how one's comment was reflected."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Comment, Remark
from consultations.permissions import may_remark
from delegations.capacities import Capacity, person_of, require_still_held
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_text, has_words

REMARK_LIMIT = 5_000


@transaction.atomic
def add_remark(comment: Comment, *, actor: Capacity, text: str) -> Remark:
    """
    Remark on how a comment was reflected; its delegation and staff read it from now on.

    A remark is written once and never changes. Sending the same words again, as a double click
    does, adds none and returns the one there is.
    """
    locked = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    require(may_remark(actor, locked))
    require_still_held(actor)
    words = clean_text(text, limit=REMARK_LIMIT).strip()
    if not has_words(words):
        raise RuleViolation(_("Write what you remark."))
    last = locked.remarks.order_by("pk").last()
    if last is not None and last.text == words:
        return last
    return Remark.objects.create(comment=locked, text=words, author=person_of(actor))
