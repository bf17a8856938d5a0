"""
News for people: at once, once a day or not at all, as each has chosen; never a mail per event.

What is told waits as a notice. All that wait for a person are put into one letter: soon after, or
at the person's next seven o'clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from delegations.capacities import Capacity, capacities_of, person_of
from delegations.models import Delegation, Letter, Notice, User
from delegations.outbox import post
from documents.files import File
from lap_portal import clock

TEMPLATE = "delegations/mail/notices"
EVENT = "text/calendar"
HOUR = time(7)


@dataclass(frozen=True, slots=True)
class News:
    """What somebody is told: a sentence, the page it leads to, and if wished an event (.ics)."""

    about: str
    subject: str
    words: str
    path: str
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A notice as a letter says it; several that say the same are one."""

    words: str
    link: str


def tell(readers: Iterable[Capacity], news: Callable[[Capacity], News]) -> None:
    """
    Tell people something in the capacity they hold; in the transaction of what is told.

    `news` is what to say to each. Whoever holds several of these capacities is told the same once.
    """
    wishing: dict[tuple[int, News], Capacity] = {}
    with translation.override(settings.LANGUAGE_CODE):
        for reader in readers:
            if person_of(reader).mail != User.Mail.NONE:
                wishing.setdefault((person_of(reader).pk, news(reader)), reader)
    if not wishing:
        return
    people = _locked({key for key, _said in wishing})
    waiting = set(Notice.objects.filter(person__in=people).values_list("person", flat=True))
    Notice.objects.bulk_create(_notice(said, reader) for (_pk, said), reader in wishing.items())
    for person in people:
        if person.pk not in waiting:
            schedule(person)


def schedule(person: User) -> None:
    """Have a person's waiting notices sent when the person wishes."""
    at_once = person.mail == User.Mail.AT_ONCE
    later = send_notices if at_once else send_notices.using(run_after=next_morning(person))
    later.enqueue(person.pk)


def next_morning(person: User) -> datetime:
    """The next seven o'clock where the person is."""
    here = clock.now().astimezone(ZoneInfo(person.time_zone))
    day = here.date() if here.time() < HOUR else here.date() + timedelta(days=1)
    return datetime.combine(day, HOUR, tzinfo=here.tzinfo)


def forget_notices(person: User) -> None:
    """Let nothing that waits for a person leave, be it a notice or a letter made of some."""
    Notice.objects.filter(person=person).delete()
    _waiting(person).delete()


def withdraw_letters(person: User, *, delegation: Delegation | None) -> None:
    """Let no letter of news leave that was for a member of a delegation, or, with none, staff."""
    _waiting(person).filter(delegation=delegation).delete()


def _waiting(person: User) -> QuerySet[Letter]:
    return Letter.objects.filter(to=person.email, about=TEMPLATE, sent_at=None, failed_at=None)


def forget_all() -> None:
    """Empty the outbox, as at the end of building a demonstration: its people lived through it."""
    Notice.objects.all().delete()
    Letter.objects.all().delete()
    DBTaskResult.objects.ready().delete()


@task()
@transaction.atomic
def send_notices(key: int) -> None:
    """Put all that waits for a person into one letter for each of the delegations, newest first."""
    people = _locked({key})
    waiting = list(Notice.objects.filter(person__in=people).select_related("delegation"))
    if not waiting:
        return
    (person,) = people
    held = capacities_of(person)
    meant = [notice for notice in reversed(waiting) if _is_still_for(notice, held)]
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).delete()
    if meant and person.mail != User.Mail.NONE:
        with translation.override(settings.LANGUAGE_CODE):
            letters = _by_delegation(meant)
            for delegation, notices in letters.items():
                named = delegation if len(letters) > 1 else None
                _write(person, notices, delegation=delegation, named=named)


def _locked(keys: set[int]) -> list[User]:
    """
    People, locked: a notice is never added between those being sent and the end of sending.

    Always in one order, so that nobody waits for one another.
    """
    rows = User.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(pk__in=keys).order_by("pk"))


def _notice(said: News, reader: Capacity) -> Notice:
    return Notice(
        person=person_of(reader),
        delegation=reader.delegation,
        about=said.about,
        subject=" ".join(said.subject.split())[:300],
        words=said.words[:500],
        address=said.path,
        calendar=said.calendar,
        written_at=clock.now(),
    )


def _is_still_for(notice: Notice, held: Sequence[Capacity]) -> bool:
    """Whether a notice was written for one of the capacities that its person holds."""
    meant_for = notice.delegation
    if meant_for is None:
        return any(capacity.is_staff for capacity in held)
    own = {capacity.delegation.pk for capacity in held if capacity.delegation}
    return bool(own & {meant_for.pk, meant_for.merged_into_id})


def _by_delegation(notices: Iterable[Notice]) -> dict[Delegation | None, list[Notice]]:
    """The notices for each delegation apart: leaving one loses nothing of another."""
    found: dict[Delegation | None, list[Notice]] = {}
    for notice in notices:
        found.setdefault(notice.delegation, []).append(notice)
    return found


def _write(
    person: User,
    notices: Sequence[Notice],
    *,
    delegation: Delegation | None,
    named: Delegation | None,
) -> None:
    number = len(notices)
    several = ngettext(
        "%(n)d item of news from the portal of the Lausanne Action Plan",
        "%(n)d items of news from the portal of the Lausanne Action Plan",
        number,
    )
    post(
        person.email,
        subject=notices[0].subject if number == 1 else several % {"n": number},
        template=TEMPLATE,
        context={
            "items": _folded(notices, named),
            "preferences": _link(reverse("delegations:preferences_revise")),
        },
        files=_enclosures(notices),
        delegation=delegation,
    )


def _folded(notices: Sequence[Notice], named: Delegation | None) -> list[Item]:
    """What the notices say, each thing once, with how often where it came more than once."""
    said = Counter(Item(_said_to(named, notice.words), _link(notice.address)) for notice in notices)
    return [
        item
        if times == 1
        else Item(_("%(words)s (%(n)d times)") % {"words": item.words, "n": times}, item.link)
        for item, times in said.items()
    ]


def _said_to(delegation: Delegation | None, words: str) -> str:
    """The words, with the delegation they were for where the person speaks for several."""
    return f"{delegation.name}: {words}" if delegation else words


def _enclosures(notices: Sequence[Notice]) -> list[File]:
    """The events, one for each page that the notices lead to: the newest."""
    events: dict[str, str] = {}
    for notice in notices:
        if notice.calendar:
            events.setdefault(notice.address, notice.calendar)
    return [
        File(f"deadline-{n}.ics" if len(events) > 1 else "deadline.ics", EVENT, event.encode())
        for n, event in enumerate(events.values(), start=1)
    ]


def _link(path: str) -> str:
    return f"{settings.PORTAL_ADDRESS}{path}"
