"""
What people are told of consultations and drafts, and who: each only what it may know.

Everything here is called inside the transaction of what is told. What is told later, at an opening
or before a closing, is looked at again then: the instants may have moved meanwhile. It waits in the
queue under the name of this module, for weeks: to rename the module would be to lose it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from consultations.calendar import deadline_event
from consultations.deadlines import instant_words
from consultations.models import Consultation, Submission
from consultations.models.submissions import has_spoken
from consultations.permissions import may_read_contributions
from delegations.capacities import Capacity, members, person_of, staff
from delegations.models import Delegation
from delegations.notices import News, tell
from lap_portal import clock
from sections.circulation import circulations_open_to
from sections.models import Draft

REMINDER = timedelta(days=3)


def tell_set_up(consultation: Consultation) -> None:
    """Tell those who read the draft that they may comment: now, or when it opens."""
    _remind_later(consultation, consultation.closes_at)
    if consultation.opens_at <= clock.now():
        _tell_opened(consultation)
        return
    opening = tell_of_opening.using(run_after=consultation.opens_at)
    opening.enqueue(consultation.pk, consultation.opens_at.isoformat())


def tell_instants_changed(consultation: Consultation, *, before: Consultation) -> None:
    """Tell those for whom it closes at another instant; who knew nothing of it learns nothing."""
    if before.opens_at > clock.now():
        tell_set_up(consultation)
        return
    own, own_before = _closings(consultation), _closings(before)
    if consultation.closes_at != before.closes_at:
        _remind_later(consultation, consultation.closes_at)
    moved = [
        reader for reader in _readers_of(consultation.draft) if own(reader) != own_before(reader)
    ]
    tell(moved, _about_closing(consultation, own, _moved))


def tell_closing_early(consultation: Consultation, *, before: Consultation, reason: str) -> None:
    """Tell those for whom it closes earlier than was said, and why."""
    own, own_before = _closings(consultation), _closings(before)
    _remind_later(consultation, consultation.closes_at)
    readers = _readers_of(consultation.draft)
    sooner = [reader for reader in readers if own(reader) != own_before(reader)]

    def say(title: str, instant: str) -> Said:
        return (
            "closes_early",
            _("Closes earlier: %s") % title,
            _("“%(title)s” closes earlier than was said: %(instant)s. The reason: %(reason)s")
            % {"title": title, "instant": instant, "reason": reason},
        )

    tell(sooner, _about_closing(consultation, own, say))


def tell_extended(consultation: Consultation, delegation: Delegation) -> None:
    """Tell a delegation, and nobody else, that it has more time."""
    own = _closings(consultation)
    _remind_later(consultation, consultation.closes_at_for(delegation))
    tell(members([delegation]), _about_closing(consultation, own, _moved))


def tell_received(submission: Submission, *, actor: Capacity) -> None:
    """Tell the offices that a delegation submitted; what it said they read in the portal."""
    consultation = submission.consultation
    tell(
        [
            reader
            for reader in staff()
            if may_read_contributions(reader, consultation) and reader.person != actor.person
        ],
        lambda reader: News(
            about="submission_received",
            subject=_("Submission of %s") % submission.delegation_name,
            words=_("%(delegation)s has made a submission in “%(title)s”.")
            % {"delegation": submission.delegation_name, "title": consultation.title},
            path=consultation.address("desk"),
        ),
    )


def tell_ready(consultation: Consultation, *, actor: Capacity) -> None:
    """Tell those who submit for the actor's delegation that there is something to submit."""
    colleagues = members([actor.delegation]) if actor.delegation else []
    tell(
        [each for each in colleagues if each.submits and each.person != actor.person],
        lambda reader: News(
            about="marked_ready",
            subject=_("Ready to be submitted: %s") % consultation.title,
            words=_("A colleague marked something as ready in “%s”.") % consultation.title,
            path=consultation.address("workspace"),
        ),
    )


def tell_reflections_shared(consultation: Consultation, delegations: set[int]) -> None:
    """Tell delegations that they may read how their own comments were reflected."""
    tell(
        _members_today(delegations),
        lambda reader: News(
            about="reflections_shared",
            subject=_("How your comments were reflected: %s") % consultation.title,
            words=_("You can read how comments of your delegation in “%s” were reflected.")
            % consultation.title,
            path=consultation.address("reflections_read"),
        ),
    )


def tell_replied(consultation: Consultation, delegations: set[int]) -> None:
    """Tell delegations that the Presidency has replied to them."""
    tell(
        _members_today(delegations),
        lambda reader: News(
            about="reply_sent",
            subject=_("A reply to your delegation: %s") % consultation.title,
            words=_("The Presidency has replied to your delegation in “%s”.") % consultation.title,
            path=consultation.address("reflections_read"),
        ),
    )


def tell_issued(draft: Draft, *, actor: Capacity) -> None:
    """Tell everybody within its circulation that a draft was issued."""
    _tell_of_draft(
        draft,
        actor,
        "draft_issued",
        _("A draft was issued: %s"),
        _("“%(draft)s” of “%(plan)s” was issued."),
    )


def tell_reissued(draft: Draft, *, actor: Capacity) -> None:
    """Tell everybody within its circulation that there is a new edition of a draft."""
    _tell_of_draft(
        draft,
        actor,
        "draft_reissued",
        _("A draft was reissued for technical reasons: %s"),
        _(
            "“%(draft)s” of “%(plan)s” was reissued for technical reasons. Not a word of its text "
            "has changed; comments stand."
        ),
    )


def tell_withdrawn(draft: Draft, *, actor: Capacity) -> None:
    """Tell everybody within its circulation that a draft was withdrawn."""
    _tell_of_draft(
        draft,
        actor,
        "draft_withdrawn",
        _("A draft was withdrawn: %s"),
        _("“%(draft)s” of “%(plan)s” was issued by mistake and has been withdrawn."),
    )


def tell_not_adopted(draft: Draft, *, actor: Capacity) -> None:
    """Tell everybody within its circulation that it was a mistake to record a draft as adopted."""
    _tell_of_draft(
        draft,
        actor,
        "draft_not_adopted",
        _("Not adopted: %s"),
        _("“%(draft)s” of “%(plan)s” had been recorded as adopted by mistake."),
    )


def tell_adopted(draft: Draft, *, actor: Capacity) -> None:
    """Tell everybody within its circulation that a draft was adopted."""
    _tell_of_draft(
        draft,
        actor,
        "draft_adopted",
        _("Adopted: %s"),
        _("“%(draft)s” of “%(plan)s” is recorded as adopted."),
    )


def _tell_of_draft(draft: Draft, actor: Capacity, about: str, subject: str, words: str) -> None:
    name = draft.designation or _("Draft %(number)s") % {"number": draft.number}
    told = {"draft": name, "plan": draft.plan.title}
    readers = [*staff(), *_readers_of(draft)]
    tell(
        [reader for reader in readers if reader.person != actor.person],
        lambda reader: News(
            about, subject % draft.plan.title, words % told, draft.get_absolute_url()
        ),
    )


@task()
@transaction.atomic
def tell_of_opening(key: int, opens_at: str) -> None:
    """Tell that a consultation has opened, if it opens then still."""
    consultation = _found(key)
    is_open = consultation.opens_at <= clock.now() < consultation.closes_at
    if is_open and consultation.opens_at == datetime.fromisoformat(opens_at):
        _tell_opened(consultation)


@task()
@transaction.atomic
def remind_of_closing(key: int, closes_at: str) -> None:
    """
    Remind the delegations for which a consultation closes then still, and that have not spoken.

    Each is told of its own deadline alone.
    """
    consultation = _found(key)
    instant = datetime.fromisoformat(closes_at)
    if not consultation.opens_at <= clock.now() < instant:
        return
    own = _closings(consultation)
    spoke = set(Delegation.objects.filter(has_spoken(consultation)).values_list("pk", flat=True))
    silent = [
        reader
        for reader in _readers_of(consultation.draft)
        if own(reader) == instant and reader.delegation and reader.delegation.pk not in spoke
    ]
    tell(silent, _about_closing(consultation, own, _reminded))


def _found(key: int) -> Consultation:
    return Consultation.objects.select_related("plan", "draft__plan").get(pk=key)


def _remind_later(consultation: Consultation, closes_at: datetime) -> None:
    moment = closes_at - REMINDER
    if moment > clock.now():
        remind_of_closing.using(run_after=moment).enqueue(consultation.pk, closes_at.isoformat())


def _members_today(delegations: set[int]) -> list[Capacity]:
    """Those who speak for delegations, also where one was merged into another since."""
    spoke = Delegation.objects.filter(pk__in=delegations)
    present = {each.merged_into_id or each.pk for each in spoke}
    return members(Delegation.objects.filter(pk__in=present))


def _readers_of(draft: Draft) -> list[Capacity]:
    """Those who speak for a delegation and read the draft."""
    return [reader for reader in members() if draft.circulation in circulations_open_to(reader)]


def _closings(consultation: Consultation) -> Callable[[Capacity], datetime]:
    """When it closes for each of many readers, by one query."""
    closes_for = consultation.closings()
    return lambda reader: closes_for(reader.delegation.pk if reader.delegation else None)


def _tell_opened(consultation: Consultation) -> None:
    readers, own = _readers_of(consultation.draft), _closings(consultation)
    tell(readers, _about_closing(consultation, own, _opened))


Said = tuple[str, str, str]


def _about_closing(
    consultation: Consultation,
    own: Callable[[Capacity], datetime],
    say: Callable[[str, str], Said],
) -> Callable[[Capacity], News]:
    """News with the reader's own deadline, also in the own time and as an event to keep."""
    events = {}

    def news(reader: Capacity) -> News:
        closes_at, zone = own(reader), ZoneInfo(person_of(reader).time_zone)
        instant = instant_words(closes_at, consultation.zone, own=zone)
        about, subject, words = say(consultation.title, instant)
        if closes_at not in events:
            events[closes_at] = deadline_event(consultation, closes_at)
        return News(about, subject, words, consultation.get_absolute_url(), events[closes_at])

    return news


def _opened(title: str, instant: str) -> Said:
    return (
        "consultation_opened",
        _("Comments are invited: %s") % title,
        _("“%(title)s” is open until %(instant)s.") % {"title": title, "instant": instant},
    )


def _moved(title: str, instant: str) -> Said:
    return (
        "closing_changed",
        _("Another deadline: %s") % title,
        _("“%(title)s” now closes %(instant)s for your delegation.")
        % {"title": title, "instant": instant},
    )


def _reminded(title: str, instant: str) -> Said:
    return (
        "closes_soon",
        _("Closes soon: %s") % title,
        _("A reminder: “%(title)s” closes %(instant)s.") % {"title": title, "instant": instant},
    )
