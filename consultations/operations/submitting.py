"""Submitting what a delegation has ready, officially and all at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from consultations.models import Answer, Association, Comment, Consultation, Submission
from consultations.models.contributions import INSIDE
from consultations.operations.dispatching import (
    SAID_OF_ITSELF,
    Parcel,
    Particulars,
    checked_particulars,
    dispatch,
)
from consultations.operations.locks import locked_consultation, locked_delegation
from consultations.permissions import may_submit, may_submit_corrections
from consultations.queries.workspace import goes_in_states, is_of_one_person
from delegations.capacities import Capacity, delegation_of, person_of, require_still_held
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision


@transaction.atomic
def submit(
    consultation: Consultation,
    *,
    actor: Capacity,
    received_at: datetime,
    listed: Collection[str] | None = None,
    offered: Collection[str] | None = None,
    particulars: Particulars = Particulars(),  # noqa: B008 - frozen
) -> Submission:
    """
    Submit, officially and all at once, what the delegation has ready; return the submission.

    `received_at` is when the request reached the portal: it decides whether the submission is
    late. `listed` are the stamps of what goes, `offered` of all that the page said might go: what
    was left out stays behind. If something listed has changed, or something may go that was not
    offered, nothing is submitted and StaleRevision is raised; if what is listed has gone already,
    as after a double click, the submission with which it went is returned. A delegation of one
    person submits what is listed whether or not it was marked as ready. Where late contributions
    are refused, only what replaces something on the record goes after closing. Saying that there
    are no comments is a submission of its own, and takes nothing along.

    Its length is that of its refusals, whose order decides which is told.
    """
    locked = locked_consultation(consultation)
    whole = may_submit(actor, locked, at=received_at)
    if not may_submit_corrections(actor, locked):
        require(whole)
    require_still_held(actor)
    delegation = locked_delegation(delegation_of(actor))
    said = checked_particulars(particulars, speaker=delegation)
    submission = Submission(
        consultation=locked,
        delegation=delegation,
        submitted_by=person_of(actor),
        submitted_by_name=person_of(actor).name,
        received_at=received_at,
    )
    if said.is_no_comments:
        require(whole)
        return _no_comments(submission, said, actor=actor)
    is_alone = is_of_one_person(delegation)
    may_go = _may_go(submission, whatever=listed is not None and is_alone)
    offer = may_go if whole else may_go.corrections
    parcel = offer if listed is None else may_go.of(set(listed))
    if listed is not None and parcel.stamps != set(listed):
        return _went_already(submission, listed)
    if not parcel.all or parcel.corrections.stamps != parcel.stamps:
        require(whole)
    told = listed if offered is None and not is_alone else offered
    if told is not None and not offer.stamps <= set(told):
        raise StaleRevision(_stale_words())
    if offer.all and not parcel.all:
        raise RuleViolation(_("Tick at least one contribution."))
    if not parcel.all:
        raise RuleViolation(_("Nothing is ready to be submitted."))
    return dispatch(parcel, submission, said, actor=actor)


def _no_comments(submission: Submission, said: Particulars, *, actor: Capacity) -> Submission:
    """Say officially that there are no comments; a double click says it once."""
    own = submission.consultation.submissions.filter(delegation=submission.delegation)
    last = own.order_by("-number").first()
    if last is not None and _says_the_same(last, said):
        return last
    return dispatch(Parcel([], []), submission, said, actor=actor)


def _says_the_same(submission: Submission, said: Particulars) -> bool:
    """Whether a submission says of itself exactly this; who is listed counts as it was listed."""
    if any(getattr(submission, name) != getattr(said, name) for name in SAID_OF_ITSELF):
        return False
    listed = submission.associations.filter(origin=Association.Origin.LISTED)
    return set(listed.values_list("delegation", flat=True)) == {each.pk for each in said.aligned}


def _may_go(submission: Submission, *, whatever: bool) -> Parcel:
    """What may go now, its rows locked: what the delegation agreed on, or `whatever` it wrote."""
    delegation = submission.delegation
    comments = _inside(Comment.objects.inside_of(delegation), submission).order_by(
        F("unit__order").asc(nulls_first=True), "created_at", "pk"
    )
    answers = _inside(Answer.objects.inside_of(delegation), submission)
    answers = answers.order_by("unit__order").prefetch_related("marks__unit")
    states = INSIDE if whatever else goes_in_states(delegation)
    return Parcel(list(comments.filter(state__in=states)), list(answers.filter(state__in=states)))


def _inside(rows: QuerySet[Any], submission: Submission) -> QuerySet[Any]:
    own = rows.filter(consultation=submission.consultation).select_for_update(of=("self",))
    return own.select_related("unit", "replaces")


def _went_already(submission: Submission, listed: Collection[str]) -> Submission:
    """The submission before this one that took exactly what was listed."""
    own = submission.consultation.submissions.filter(delegation=submission.delegation)
    for before in own.order_by("-number"):
        went = Parcel(list(before.comments.all()), list(before.answers.all()))
        if went.stamps == set(listed):
            return before
    raise StaleRevision(_stale_words())


def _stale_words() -> str:
    return _("What is ready changed while you were reading. Nothing was submitted; look again.")
