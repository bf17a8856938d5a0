"""Aligning with what another delegation said, and taking it back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Association, Comment, Submission
from consultations.models.contributions import State
from consultations.operations.locks import locked_consultation, locked_delegation
from consultations.permissions import may_align, may_end_association
from consultations.queries.aligning import wording_of
from delegations.capacities import Capacity, delegation_of, person_of, require_still_held
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import REASON_LIMIT, clean_text, has_words
from lap_portal.traces import save_traced

LINE_LIMIT = 1_000


@transaction.atomic
def align(
    submission: Submission,
    *,
    actor: Capacity,
    comment: Comment | None = None,
    line: str = "",
    shown: str | None = None,
) -> Association:
    """
    Align the actor's delegation with another's submission, or with one comment of it.

    It must be able to read it as it stands. `line` is what it says itself. It is bound to that
    wording: what replaces the comment is nothing with which anybody is aligned. `shown` is the
    `wording_of` what the page showed; where another stands, StaleRevision is raised.
    """
    require(may_align(actor, submission.consultation))
    require_still_held(actor)
    require(may_align(actor, locked_consultation(submission.consultation)))
    delegation = locked_delegation(delegation_of(actor))
    _check_readable(submission, comment, actor)
    _check_wording(wording_of(submission, comment), shown)
    association = Association(
        submission=submission,
        comment=comment,
        delegation=delegation,
        origin=Association.Origin.OWN,
        line=_checked_line(line),
        made_by=person_of(actor),
        made_at=clock.now(),
    )
    found = Association.objects.standing().filter(delegation=delegation, comment=comment)
    if found.filter(submission=submission).exists():
        raise RuleViolation(_("Your delegation is aligned with it already."))
    save_traced(association, by=actor.person, reason=_("Aligned"))
    return association


@transaction.atomic
def align_again(
    association: Association,
    *,
    actor: Capacity,
    comment: Comment | None = None,
    line: str = "",
    shown: str | None = None,
) -> Association:
    """
    Go from the wording that changed to the one that stands, in one act; return the new one.

    `comment` is what replaces the one aligned with; without it, the whole submission is meant as it
    stands now. `shown` as for `align`.
    """
    if (comment is None) != (association.comment_id is None):
        raise RuleViolation(_("Align with what stands in its place."))
    end_association(association, actor=actor, reason=_("Aligned with the new wording"))
    submission = association.submission
    if comment is not None and comment.submission is not None:
        submission = comment.submission
    return align(submission, actor=actor, comment=comment, line=line, shown=shown)


@transaction.atomic
def end_association(association: Association, *, actor: Capacity, reason: str = "") -> Association:
    """Take back that one is aligned, or correct a listing; it stays on the record as ended."""
    locked = _locked(association, actor)
    said = clean_text(reason, limit=REASON_LIMIT)
    is_listed = locked.origin == Association.Origin.LISTED
    locked.ended_at = clock.now()
    save_traced(
        locked,
        by=actor.person,
        reason=said if has_words(said) else _("Corrected") if is_listed else _("Taken back"),
    )
    return locked


@transaction.atomic
def say_own_line(association: Association, *, actor: Capacity, line: str) -> Association:
    """Say, or say otherwise, a line of the delegation's own beside what it is aligned with."""
    require(may_align(actor, association.submission.consultation))
    locked = _locked(association, actor)
    words = _checked_line(line)
    if words == locked.line:
        raise RuleViolation(_("Nothing was changed."))
    locked.line = words
    save_traced(locked, by=actor.person, reason=_("Line of its own"))
    return locked


def _locked(association: Association, actor: Capacity) -> Association:
    """An association, locked, of which the actor may dispose."""
    require(may_end_association(actor, association))
    require_still_held(actor)
    locked_consultation(association.submission.consultation)
    rows = Association.objects.select_for_update(of=("self",))
    locked = rows.select_related("delegation", "submission").get(pk=association.pk)
    require(may_end_association(actor, locked))
    return locked


def _check_readable(submission: Submission, comment: Comment | None, actor: Capacity) -> None:
    """Refuse to align with what the delegation does not read, said itself, or stands no more."""
    known = Submission.objects.visible_to(actor).filter(pk=submission.pk)
    if not known.exists() or comment is not None and not _stands(submission, comment, actor):
        raise RuleViolation(_("This no longer stands as your delegation read it. Look again."))
    speaker = submission.delegation
    if delegation_of(actor).pk in {speaker.pk, speaker.merged_into_id}:
        raise RuleViolation(_("Your delegation said this itself."))


def _check_wording(standing: str, shown: str | None) -> None:
    if not standing:
        raise RuleViolation(_("Nothing of this submission stands any more."))
    if shown is not None and shown != standing:
        raise StaleRevision(
            _("This was changed while the page was open. Look again at what stands now.")
        )


def _stands(submission: Submission, comment: Comment, actor: Capacity) -> bool:
    seen = Comment.objects.visible_to(actor).filter(pk=comment.pk, submission=submission)
    return seen.filter(state=State.SUBMITTED).exists()


def _checked_line(line: str) -> str:
    words = clean_text(line, limit=LINE_LIMIT)
    return words.strip() if has_words(words) else ""
