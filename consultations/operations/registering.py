"""What came by another channel is registered: whole, at once, with the original kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from consultations.channels import lacking_words
from consultations.models import Channel, Comment, Consultation, Original, Submission
from consultations.models.submissions import OWN_CHANNELS
from consultations.operations.correcting import locked_on_record, take_off
from consultations.operations.dispatching import Parcel, Particulars, checked_particulars, dispatch
from consultations.operations.locks import locked_consultation, locked_delegation
from consultations.operations.words import checked_words
from consultations.permissions import may_register, may_register_for, may_withdraw_registered
from delegations import outbox
from delegations.capacities import Capacity, person_of, require_still_held
from delegations.models import Delegation, Membership
from documents.files import File
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_text, has_words, one_line
from sections.models import DraftUnit

MOST_PIECES = 300
MOST_ORIGINALS = 5
SENDER_LIMIT = 254
UNPLACED_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what came, at its place; the fields are those of `checked_words`."""

    unit: DraftUnit | None
    place: str
    text: str = ""
    proposal: str = ""
    type: str = ""
    position: str = ""
    reason: str = ""
    language: str = "en"
    passage: tuple[int, int] | None = None
    passage_words: str | None = None


@transaction.atomic
def register_contribution(
    consultation: Consultation,
    *,
    actor: Capacity,
    form_key: UUID,
    delegation: Delegation,
    channel: str,
    received_at: datetime,
    sender: str,
    originals: Sequence[File] = (),
    pieces: Sequence[Piece] = (),
    unplaced: str = "",
    particulars: Particulars = Particulars(),  # noqa: B008 - frozen
) -> Submission:
    """
    Register what reached an office by another channel, and tell its delegation; all or nothing.

    `received_at` is when it reached the office, and decides whether it is late. `unplaced` are the
    passages that found no place. The same key registers once: a second time the submission made
    the first time is returned.

    Its length is that of its fields, each named twice.
    """
    require(may_register(actor, consultation))
    require_still_held(actor)
    locked = locked_consultation(consultation)
    speaker = locked_delegation(delegation)
    done = Submission.objects.filter(consultation=locked, form_key=form_key).first()
    if done is not None:
        return done
    if received_at > clock.now():
        raise RuleViolation(_("It cannot have come in the future."))
    require(may_register_for(actor, locked, speaker, at=received_at))
    said = checked_particulars(particulars, speaker=speaker)
    _check_way(channel, sender=sender, originals=originals)
    submission = Submission(
        consultation=locked,
        delegation=speaker,
        submitted_by=person_of(actor),
        submitted_by_name=_office_name(actor),
        received_at=received_at,
        channel=channel,
        office=actor.office,
        sender=one_line(sender, limit=SENDER_LIMIT),
        unplaced=_checked_unplaced(unplaced),
        form_key=form_key,
    )
    _check_says_something(submission, pieces, said)
    comments = _stored(pieces, submission, form_key=form_key)
    dispatch(Parcel(comments, []), submission, said, actor=actor, originals=_originals(originals))
    if not any(member.submits for member in _members(speaker)):  # who submits gets the receipt
        _tell(submission, "registered", comments=len(comments))
    return submission


@transaction.atomic
def withdraw_registered(comment: Comment, *, actor: Capacity, reason: str) -> Comment:
    """
    Withdraw a registered comment on its delegation's word, and tell the delegation.

    Whether the delegation prepares a replacement is not known here, and makes no difference: that
    goes its way as it would have.
    """
    require(may_withdraw_registered(actor, comment))
    require_still_held(actor)
    locked = locked_on_record(comment)
    require(may_withdraw_registered(actor, locked))
    take_off(locked, actor=actor, reason=reason, trace=_("Withdrawn on the delegation's word"))
    assert locked.submission is not None  # noqa: S101 - it was submitted; the database holds that
    locked.submission.consultation = locked.consultation
    _tell(locked.submission, "registered_withdrawn", number=locked.number, by=_office_name(actor))
    return locked


def _office_name(actor: Capacity) -> str:
    """The office as receipts name it: in the language of the record."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(actor.office.label)


def _checked_unplaced(unplaced: str) -> str:
    words = clean_text(unplaced, limit=UNPLACED_LIMIT)
    return words if has_words(words) else ""


def _check_way(channel: str, *, sender: str, originals: Sequence[File]) -> None:
    """Refuse what came by no channel of an office, from nobody, or with too few or many files."""
    if channel not in Channel.values or channel in OWN_CHANNELS:
        raise RuleViolation(_("Choose the channel by which it came."))
    if lacking := lacking_words(channel, sender=sender, has_original=bool(originals)):
        raise RuleViolation(" ".join(lacking))
    check_number_of_originals(len(originals))


def check_number_of_originals(number: int) -> None:
    """Refuse more files than are kept with one contribution."""
    if number > MOST_ORIGINALS:
        raise RuleViolation(
            _("At most %(n)d files are kept with one contribution.") % {"n": MOST_ORIGINALS}
        )


def _originals(files: Sequence[File]) -> list[Original]:
    return [
        Original(name=f.name, content_type=f.content_type, content=f.content, digest=f.digest)
        for f in files
    ]


def _check_says_something(
    submission: Submission, pieces: Sequence[Piece], said: Particulars
) -> None:
    if len(pieces) > MOST_PIECES:
        raise RuleViolation(
            _("This makes more than %(n)d comments; join some of the passages.")
            % {"n": MOST_PIECES}
        )
    has_content = bool(pieces or submission.unplaced)
    if said.is_no_comments and has_content:
        raise RuleViolation(_("“No comments” has no comments with it: leave the passages out."))
    if not (has_content or said.is_no_comments or said.cover_letter):
        raise RuleViolation(_("It says nothing yet: place a passage, or leave one as not placed."))


def _stored(pieces: Sequence[Piece], submission: Submission, *, form_key: UUID) -> list[Comment]:
    """The pieces as comments in the order of the draft, inside until the parcel goes."""
    ordered = sorted(pieces, key=lambda piece: piece.unit.order if piece.unit else -1)
    comments = [
        _comment(piece, submission, form_key=uuid5(form_key, str(place)))
        for place, piece in enumerate(ordered)
    ]
    Comment.objects.bulk_create(comments)
    return comments


def _comment(piece: Piece, submission: Submission, *, form_key: UUID) -> Comment:
    said: dict[str, Any] = {each.name: getattr(piece, each.name) for each in fields(piece)}
    words = checked_words(submission.consultation, **said)
    comment = Comment(
        consultation=submission.consultation,
        delegation=submission.delegation,
        unit=piece.unit,
        author=submission.submitted_by,
        form_key=form_key,
    )
    words.write_to(comment)
    comment.clean_fields(exclude=[f.name for f in comment._meta.fields if f.is_relation])
    return comment


def _tell(submission: Submission, template: str, **facts: object) -> None:
    """Write to those who submit for the delegation; where nobody has joined, to its mission."""
    with translation.override(settings.LANGUAGE_CODE):
        subjects = {
            "registered": _("Registered for %(delegation)s: submission %(number)d"),
            "registered_withdrawn": _("Withdrawn for %(delegation)s: a comment"),
        }
        subject = subjects[template] % {
            "delegation": submission.delegation_name,
            "number": submission.number,
        }
        context = {
            "submission": submission,
            "consultation": submission.consultation,
            "plan": submission.consultation.plan,
            **facts,
        }
        for address in _addresses(submission.delegation):
            outbox.post(
                address,
                subject=subject,
                template=f"consultations/mail/{template}",
                context=context,
                delegation=submission.delegation,
            )


def _members(delegation: Delegation) -> list[Membership]:
    rows = Membership.objects.live().filter(delegation=delegation)
    return list(rows.select_related("person"))


def _addresses(delegation: Delegation) -> Iterable[str]:
    members = _members(delegation)
    submitting = [each for each in members if each.submits]
    addresses = {each.person.email for each in submitting or members}
    return sorted(addresses or filter(None, [delegation.mission_email]))
