"""Work on a registration over time: what came is kept, cut, and saved, until it is registered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Consultation, Registration, RegistrationFile, Submission, Typed
from consultations.operations.dispatching import Particulars
from consultations.operations.registering import (
    MOST_PIECES,
    Piece,
    check_number_of_originals,
    register_contribution,
)
from consultations.permissions import may_register, may_work_on
from consultations.queries.cutting import prepared
from delegations.capacities import Capacity, person_of, require_still_held
from documents.files import File
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import has_words

FACTS = (
    "delegation",
    "channel",
    "received_at",
    "sender",
    "language",
    "on_behalf_of",
    "is_preliminary",
    "is_no_comments",
)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


class _Gone(RuleViolation):
    """The work that somebody wanted to change is there no more."""


def begin_registration(
    consultation: Consultation, *, actor: Capacity, form_key: UUID
) -> Registration:
    """Begin to register something; a double click begins once."""
    require(may_register(actor, consultation))
    require_still_held(actor)
    typed = Registration(
        key=form_key,
        consultation=consultation,
        office=actor.office,
        language=consultation.draft.language,
        changed_by=person_of(actor),
    )
    Registration.objects.bulk_create([typed], ignore_conflicts=True)
    own = Registration.objects.visible_to(actor).filter(consultation=consultation)
    begun = own.filter(key=form_key).first()
    if begun is None:
        raise RuleViolation(_("This form cannot be used any more. Please open it again."))
    return begun


@transaction.atomic
def keep_original(
    registration: Registration, *, actor: Capacity, file: File, words: str = "", remark: str = ""
) -> None:
    """Keep a file as it came, and cut the words that were read from it; the same file once."""
    locked = _locked(registration, actor=actor)
    kept = {each.digest for each in locked.files.defer("content")}
    if file.digest in kept:
        return
    check_number_of_originals(len(kept) + 1)
    RegistrationFile.objects.create(
        registration=locked,
        name=file.name,
        content_type=file.content_type,
        content=file.content,
        digest=file.digest,
        remark=remark,
    )
    _append(locked, words)
    _save(locked, actor=actor)


@transaction.atomic
def drop_original(registration: Registration, *, actor: Capacity, pk: int) -> None:
    """Take a file away again; the passages read from it stay."""
    locked = _locked(registration, actor=actor)
    locked.files.filter(pk=pk).delete()
    _save(locked, actor=actor)


@transaction.atomic
def save_facts(
    registration: Registration,
    *,
    actor: Capacity,
    version: int,
    facts: Mapping[str, Any],
    text: str = "",
) -> None:
    """Save what is known of it so far, and cut `text` into passages behind those there are."""
    locked = _locked(registration, actor=actor, version=version)
    for name in FACTS:
        setattr(locked, name, facts[name])
    _append(locked, text)
    _save(locked, actor=actor)


@transaction.atomic
def save_pieces(
    registration: Registration,
    *,
    actor: Capacity,
    version: int,
    pieces: Iterable[Mapping[str, str]],
) -> None:
    """Save the passages as they are cut and placed so far."""
    locked = _locked(registration, actor=actor, version=version)
    locked.pieces = [dict(piece) for piece in pieces if has_words(piece["text"])]
    if len(locked.pieces) > MOST_PIECES:
        raise RuleViolation(_("At most %(n)d passages; join some of them.") % {"n": MOST_PIECES})
    _save(locked, actor=actor)


@transaction.atomic
def give_up_registration(registration: Registration, *, actor: Capacity) -> None:
    """Delete what was kept of it for good; a second time there is nothing left to delete."""
    locked = Registration.objects.visible_to(actor).filter(pk=registration.pk).first()
    if locked is not None:
        require_still_held(actor)
        _let_go(locked)


@transaction.atomic
def finish_registration(registration: Registration, *, actor: Capacity, version: int) -> Submission:
    """
    Register it as the page of that version showed it, and let go of the work.

    Where that was done already, as after a double click, the submission made then is returned.
    """
    try:
        locked = _locked(registration, actor=actor, version=version)
    except _Gone:
        done = Submission.objects.visible_to(actor).filter(form_key=registration.key).first()
        if done is None:
            raise
        return done
    ready = prepared(locked)
    if ready.faults or locked.delegation is None or locked.received_at is None:
        raise RuleViolation(" ".join(ready.faults))
    submission = register_contribution(
        locked.consultation,
        actor=actor,
        form_key=locked.key,
        delegation=locked.delegation,
        channel=locked.channel,
        received_at=locked.received_at,
        sender=locked.sender,
        originals=[File(f.name, f.content_type, bytes(f.content)) for f in locked.files.all()],
        pieces=[Piece(unit=placed.unit, **placed.said) for placed in ready.placed],
        unplaced=ready.unplaced,
        particulars=Particulars(
            is_preliminary=locked.is_preliminary,
            is_no_comments=locked.is_no_comments,
            on_behalf_of=locked.on_behalf_of,
        ),
    )
    _let_go(locked)
    return submission


def _let_go(registration: Registration) -> None:
    """Delete the work, its files, and what anybody was typing in its forms."""
    Typed.objects.filter(path__contains=f"/registrations/{registration.key}/").delete()
    registration.delete()


def paragraphs_of(text: str) -> list[str]:
    """Cut words at blank lines, or, where there are none, at each line."""
    parts = _BLANK_LINES.split(text)
    if len(parts) == 1:
        parts = text.split("\n")
    return [part.strip("\n") for part in parts if has_words(part)]


def _append(registration: Registration, text: str) -> None:
    """Put paragraphs behind the passages; those beyond the most there may be stay in one."""
    found = paragraphs_of(text)
    room = max(MOST_PIECES - len(registration.pieces), 1)
    if len(found) > room:
        found[room - 1 :] = ["\n\n".join(found[room - 1 :])]
    blank = {"place": "", "sort": "comment", "quote": "", "position": ""}
    registration.pieces = [*registration.pieces, *({"text": each, **blank} for each in found)]


def _locked(
    registration: Registration, *, actor: Capacity, version: int | None = None
) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",)).select_related(
        "consultation__plan", "consultation__draft", "delegation"
    )
    locked = rows.filter(pk=registration.pk).first()
    if locked is None:
        raise _Gone(_("It was registered or given up meanwhile."))
    require(may_work_on(actor, locked))
    require_still_held(actor)
    if version is not None and version != locked.version:
        raise StaleRevision(
            _("It was changed in another window or by a colleague while you were working.")
        )
    return locked


def _save(registration: Registration, *, actor: Capacity) -> None:
    registration.version += 1
    registration.changed_at = clock.now()
    registration.changed_by = person_of(actor)
    registration.full_clean()
    registration.save()
