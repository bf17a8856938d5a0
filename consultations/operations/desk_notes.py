"""Notes of staff's beside a comment: written, struck out, never reworded."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Comment, DeskNote
from consultations.operations.locks import locked_contribution
from consultations.permissions import may_mark
from delegations.capacities import Capacity, person_of, require_still_held
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_text, has_words

NOTE_LIMIT = 5_000


@transaction.atomic
def write_desk_note(comment: Comment, *, actor: Capacity, text: str) -> DeskNote:
    """
    Write a note beside a comment, for staff alone.

    The same words sent again by the same person, as a double click does, make no second note.
    """
    locked = locked_contribution(comment)
    require(may_mark(actor, locked))
    require_still_held(actor)
    words = clean_text(text, limit=NOTE_LIMIT).strip()
    if not has_words(words):
        raise RuleViolation(_("Write the note."))
    last = locked.desk_notes.order_by("pk").last()
    if last is not None and (last.text, last.author, last.struck_at) == (words, actor.person, None):
        return last
    return DeskNote.objects.create(
        comment=locked, text=words, author=person_of(actor), written_at=clock.now()
    )


@transaction.atomic
def strike_desk_note(note: DeskNote, *, actor: Capacity) -> DeskNote:
    """Strike a note out: it stays, with who struck it and when. Once struck, nothing changes."""
    require(may_mark(actor, note.comment))
    require_still_held(actor)
    locked = DeskNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if locked.struck_at is None:
        locked.struck_at, locked.struck_by = clock.now(), person_of(actor)
        locked.save(update_fields=["struck_at", "struck_by"])
    return locked
