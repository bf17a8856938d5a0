"""What offices registered in a consultation, and what they are registering."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from consultations.models import Comment, Consultation, Original, Registration, Submission
from consultations.models.submissions import OWN_CHANNELS
from consultations.permissions import may_register, may_withdraw_registered
from consultations.queries.entries import CommentEntry, comment_entry
from delegations.capacities import Capacity
from lap_portal.decisions import Decision


@dataclass(frozen=True, slots=True)
class RegisteredRow:
    """A registered contribution, how many comments it made, how many passages found no place."""

    submission: Submission
    comments: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class RegistrationsPage:
    """The registered contributions, newest first, and what the reader's office works on."""

    registered: tuple[RegisteredRow, ...]
    under_way: tuple[Registration, ...]
    may_register: Decision


@dataclass(frozen=True, slots=True)
class RegisteredEntry:
    """A comment that was registered, and whether the reader may withdraw it."""

    entry: CommentEntry
    may_withdraw: Decision


@dataclass(frozen=True, slots=True)
class RegisteredPage:
    """One registered contribution as staff read it."""

    submission: Submission
    originals: tuple[Original, ...]
    entries: tuple[RegisteredEntry, ...]


def registrations_page(consultation: Consultation, reader: Capacity) -> RegistrationsPage:
    """The list of a consultation (three queries)."""
    found = registered_in(consultation, reader).select_related("submitted_by")
    found = found.annotate(said=Count("comments"))
    under_way = Registration.objects.visible_to(reader).filter(consultation=consultation)
    return RegistrationsPage(
        registered=tuple(map(_row, found.order_by("-recorded_at", "-pk"))),
        under_way=tuple(under_way.select_related("delegation", "changed_by").defer("pieces")),
        may_register=may_register(reader, consultation),
    )


def _row(submission: Submission) -> RegisteredRow:
    passages = [part for part in submission.unplaced.split("\n\n") if part.strip()]
    said: int = submission.said  # type: ignore[attr-defined]  # annotated above
    return RegisteredRow(submission, comments=said, unplaced=len(passages))


def registered_in(consultation: Consultation, reader: Capacity) -> QuerySet[Submission]:
    """The submissions that an office registered, as far as the reader may see them."""
    seen = Submission.objects.visible_to(reader).filter(consultation=consultation)
    return seen.filter(~Q(channel__in=OWN_CHANNELS))


def registered_page(submission: Submission, reader: Capacity) -> RegisteredPage:
    """A registered contribution with its originals and comments (three queries)."""
    consultation = submission.consultation
    consultation.known_as_synthesized = consultation.is_synthesized()  # type: ignore[attr-defined]
    said = Comment.objects.visible_to(reader).filter(submission=submission)
    related = ("unit__revision", "delegation", "replaces", "replaced_by__submission")
    entries = []
    for comment in said.select_related(*related).order_by("number"):
        comment.submission, comment.consultation = submission, consultation
        may = may_withdraw_registered(reader, comment)
        entries.append(RegisteredEntry(comment_entry(comment), may))
    return RegisteredPage(
        submission=submission,
        originals=originals_of(submission, reader),
        entries=tuple(entries),
    )


def originals_of(submission: Submission, reader: Capacity) -> tuple[Original, ...]:
    """The files kept with a submission, without their content (one query)."""
    seen = Original.objects.visible_to(reader).filter(submission=submission)
    return tuple(seen.defer("content"))
