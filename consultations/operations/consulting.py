"""Opening a consultation on a draft, and changing what it says, who reads and when it closes."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consultations import letters
from consultations.models import Consultation, Extension, Submission
from consultations.models.contributions import READ_AFTER_CLOSING, Readers, narrowest
from consultations.operations.locks import locked_consultation, locked_plan
from consultations.permissions import may_open_consultation
from delegations.capacities import Capacity, person_of, require_still_held, speaking_for
from delegations.models import Delegation
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason, clean_text
from lap_portal.traces import save_traced, update_traced
from sections.circulation import Circulation, circulations_open_to
from sections.models import Draft

TITLE_LIMIT = 200
LETTER_LIMIT = 20_000


@transaction.atomic
def open_consultation(
    draft: Draft,
    *,
    actor: Capacity,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    time_zone: str = "Europe/Zurich",
    guidance: str = "",
    covering_letter: str = "",
    late: str = Consultation.Late.RECEIVED,
    readers: str = Readers.OFFICES,
) -> Consultation:
    """
    Call for comments on a draft, from `opens_at` until `closes_at`; return the consultation.

    Both instants know their zone; `time_zone` is the one in which everybody is shown them. It opens
    once the draft is issued; the draft must be read by others than staff, and no other consultation
    of the plan may be open in between.

    Its length is that of its fields.
    """
    require(may_open_consultation(actor, draft))
    require_still_held(actor)
    plan = locked_plan(draft.plan_id)
    if draft.circulation == Circulation.STAFF:
        raise RuleViolation(_("Only staff read this draft. Widen its circulation first."))
    if not plan.drafts.standing().filter(pk=draft.pk).exists():
        raise RuleViolation(_("This draft was withdrawn or reissued; choose another one."))
    if plan.drafts.adopted().exists():
        raise RuleViolation(_("A draft of this plan was adopted; comments are over."))
    consultation = Consultation(
        plan=plan,
        number=(plan.consultations.aggregate(last=Max("number"))["last"] or 0) + 1,
        draft=draft,
        title=clean_text(title, limit=TITLE_LIMIT),
        guidance=clean_text(guidance, limit=LETTER_LIMIT),
        covering_letter=clean_text(covering_letter, limit=LETTER_LIMIT),
        opens_at=opens_at,
        closes_at=closes_at,
        time_zone=_known_zone(time_zone),
        late=late,
        readers=readers,
        created_by=person_of(actor),
    )
    _check_instants(consultation)
    _check_opening(consultation)
    save_traced(consultation, by=actor.person, reason=_("Opened"))
    letters.tell_set_up(consultation)
    return consultation


@transaction.atomic
def change_instants(
    consultation: Consultation,
    *,
    actor: Capacity,
    opens_at: datetime,
    closes_at: datetime,
    reason: str,
) -> Consultation:
    """
    Change when a consultation opens or closes; the trail keeps the reason.

    What has opened stays opened since, and does not close earlier than was said: that is
    `closing.close_early`, with notice. Once a synthesis is issued, nothing is changed.
    """
    locked = to_change(consultation, actor)
    is_moved = opens_at != locked.opens_at
    if is_moved and locked.opens_at <= clock.now():
        raise RuleViolation(_("This consultation has opened; when it did cannot change."))
    before = copy(locked)
    locked.opens_at, locked.closes_at = opens_at, closes_at
    _check_instants(locked)
    if is_moved:
        _check_opening(locked)
    if before.opens_at <= clock.now() < before.closes_at and closes_at < before.closes_at:
        raise RuleViolation(_("It is open; to close it early, give notice on the page for that."))
    save_traced(locked, by=actor.person, reason=clean_reason(reason))
    letters.tell_instants_changed(locked, before=before)
    return locked


@transaction.atomic
def change_readers(
    consultation: Consultation, *, actor: Capacity, readers: str, reason: str
) -> Consultation:
    """
    Change who reads contributions.

    Narrowing holds at once for everything received, and is not undone for it by widening again;
    widening holds for what is received from then on (see `sharing.choose_readers` for the rest).
    """
    locked = to_change(consultation, actor)
    if readers not in Readers.values:
        raise RuleViolation(_("Choose who reads contributions."))
    if readers == locked.readers:
        raise RuleViolation(_("This is the rule already."))
    why = clean_reason(reason)
    wider = [
        each
        for each in Submission.objects.filter(consultation=locked)
        if narrowest(each.rule, readers) != each.rule
    ]
    for submission in wider:
        submission.rule = readers
    update_traced(wider, ["rule"], by=actor.person, reason=why)
    locked.readers = readers
    save_traced(locked, by=actor.person, reason=why)
    return locked


@transaction.atomic
def revise_guidance(
    consultation: Consultation, *, actor: Capacity, guidance: str, covering_letter: str, reason: str
) -> Consultation:
    """Change the guidance or the covering letter, until it has closed for all."""
    locked = to_change(consultation, actor)
    if _has_closed_for_all(locked):
        raise RuleViolation(_("This consultation has closed; what it said stays as it was."))
    before = locked.guidance, locked.covering_letter
    locked.guidance = clean_text(guidance, limit=LETTER_LIMIT)
    locked.covering_letter = clean_text(covering_letter, limit=LETTER_LIMIT)
    if before == (locked.guidance, locked.covering_letter):
        raise RuleViolation(_("Nothing was changed."))
    save_traced(locked, by=actor.person, reason=clean_reason(reason))
    return locked


@transaction.atomic
def grant_extension(
    consultation: Consultation,
    delegation: Delegation,
    *,
    actor: Capacity,
    closes_at: datetime,
    reason: str,
) -> Extension:
    """
    Give one delegation until another instant, later than everybody's; no other learns of it.

    Given again, the time is longer or shorter than before, and never ends in the past; the instant
    at which it closes for all takes the extension back. Once others read what was submitted
    because it has closed for all, nobody is given more time: they would lose sight of it, and learn
    why. What is read at once stays read, and prevents nothing.

    Its length is that of its refusals, a sentence each.
    """
    locked = to_change(consultation, actor)
    if delegation.merged_into_id is not None:
        raise RuleViolation(_("This entry was merged into another. Choose that one."))
    if locked.draft.circulation not in circulations_open_to(speaking_for(delegation)):
        raise RuleViolation(_("This delegation does not read the draft."))
    if closes_at <= clock.now():
        raise RuleViolation(_("A consultation closes in the future."))
    if closes_at < locked.closes_at:
        raise RuleViolation(_("An extension ends no earlier than the consultation does for all."))
    if _opened_by_closing(locked):
        raise RuleViolation(
            _(
                "Others read what was submitted since this consultation closed, so nobody can be "
                "given more time. Where late contributions are received, what this delegation "
                "sends can still be registered."
            )
        )
    rows = Extension.objects.select_for_update(of=("self",))
    found = rows.filter(consultation=locked, delegation=delegation).first()
    before = found.closes_at if found else locked.closes_at
    if closes_at == before:
        raise RuleViolation(_("This is when it closes for this delegation already."))
    extension = found or Extension(consultation=locked, delegation=delegation)
    extension.closes_at = closes_at
    extension.granted_by, extension.granted_at = person_of(actor), clock.now()
    save_traced(extension, by=actor.person, reason=clean_reason(reason))
    letters.tell_extended(locked, delegation)
    return extension


def to_change(consultation: Consultation, actor: Capacity) -> Consultation:
    """The consultation, locked with its plan, if the actor may change it and it is not over."""
    require(may_open_consultation(actor, consultation.draft))
    require_still_held(actor)
    locked_plan(consultation.plan_id)
    locked = locked_consultation(consultation)
    if locked.syntheses.exists():
        raise RuleViolation(_("The synthesis has been issued; this consultation is over."))
    return locked


def _has_closed_for_all(consultation: Consultation) -> bool:
    return Consultation.objects.filter(pk=consultation.pk).closed_for_all(clock.now()).exists()


def _opened_by_closing(consultation: Consultation) -> bool:
    """Whether others may read something because, and only because, it has closed for all."""
    if consultation.readers == Readers.OFFICES or not _has_closed_for_all(consultation):
        return False
    shared = consultation.submissions.exclude(readers=Readers.OFFICES)
    return (
        consultation.readers in READ_AFTER_CLOSING
        or shared.filter(rule__in=READ_AFTER_CLOSING).exists()
    )


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise RuleViolation(_("This time zone is not known."))
    return name


def _check_opening(consultation: Consultation) -> None:
    """Refuse to open before there was anything to read; people give instants to the minute."""
    if consultation.opens_at < consultation.draft.issued_at.replace(second=0, microsecond=0):
        raise RuleViolation(_("A consultation opens once its draft has been issued, not before."))


def _check_instants(consultation: Consultation) -> None:
    if consultation.opens_at >= consultation.closes_at:
        raise RuleViolation(_("A consultation closes after it opens."))
    if consultation.closes_at <= clock.now():
        raise RuleViolation(_("A consultation closes in the future."))
    other = (
        Consultation.objects.filter(
            plan=consultation.plan,
            opens_at__lt=consultation.closes_at,
            closes_at__gt=consultation.opens_at,
        )
        .exclude(pk=consultation.pk)
        .first()
    )
    if other is not None:
        raise RuleViolation(
            _("Consultation %(number)d on this plan, “%(title)s”, is open in between.")
            % {"number": other.number, "title": other.title}
        )
