"""Replying to a delegation on all that it said: prepared in private, then sent to it alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import letters
from consultations.models import Consultation, Reflection, Reply
from consultations.operations.locks import locked_consultation, locked_delegation
from consultations.operations.reflecting import REPLY_LIMIT, share_reflections
from consultations.permissions import may_reply, may_share_reflections
from delegations.capacities import Capacity, person_of, require_still_held
from delegations.models import Delegation
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import clean_text, has_words
from lap_portal.traces import save_traced, sign


@transaction.atomic
def write_reply(
    consultation: Consultation,
    delegation: Delegation,
    *,
    actor: Capacity,
    text: str,
    based_on: int = 0,
) -> Reply:
    """
    Begin the reply to a delegation, or revise the one in preparation.

    `based_on` is the version on screen (0: there was none). If it was revised, sent or discarded
    meanwhile, nothing is written and StaleRevision is raised. What was sent never changes: a reply
    written afterwards is another one.
    """
    require(may_reply(actor, consultation, delegation))
    require_still_held(actor)
    locked_delegation(delegation)
    words = clean_text(text, limit=REPLY_LIMIT)
    if not has_words(words):
        raise RuleViolation(_("Write what you reply."))
    reply = _prepared(consultation, delegation, based_on=based_on)
    if reply is None:
        reply = Reply(consultation=consultation, delegation=delegation, version=0)
    reply.text, reply.version = words, reply.version + 1
    reply.written_by, reply.written_at = person_of(actor), clock.now()
    save_traced(reply, by=actor.person, reason=_("Written"))
    return reply


@transaction.atomic
def discard_reply(reply: Reply, *, actor: Capacity, based_on: int) -> None:
    """Delete a reply in preparation, of which `based_on` was the version on screen."""
    require(may_share_reflections(actor, reply.consultation))
    require_still_held(actor)
    locked_delegation(reply.delegation)
    found = _prepared(reply.consultation, reply.delegation, based_on=based_on)
    if found is None:
        raise RuleViolation(_("There is no reply in preparation."))
    sign(found, by=actor.person, reason=_("Discarded"))
    found.delete()


@transaction.atomic
def send_replies(
    consultation: Consultation, *, actor: Capacity, replies: Mapping[int, int]
) -> list[Reply]:
    """
    Send replies in preparation, each to its delegation alone; return them. Nothing takes one back.

    `replies` holds the version on screen by the key of each. If one was revised, sent or discarded
    meanwhile, none is sent and StaleRevision is raised.
    """
    require(may_share_reflections(actor, consultation))
    require_still_held(actor)
    locked_consultation(consultation)
    waiting = Reply.objects.filter(consultation=consultation, sent_at=None, pk__in=replies)
    found = list(waiting.select_related("delegation").select_for_update(of=("self",)))
    if {reply.pk: reply.version for reply in found} != dict(replies):
        raise StaleRevision(_("A reply was changed while you were reading it; please look again."))
    now = clock.now()
    for reply in found:
        reply.sent_at = now
        save_traced(reply, by=actor.person, reason=_("Sent"), fields=["sent_at"])
    letters.tell_replied(consultation, {reply.delegation_id for reply in found})
    return found


@transaction.atomic
def share_chosen(
    consultation: Consultation,
    *,
    actor: Capacity,
    reflections: Iterable[Reflection],
    replies: Mapping[int, int],
) -> tuple[int, int]:
    """Share some decisions and send some replies, all or none; return how many of each."""
    shared = share_reflections(consultation, actor=actor, reflections=reflections)
    return shared, len(send_replies(consultation, actor=actor, replies=replies))


def _prepared(consultation: Consultation, delegation: Delegation, *, based_on: int) -> Reply | None:
    """The reply in preparation, locked, if it is the one on screen; StaleRevision if it is not."""
    rows = Reply.objects.select_for_update(of=("self",))
    found = rows.filter(consultation=consultation, delegation=delegation, sent_at=None).first()
    if (found.version if found else 0) != based_on:
        raise StaleRevision(_("The reply was changed while you were reading it."))
    return found
