"""Preparing inside a delegation: writing a comment, making ready, taking back, discarding."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import letters
from consultations.models import Answer, Comment, Consultation
from consultations.models.contributions import State
from consultations.openings import own_keys
from consultations.operations.files import NO_CHANGE, FileChange, named_after, store_file
from consultations.operations.locks import Contribution, locked_contribution
from consultations.operations.typing import forget_typed_about
from consultations.operations.words import Words, checked_words
from consultations.permissions import may_change, may_discard, may_prepare
from delegations.capacities import Capacity, delegation_of, person_of, require_still_held
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.traces import save_traced, save_untraced
from sections.models import DraftUnit


@transaction.atomic
def save_comment(
    consultation: Consultation,
    *,
    actor: Capacity,
    form_key: UUID,
    unit: DraftUnit | None,
    place: str,
    text: str = "",
    proposal: str = "",
    type: str = "",
    position: str = "",
    reason: str = "",
    language: str = "en",
    passage: tuple[int, int] | None = None,
    passage_words: str | None = None,
    file: FileChange = NO_CHANGE,
    based_on: str | None = None,
) -> Comment:
    """
    Write a comment in preparation, or rewrite the one the same form wrote before.

    `form_key` belongs to one opened form: sending it twice makes one comment. `based_on` is the
    stamp of the comment on screen ("" where there was none); if the words were changed since,
    StaleRevision is raised and nothing is written. Without it, the last to save wins. A comment
    that was ready is in preparation again. One that was submitted is returned as it is.

    Its length is that of its fields, each named twice.
    """
    require(may_prepare(actor, consultation))
    require_still_held(actor)
    typed = Comment(
        consultation=consultation,
        delegation=delegation_of(actor),
        unit=unit,
        author=person_of(actor),
        form_key=form_key,
    )
    words = checked_words(
        consultation,
        unit=unit,
        place=place,
        text=text,
        proposal=proposal,
        type=type,
        position=position,
        reason=reason,
        language=language,
        passage=passage,
        passage_words=passage_words,
        file=named_after(file, _stored(typed) if unit is None else None),
    )
    stored = store_comment(typed, words, actor=actor, based_on=based_on)
    store_file(stored, file)
    return stored


def store_comment(
    typed: Comment, words: Words, *, actor: Capacity, based_on: str | None
) -> Comment:
    """
    Insert a comment as typed, or write its words on the one stored under its form's key.

    A double click arrives twice at the same time. The second insertion is no error, which the
    database server would log with the words in it: it inserts nothing, and finds the first.
    """
    words.write_to(typed)
    stored = _stored(typed)
    if stored is None:
        typed.created_at = typed.changed_at = clock.now()
        typed.form_key = own_keys(typed.form_key, typed.consultation, typed.delegation)[-1]
        check_fields(typed)
        Comment.objects.bulk_create([typed], ignore_conflicts=True)
        stored = _stored(typed)
    if stored is None:
        raise RuleViolation(_("This form cannot be used any more. Please open it again."))
    return _rewritten(stored, typed, words, actor=actor, based_on=based_on)


def _stored(typed: Comment) -> Comment | None:
    return (
        Comment.objects.select_for_update(of=("self",))
        .filter(
            form_key__in=own_keys(typed.form_key, typed.consultation, typed.delegation),
            consultation=typed.consultation,
            delegation=typed.delegation,
        )
        .first()
    )


def check_fields(typed: Comment | Answer) -> None:
    """
    Check what was typed or chosen, field by field, without asking the database.

    What the fields must be together was checked before, with a sentence for each rule; that the
    rows pointed at exist, the database holds itself.
    """
    typed.clean_fields(exclude=[field.name for field in typed._meta.fields if field.is_relation])


def _rewritten(
    stored: Comment, typed: Comment, words: Words, *, actor: Capacity, based_on: str | None
) -> Comment:
    if not stored.is_inside:
        return stored
    if stored.unit_id != typed.unit_id or typed.replaces_id not in {None, stored.replaces_id}:
        raise RuleViolation(_("This form wrote a comment at another place. Please open it again."))
    why = typed.reason_for_change if typed.replaces_id else stored.reason_for_change
    if words.are_those_of(stored) and why == stored.reason_for_change:
        return stored
    check_fresh(stored, based_on)
    words.write_to(stored)
    stored.reason_for_change = why
    save_inside(stored, actor=actor)
    return stored


def check_fresh(stored: Comment | Answer, based_on: str | None) -> None:
    """Refuse to write over words that the person has not seen."""
    if based_on is not None and based_on != stored.stamp:
        raise StaleRevision(
            _("It was changed in another window or by a colleague while you were writing.")
        )


def save_inside(stored: Comment | Answer, *, actor: Capacity) -> None:
    """Save new words; what was ready is in preparation again, and only that leaves a trace."""
    was_ready = stored.state in {State.READY, State.CLEARED}
    stored.state = State.IN_PREPARATION
    stored.changed_at = _later_than(stored.changed_at)
    if was_ready:
        save_traced(stored, by=actor.person, reason=_("Changed, and in preparation again"))
        return
    check_fields(stored)
    save_untraced(stored)


def _later_than(before: datetime) -> datetime:
    """Now, and never the same instant twice: a stamp tells one wording from the next."""
    return max(clock.now(), before + timedelta(microseconds=1))


@transaction.atomic
def mark_ready(contribution: Contribution, *, actor: Capacity) -> Contribution:
    """Release a comment or answer for submission; from here on its trail is kept."""
    locked = locked_contribution(contribution)
    require(may_change(actor, locked))
    require_still_held(actor)
    if locked.state == State.IN_PREPARATION:
        locked.state = State.READY
        save_traced(locked, by=actor.person, reason=_("Marked as ready"))
        letters.tell_ready(locked.consultation, actor=actor)
    return locked


@transaction.atomic
def take_back(contribution: Contribution, *, actor: Capacity) -> Contribution:
    """Return what was ready, or cleared, to preparation."""
    locked = locked_contribution(contribution)
    require(may_change(actor, locked))
    require_still_held(actor)
    if locked.state in {State.READY, State.CLEARED}:
        locked.state = State.IN_PREPARATION
        save_traced(locked, by=actor.person, reason=_("Taken back into preparation"))
    return locked


@transaction.atomic
def discard(contribution: Comment | Answer, *, actor: Capacity) -> None:
    """Delete for good what never left the delegation, its trail included."""
    model = type(contribution)
    locked: Comment | Answer | None = (
        model._default_manager.select_for_update(of=("self",)).filter(pk=contribution.pk).first()
    )
    if locked is None:
        return
    require(may_discard(actor, locked))
    require_still_held(actor)
    forget_typed_about(locked)
    locked.delete()
    model.history.filter(id=contribution.pk).delete()
