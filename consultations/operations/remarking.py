"""Remarking on how one's comment was reflected, and on a reply."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from consultations.models import Comment, Remark, Reply
from consultations.permissions import may_remark, may_remark_on_reply
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
    return _remark(locked.remarks, actor=actor, text=text, on={"comment": locked})


@transaction.atomic
def remark_on_reply(reply: Reply, *, actor: Capacity, text: str) -> Remark:
    """Remark on the reply to one's delegation, as `add_remark` does on one comment."""
    locked = Reply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    require(may_remark_on_reply(actor, locked))
    require_still_held(actor)
    return _remark(locked.remarks, actor=actor, text=text, on={"reply": locked})


def _remark(
    made: models.Manager[Remark], *, actor: Capacity, text: str, on: dict[str, Any]
) -> Remark:
    words = clean_text(text, limit=REMARK_LIMIT).strip()
    if not has_words(words):
        raise RuleViolation(_("Write what you remark."))
    last = made.order_by("pk").last()
    if last is not None and last.text == words:
        return last
    return Remark.objects.create(text=words, author=person_of(actor), **on)
