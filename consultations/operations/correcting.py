"""Correcting the record, with a trace: replacing and withdrawing what was submitted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultations.models import Answer, Comment
from consultations.models.contributions import State
from consultations.openings import own_keys
from consultations.operations.commenting import store_comment
from consultations.operations.files import NO_CHANGE, FileChange, named_after, store_file
from consultations.operations.locks import (
    Contribution,
    locked_consultation,
    locked_contribution,
    locked_delegation,
)
from consultations.operations.words import checked_words
from consultations.permissions import may_replace, may_withdraw
from delegations.capacities import Capacity, delegation_of, person_of, require_still_held
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason
from lap_portal.traces import save_traced


@transaction.atomic
def replace_comment(
    comment: Comment,
    *,
    actor: Capacity,
    form_key: UUID,
    reason_for_change: str,
    file: FileChange = NO_CHANGE,
    based_on: str | None = None,
    **words: Any,
) -> Comment:
    """
    Prepare another comment in the stead of a submitted one, or rewrite what is being prepared.

    The new one goes its way like any other; when it is submitted, the old one is marked as
    replaced. Until then the old one stands. `words` are those of `save_comment`.

    Its length is that of the row it builds.
    """
    require(may_replace(actor, comment))
    require_still_held(actor)
    delegation = locked_delegation(delegation_of(actor))
    standing = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    require(may_replace(actor, standing))
    keys = own_keys(form_key, standing.consultation, delegation)
    prepared = _replacements(standing).filter(form_key__in=keys).first()
    checked = checked_words(
        standing.consultation,
        unit=standing.unit,
        file=named_after(file, prepared or standing),
        **{"place": standing.place, **words},
    )
    if _replacements(standing).exclude(form_key__in=keys).exists():
        raise RuleViolation(_("Your delegation is already preparing what replaces this comment."))
    typed = Comment(
        consultation=standing.consultation,
        delegation=delegation,
        unit=standing.unit,
        author=person_of(actor),
        form_key=form_key,
        replaces=standing,
        reason_for_change=clean_reason(reason_for_change),
    )
    stored = store_comment(typed, checked, actor=actor, based_on=based_on)
    store_file(stored, file, before=standing)
    return stored


def _replacements(standing: Comment | Answer) -> QuerySet[Any]:
    return type(standing)._default_manager.filter(replaces=standing)


@transaction.atomic
def withdraw(contribution: Contribution, *, actor: Capacity, reason: str) -> Contribution:
    """Withdraw what stands on the record; it stays there, with the reason."""
    require(may_withdraw(actor, contribution))
    require_still_held(actor)
    locked = locked_on_record(contribution)
    require(may_withdraw(actor, locked))
    if _replacements(locked).exists():
        raise RuleViolation(
            _("Your delegation is preparing what replaces this. Discard that first, or submit it.")
        )
    return take_off(locked, actor=actor, reason=reason, trace=_("Withdrawn"))


def locked_on_record(contribution: Contribution) -> Contribution:
    """What was submitted, locked with its consultation and its delegation."""
    consultation = locked_consultation(contribution.consultation)
    locked_delegation(contribution.delegation)
    locked = locked_contribution(contribution)
    locked.consultation = consultation
    return locked


def take_off(standing: Contribution, *, actor: Capacity, reason: str, trace: str) -> Contribution:
    """Mark what stands as withdrawn, for a reason that whoever reads it will read."""
    standing.state = State.WITHDRAWN
    standing.withdrawn_at = clock.now()
    standing.withdrawal_reason = clean_reason(reason)
    save_traced(standing, by=actor.person, reason=trace)
    return standing
