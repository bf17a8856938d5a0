"""What stays inside a delegation: notes among colleagues, returning, clearing. None leaves it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Answer, Comment, Consultation, Note, Procedure
from consultations.models.contributions import State
from consultations.operations.locks import Contribution, locked_contribution, locked_delegation
from consultations.permissions import may_delete_note, may_note, may_review, may_set_procedure
from delegations.capacities import Capacity, delegation_of, person_of, require_still_held
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_text, has_words
from lap_portal.traces import save_traced

NOTE_LIMIT = 5_000
NOTES_AT_MOST = 2_000


@transaction.atomic
def write_note(
    consultation: Consultation,
    *,
    actor: Capacity,
    text: str,
    about: Comment | Answer | None = None,
) -> Note:
    """Write a note on a comment, an answer, or the delegation's work as a whole."""
    require(may_note(actor, about or delegation_of(actor)))
    require_still_held(actor)
    locked_delegation(delegation_of(actor))
    return _write(
        consultation, actor=actor, text=text, about=locked_contribution(about) if about else None
    )


@transaction.atomic
def delete_note(note: Note, *, actor: Capacity) -> None:
    """Delete a note for good; nothing of it is kept."""
    require(may_delete_note(actor, note))
    require_still_held(actor)
    Note.objects.filter(pk=note.pk).delete()


@transaction.atomic
def return_with_note(contribution: Contribution, *, actor: Capacity, text: str) -> Note:
    """Send what is ready, or cleared, back into preparation, with a note that says why."""
    locked_delegation(delegation_of(actor))
    locked = locked_contribution(contribution)
    require(may_review(actor, locked))
    require_still_held(actor)
    note = _write(locked.consultation, actor=actor, text=text, about=locked, returns=True)
    locked.state = State.IN_PREPARATION
    save_traced(locked, by=actor.person, reason=_("Returned into preparation"))
    return note


@transaction.atomic
def clear(contribution: Contribution, *, actor: Capacity, stamp: str | None = None) -> Contribution:
    """
    Clear what is ready, so that it may go; clearing it again changes nothing.

    `stamp` is that of the words on screen; others are not cleared unread.
    """
    locked_delegation(delegation_of(actor))
    locked = locked_contribution(contribution)
    require(may_review(actor, locked))
    require_still_held(actor)
    if stamp is not None and stamp != locked.stamp:
        raise RuleViolation(_("It was changed since you read it. Read it again, then clear it."))
    if locked.state == State.READY:
        locked.state = State.CLEARED
        save_traced(locked, by=actor.person, reason=_("Cleared"))
    return locked


@transaction.atomic
def set_clearing(*, actor: Capacity, clears: bool) -> Procedure:
    """Say whether what is ready must be cleared before the actor's delegation submits it."""
    delegation = delegation_of(actor)
    require(may_set_procedure(actor, delegation))
    require_still_held(actor)
    locked_delegation(delegation_of(actor))
    procedure, _is_new = Procedure.objects.update_or_create(
        delegation=delegation, defaults={"clears": clears}
    )
    return procedure


def _write(
    consultation: Consultation,
    *,
    actor: Capacity,
    text: str,
    about: Comment | Answer | None,
    returns: bool = False,
) -> Note:
    said = clean_text(text, limit=NOTE_LIMIT)
    if not has_words(said):
        raise RuleViolation(_("Write the note."))
    delegation = delegation_of(actor)
    kept = Note.objects.filter(consultation=consultation, delegation=delegation)
    if kept.count() >= NOTES_AT_MOST:
        raise RuleViolation(_("Your delegation keeps too many notes here. Delete some first."))
    return Note.objects.create(
        consultation=consultation,
        delegation=delegation,
        comment=about if isinstance(about, Comment) else None,
        answer=about if isinstance(about, Answer) else None,
        text=said,
        returns=returns,
        author=person_of(actor),
        written_at=clock.now(),
    )
