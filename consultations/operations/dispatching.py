"""Sending on its way what is submitted or registered: numbered, sealed, stored, told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from consultations import letters
from consultations.models import Answer, Association, Comment, Original, Submission
from consultations.models.contributions import Readers, State, narrowest
from consultations.receipt_letters import write_receipt_letters
from consultations.receipts import digest_of_submission
from delegations.capacities import Capacity, person_of
from delegations.models import Delegation
from lap_portal import clock
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import clean_text, has_words, one_line
from lap_portal.traces import save_traced, update_traced

LETTER_LIMIT = 20_000
SAID_OF_ITSELF = ("readers", "is_preliminary", "is_no_comments", "cover_letter", "on_behalf_of")


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes together, comments in the order of the draft and answers likewise."""

    comments: list[Comment]
    answers: list[Answer]

    @property
    def all(self) -> list[Comment | Answer]:
        return [*self.comments, *self.answers]

    @property
    def corrections(self) -> Parcel:
        """Those that replace something on the record."""
        return Parcel(
            [each for each in self.comments if each.replaces_id is not None],
            [each for each in self.answers if each.replaces_id is not None],
        )

    def of(self, stamps: set[str]) -> Parcel:
        """Those that are still as their stamps say."""
        return Parcel(
            [each for each in self.comments if each.stamp in stamps],
            [each for each in self.answers if each.stamp in stamps],
        )

    @property
    def stamps(self) -> set[str]:
        return {contribution.stamp for contribution in self.all}


@dataclass(frozen=True, slots=True)
class Particulars:
    """
    What a submission says of itself, beside its comments and answers.

    `aligned` are the delegations that the speaker of a group lists. `rule_shown` is the
    consultation's rule on who reads as the page told it: with one that lets more people read
    nothing goes, and StaleRevision is raised.
    """

    readers: str = Readers.OFFICES
    is_preliminary: bool = False
    is_no_comments: bool = False
    cover_letter: str = ""
    on_behalf_of: str = ""
    aligned: tuple[Delegation, ...] = ()
    rule_shown: str = ""


def checked_particulars(said: Particulars, *, speaker: Delegation) -> Particulars:
    """What a submission says of itself, cleaned; RuleViolation with what is wrong."""
    if said.readers not in Submission.CHOICES_OF_READERS:
        raise RuleViolation(_("Choose who may read it."))
    group = one_line(said.on_behalf_of, limit=200)
    if said.aligned and not group:
        raise RuleViolation(_("Say on behalf of which group, where you list aligned States."))
    if any(each.category != Delegation.Category.STATE for each in said.aligned):
        raise RuleViolation(_("Only States are listed as aligned."))
    letter = clean_text(said.cover_letter, limit=LETTER_LIMIT)
    aligned = {each.pk: each for each in said.aligned if each.pk != speaker.pk}
    return replace(
        said,
        on_behalf_of=group,
        cover_letter=letter if has_words(letter) else "",
        aligned=tuple(aligned.values()),
    )


def dispatch(
    parcel: Parcel,
    submission: Submission,
    said: Particulars,
    *,
    actor: Capacity,
    originals: Sequence[Original] = (),
) -> Submission:
    """
    Send a parcel on its way: number it, seal it, store it, and let what it replaces go.

    `submission` names consultation, delegation, who and when; both are locked by the caller.
    """
    _check_rule_shown(said, submission.consultation.readers)
    if said.is_no_comments:
        _check_nothing_stands(submission)
    _fill_in(submission, parcel, said, originals)
    save_traced(submission, by=actor.person, reason=_("Submitted"))
    for original in originals:
        original.submission = submission
        original.save()
    _list_aligned(submission, said.aligned, actor=actor)
    _supersede(parcel, actor=actor)
    _release(parcel, submission, actor=actor)
    letters.tell_received(submission, actor=actor)
    write_receipt_letters.enqueue(submission.pk)
    return submission


def _fill_in(
    submission: Submission, parcel: Parcel, said: Particulars, originals: Sequence[Original]
) -> None:
    """Number what goes, note what the submission says of itself, and seal it all."""
    consultation, delegation = submission.consultation, submission.delegation
    submission.number = _last_number(consultation.submissions, delegation) + 1
    submission.delegation_name = delegation.name
    submission.is_late = submission.received_at >= consultation.closes_at_for(delegation)
    submission.recorded_at = clock.now()
    submission.rule = consultation.readers
    for name in SAID_OF_ITSELF:
        setattr(submission, name, getattr(said, name))
    first = _last_number(consultation.comments, delegation) + 1
    for number, comment in enumerate(parcel.comments, start=first):
        comment.number = number
    submission.digest = digest_of_submission(
        submission,
        parcel.comments,
        parcel.answers,
        aligned=[each.name for each in said.aligned],
        originals=[each.digest for each in originals],
    )


def _check_rule_shown(said: Particulars, rule: str) -> None:
    """Refuse where more people would read it than its page said."""
    shown = said.rule_shown
    if not shown:
        return
    known = shown in Readers.values
    if not known or narrowest(said.readers, rule) != narrowest(said.readers, rule, shown):
        raise StaleRevision(
            _(
                "Who reads contributions was changed while this page was open: more people would "
                "read this. Nothing was submitted; read below who will, and submit again."
            )
        )


def _check_nothing_stands(submission: Submission) -> None:
    """Refuse to say that there are no comments where some stand on the record."""
    own = {"delegation": submission.delegation, "state": State.SUBMITTED}
    said = submission.consultation
    if said.comments.filter(**own).exists() or said.answers.filter(**own).exists():
        raise RuleViolation(
            _(
                "This delegation has contributions on the record. To have no comments, they must "
                "be withdrawn first; to add nothing, nothing need be sent."
            )
        )


def _list_aligned(
    submission: Submission, aligned: Iterable[Delegation], *, actor: Capacity
) -> None:
    for delegation in aligned:
        listed = Association(
            submission=submission,
            delegation=delegation,
            origin=Association.Origin.LISTED,
            made_by=person_of(actor),
            made_at=submission.recorded_at,
        )
        save_traced(listed, by=actor.person, reason=_("Listed by the speaker"))


def _last_number(rows: Any, delegation: Delegation) -> int:
    return rows.filter(delegation=delegation).aggregate(last=Max("number"))["last"] or 0


def _supersede(parcel: Parcel, *, actor: Capacity) -> None:
    """Mark as replaced what the parcel replaces."""
    for contribution in parcel.all:
        if contribution.replaces_id is None:
            continue
        model = type(contribution)
        before = model.objects.select_for_update(of=("self",)).get(pk=contribution.replaces_id)
        if before.state == State.WITHDRAWN:
            continue  # by the office that registered it, which cannot know that this was prepared
        if before.state != State.SUBMITTED:
            raise RuleViolation(
                _("One of these replaces what no longer stands on the record. Discard it first.")
            )
        before.state = State.REPLACED
        save_traced(before, by=actor.person, reason=_("Replaced"))


def _release(parcel: Parcel, submission: Submission, *, actor: Capacity) -> None:
    for contribution in parcel.all:
        contribution.state = State.SUBMITTED
        contribution.submission = submission
    reason = _("Submitted")
    update_traced(
        parcel.comments, ["state", "submission", "number"], by=actor.person, reason=reason
    )
    update_traced(parcel.answers, ["state", "submission"], by=actor.person, reason=reason)
