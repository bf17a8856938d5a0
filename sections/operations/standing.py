"""What becomes of an issued draft: reissued for technical reasons, withdrawn, adopted."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from delegations.capacities import Capacity, person_of
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason, clean_text
from lap_portal.traces import save_traced
from sections.circulation import Circulation
from sections.digest import VERSION, digest_of_text
from sections.models import ActionPlan, Draft, DraftFootnote, DraftUnit
from sections.operations.drafts import next_number
from sections.operations.places import lock_plan
from sections.operations.plans import clean_lines
from sections.permissions import (
    may_adopt_draft,
    may_reissue,
    may_undo_adoption,
    may_withdraw_draft,
)
from sections.queries.reading import draft_text
from sections.words import WORDING_LIMIT


@transaction.atomic
def reissue_draft(
    draft: Draft, *, actor: Capacity, dated: date, title_lines: str, reason: str, symbol: str = ""
) -> Draft:
    """
    Issue a draft anew for technical reasons: another date, and a title block put right.

    Not a word of the text changes, so whatever was said about the former holds for this one, and a
    consultation goes on. The former stays to be read. It keeps its symbol unless another is given.
    Where the working text bears the title block of the former still, it is put right there too.
    """
    locked = _lock(draft, actor=actor)
    require(may_reissue(actor, locked))
    _check_is_last(locked)
    why = clean_reason(reason)
    lines = clean_lines(title_lines)
    text = replace(draft_text(locked), title_lines=tuple(lines.splitlines()))
    edition = Draft(
        plan=locked.plan,
        number=next_number(locked.plan),
        designation=locked.designation,
        symbol=_symbol(symbol, former=locked),
        dated=dated,
        note=why,
        circulation=locked.circulation,
        title=locked.title,
        title_lines=lines,
        language=locked.language,
        digest=digest_of_text(text),
        digest_version=VERSION,
        issued_by=person_of(actor),
        follows=locked.follows,
        reissues=locked,
    )
    save_traced(edition, by=actor.person, reason=why)
    _copy_units(locked, edition)
    _put_right(locked.plan, former=locked.title_lines, lines=lines, actor=actor, reason=why)
    return edition


@transaction.atomic
def withdraw_draft(draft: Draft, *, actor: Capacity, reason: str) -> Draft:
    """
    Withdraw a draft issued by mistake; whoever could read it still can, and reads that and why.

    Refused where another draft was issued after it. Whether a consultation forbids it is asked
    one app above.
    """
    locked = _lock(draft, actor=actor)
    require(may_withdraw_draft(actor, locked))
    _check_is_last(locked)
    if locked.reissues_id is not None:
        raise RuleViolation(
            _("This is a new edition of a draft that stood. Reissue it again to put it right.")
        )
    why = clean_reason(reason)
    locked.withdrawn_at, locked.withdrawal_reason = clock.now(), why
    fields = ["withdrawn_at", "withdrawal_reason"]
    save_traced(locked, by=actor.person, reason=why, fields=fields)
    return locked


@transaction.atomic
def adopt_draft(
    draft: Draft, *, actor: Capacity, adopted_on: date, oral_amendments: str = ""
) -> Draft:
    """
    Record that the conference adopted a draft; "as orally amended" where amendments are given.

    From then on the plan has no further draft, unless the adoption is taken back.
    """
    locked = _lock(draft, actor=actor)
    require(may_adopt_draft(actor, locked))
    _check_is_last(locked)
    if locked.circulation == Circulation.STAFF:
        raise RuleViolation(_("Only staff read this draft. Widen its circulation first."))
    if adopted_on > clock.now().date():
        raise RuleViolation(_("A draft is recorded as adopted once it was."))
    locked.adopted_on = adopted_on
    locked.oral_amendments = clean_text(oral_amendments, limit=WORDING_LIMIT).strip()
    fields = ["adopted_on", "oral_amendments"]
    save_traced(locked, by=actor.person, reason=_("Adopted"), fields=fields)
    return locked


@transaction.atomic
def undo_adoption(draft: Draft, *, actor: Capacity, reason: str) -> Draft:
    """Take back that a draft was adopted; the trail keeps what had been recorded, and why."""
    locked = _lock(draft, actor=actor)
    require(may_undo_adoption(actor, locked))
    why = clean_reason(reason)
    locked.adopted_on, locked.oral_amendments = None, ""
    fields = ["adopted_on", "oral_amendments"]
    save_traced(locked, by=actor.person, reason=why, fields=fields)
    return locked


def _lock(draft: Draft, *, actor: Capacity) -> Draft:
    """The draft under the lock of its plan, as `issue_draft` holds it."""
    plan = lock_plan(draft.plan, actor=actor)
    rows = Draft.objects.select_for_update(of=("self",)).select_related("follows")
    locked = rows.get(pk=draft.pk)
    locked.plan = plan
    return locked


def _check_is_last(draft: Draft) -> None:
    later = draft.plan.drafts.filter(number__gt=draft.number, withdrawn_at=None)
    if found := later.order_by("-number").first():
        raise RuleViolation(
            _("%(later)s was issued after this draft; this one is no longer the last.")
            % {"later": found}
        )


def _symbol(given: str, *, former: Draft) -> str:
    """The symbol of a new edition: that of the former, or one that no draft bears."""
    symbol = clean_text(given, limit=60).strip() or former.symbol
    if symbol and symbol != former.symbol and Draft.objects.filter(symbol=symbol).exists():
        raise RuleViolation(_("Another draft bears this document symbol."))
    return symbol


def _copy_units(former: Draft, edition: Draft) -> None:
    copies: dict[int | None, DraftUnit] = {None: None}  # type: ignore[dict-item]
    for unit in former.units.all():
        copies[unit.pk] = copy(unit)
        copies[unit.pk].pk, copies[unit.pk].draft = None, edition
    DraftUnit.objects.bulk_create(unit for unit in copies.values() if unit is not None)
    notes = list(former.footnotes.all())
    for note in notes:
        note.pk, note.draft, note.unit = None, edition, copies[note.unit_id]
    DraftFootnote.objects.bulk_create(notes)


def _put_right(plan: ActionPlan, *, former: str, lines: str, actor: Capacity, reason: str) -> None:
    if plan.title_lines == former != lines:
        plan.title_lines = lines
        save_traced(plan, by=actor.person, reason=reason, fields=["title_lines"])
