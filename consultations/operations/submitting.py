"""The official acts of a delegation: submitting, replacing, withdrawing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from consultations import letters
from consultations.models import (
    Answer,
    Association,
    Comment,
    Consultation,
    Original,
    Submission,
)
from consultations.models.contributions import INSIDE, Readers, State, narrowest
from consultations.openings import own_keys
from consultations.operations.commenting import locked_delegation, store_comment
from consultations.operations.files import NO_CHANGE, FileChange, named_after, store_file
from consultations.operations.words import checked_words
from consultations.permissions import (
    may_replace,
    may_submit,
    may_submit_corrections,
    may_withdraw,
)
from consultations.queries.workspace import goes_in_states, is_of_one_person
from consultations.receipt_letters import write_receipt_letters
from consultations.receipts import digest_of_submission
from delegations.capacities import Capacity, person_of, require_still_held
from delegations.models import Delegation
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import clean_reason, clean_text, has_words, one_line
from lap_portal.traces import save_traced, update_traced

LETTER_LIMIT = 20_000
_SAID_OF_ITSELF = ("readers", "is_preliminary", "is_no_comments", "cover_letter", "on_behalf_of")


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
    """
    locked = locked_consultation(consultation)
    whole = may_submit(actor, locked, at=received_at)
    if not may_submit_corrections(actor, locked):
        require(whole)
    require_still_held(actor)
    delegation = locked_delegation(actor)
    said = checked_particulars(particulars, speaker=delegation)
    if said.is_no_comments:
        require(whole)
        return _no_comments(said, locked, delegation, actor=actor, received_at=received_at)
    is_alone = is_of_one_person(delegation)
    may_go = _may_go(locked, delegation, whatever=listed is not None and is_alone)
    offer = may_go if whole else may_go.corrections
    parcel = offer if listed is None else may_go.of(set(listed))
    if listed is not None and parcel.stamps != set(listed):
        return _went_already(locked, delegation, listed)
    if parcel.corrections.stamps != parcel.stamps:
        require(whole)
    if offered is None and not is_alone:
        offered = listed
    if offered is not None and not offer.stamps <= set(offered):
        raise StaleRevision(_stale_words())
    if not parcel.all:
        require(whole)
        raise RuleViolation(
            _("Tick at least one contribution.")
            if offer.all and listed is not None
            else _("Nothing is ready to be submitted.")
        )
    submission = Submission(
        consultation=locked,
        delegation=delegation,
        submitted_by=person_of(actor),
        submitted_by_name=person_of(actor).name,
        received_at=received_at,
    )
    return dispatch(parcel, submission, said, actor=actor)


def _no_comments(
    said: Particulars,
    consultation: Consultation,
    delegation: Delegation,
    *,
    actor: Capacity,
    received_at: datetime,
) -> Submission:
    """Say officially that there are no comments; a double click says it once."""
    own = Submission.objects.filter(consultation=consultation, delegation=delegation)
    last = own.order_by("-number").first()
    if last is not None and _says_the_same(last, said):
        return last
    submission = Submission(
        consultation=consultation,
        delegation=delegation,
        submitted_by=person_of(actor),
        submitted_by_name=person_of(actor).name,
        received_at=received_at,
    )
    return dispatch(Parcel([], []), submission, said, actor=actor)


def _says_the_same(submission: Submission, said: Particulars) -> bool:
    """Whether a submission says of itself exactly this; who is listed counts as it was listed."""
    if any(getattr(submission, name) != getattr(said, name) for name in _SAID_OF_ITSELF):
        return False
    listed = submission.associations.filter(origin=Association.Origin.LISTED)
    return set(listed.values_list("delegation", flat=True)) == {each.pk for each in said.aligned}


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


def locked_consultation(consultation: Consultation) -> Consultation:
    """The consultation, locked: while something is received in it nothing about it changes."""
    rows = Consultation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("draft", "plan").get(pk=consultation.pk)


def _may_go(consultation: Consultation, delegation: Delegation, *, whatever: bool) -> Parcel:
    """What may go now, its rows locked: what the delegation agreed on, or `whatever` it wrote."""
    comments = _inside(Comment.objects.inside_of(delegation), consultation).order_by(
        F("unit__order").asc(nulls_first=True), "created_at", "pk"
    )
    answers = _inside(Answer.objects.inside_of(delegation), consultation)
    answers = answers.order_by("unit__order").prefetch_related("marks__unit")
    states = INSIDE if whatever else goes_in_states(delegation)
    return Parcel(list(comments.filter(state__in=states)), list(answers.filter(state__in=states)))


def _inside(rows: QuerySet[Any], consultation: Consultation) -> QuerySet[Any]:
    own = rows.filter(consultation=consultation).select_for_update(of=("self",))
    return own.select_related("unit", "replaces")


def _went_already(
    consultation: Consultation, delegation: Delegation, listed: Collection[str]
) -> Submission:
    """The submission that took exactly what was listed."""
    for submission in Submission.objects.filter(
        consultation=consultation, delegation=delegation
    ).order_by("-number"):
        went = Parcel(list(submission.comments.all()), list(submission.answers.all()))
        if went.stamps == set(listed):
            return submission
    raise StaleRevision(_stale_words())


def _stale_words() -> str:
    return _("What is ready changed while you were reading. Nothing was submitted; look again.")


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
    consultation, delegation = submission.consultation, submission.delegation
    _check_rule_shown(said, consultation.readers)
    submission.number = _last_number(consultation.submissions, delegation) + 1
    submission.delegation_name = delegation.name
    submission.is_late = submission.received_at >= consultation.closes_at_for(delegation)
    submission.recorded_at = clock.now()
    submission.rule = consultation.readers
    for name in _SAID_OF_ITSELF:
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
    """
    require(may_replace(actor, comment))
    require_still_held(actor)
    delegation = locked_delegation(actor)
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
def withdraw(contribution: Comment | Answer, *, actor: Capacity, reason: str) -> Comment | Answer:
    """Withdraw what stands on the record; it stays there, with the reason."""
    require(may_withdraw(actor, contribution))
    require_still_held(actor)
    consultation = locked_consultation(contribution.consultation)
    locked_delegation(actor)
    rows = type(contribution)._default_manager.select_for_update(of=("self",))
    locked: Comment | Answer = rows.get(pk=contribution.pk)
    locked.consultation = consultation
    require(may_withdraw(actor, locked))
    _check_withdrawal(locked)
    locked.state = State.WITHDRAWN
    locked.withdrawn_at = clock.now()
    locked.withdrawal_reason = clean_reason(reason)
    save_traced(locked, by=actor.person, reason=_("Withdrawn"))
    return locked


def _check_withdrawal(standing: Comment | Answer) -> None:
    if _replacements(standing).exists():
        raise RuleViolation(
            _("Your delegation is preparing what replaces this. Discard that first, or submit it.")
        )
