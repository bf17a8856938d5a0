"""Issuing drafts, and letting more people read one."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from delegations.capacities import Capacity, person_of, require_still_held
from documents.compare import UnitChange
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason, clean_text, has_words
from lap_portal.traces import save_traced
from sections.circulation import Circulation
from sections.digest import VERSION, digest_of_text
from sections.models import ActionPlan, Draft, DraftFootnote, DraftUnit
from sections.operations.places import lock_plan
from sections.permissions import may_issue_draft, may_widen_circulation
from sections.queries.comparing import compare_texts
from sections.queries.reading import draft_text, working_text
from sections.queries.texts import PlanText
from sections.words import WORDING_LIMIT


@transaction.atomic
def issue_draft(
    plan: ActionPlan,
    *,
    actor: Capacity,
    dated: date,
    designation: str = "",
    symbol: str = "",
    note: str = "",
    circulation: str = Circulation.DELEGATIONS,
) -> Draft:
    """
    Freeze the working text, title block and footnotes included, as the next draft.

    Refused for a plan without text, and where not a word differs from the last draft, unless a
    note says why it is issued again; and once a draft of the plan was adopted. What was withdrawn
    does not count as the last draft. Whether a consultation forbids it is asked one app above.
    """
    require(may_issue_draft(actor, plan))
    plan = lock_plan(plan, actor=actor)
    text = working_text(plan)
    if plan.drafts.adopted().exists():
        raise RuleViolation(
            _("A draft of this plan was adopted. Take that back first, if it was a mistake.")
        )
    before = plan.drafts.standing().order_by("-number").first()
    draft = Draft(
        plan=plan,
        number=next_number(plan),
        follows=before,
        designation=clean_text(designation, limit=100).strip(),
        symbol=clean_text(symbol, limit=60).strip(),
        dated=dated,
        note=clean_text(note, limit=WORDING_LIMIT),
        circulation=circulation,
        title=text.title,
        title_lines=plan.title_lines,
        language=text.language,
        digest=digest_of_text(text),
        digest_version=VERSION,
        issued_by=person_of(actor),
    )
    _check_worth_issuing(draft, text, before)
    save_traced(draft, by=actor.person, reason=draft.note)
    _freeze(draft, text, draft_text(before) if before else None)
    return draft


@transaction.atomic
def widen_circulation(draft: Draft, *, actor: Capacity, circulation: str, reason: str) -> Draft:
    """Let more people read a draft; narrowing is refused, for what was read stays read."""
    require(may_widen_circulation(actor, draft))
    require_still_held(actor)
    reason = clean_reason(reason)
    locked = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.withdrawn_at is not None:
        raise RuleViolation(_("This draft was withdrawn; nobody else is to read it."))
    widths = Circulation.values
    if circulation not in widths or widths.index(circulation) <= widths.index(locked.circulation):
        raise RuleViolation(_("The circulation of a draft is only ever widened."))
    locked.circulation = circulation
    save_traced(locked, by=actor.person, reason=reason, fields=["circulation"])
    return locked


def next_number(plan: ActionPlan) -> int:
    """The number of the next draft; that of a withdrawn one is not given again."""
    return (plan.drafts.aggregate(last=Max("number"))["last"] or 0) + 1


def _check_worth_issuing(draft: Draft, text: PlanText, before: Draft | None) -> None:
    if not text.units:
        raise RuleViolation(_("The plan has no text yet; there is nothing to issue."))
    if before is not None and before.digest == draft.digest and not has_words(draft.note):
        raise RuleViolation(
            _("Nothing has changed since the last draft. To issue it again, say why in the note.")
        )


def _freeze(draft: Draft, text: PlanText, before: PlanText | None) -> None:
    fates = {} if before is None else _fates(before, text)
    units = DraftUnit.objects.bulk_create(
        DraftUnit(
            draft=draft,
            order=place,
            element_id=unit.element_pk,
            uid=unit.uid,
            kind=unit.kind.value,
            reference=unit.reference,
            number=unit.number,
            label=unit.label,
            level=unit.level,
            lead_uid=unit.lead_uid,
            section_path=unit.section_path,
            section_uids=unit.section_uids,
            answer_shape=unit.shape,
            change=fates.get(unit.uid, DraftUnit.Change.NONE),
            revision_id=unit.revision_pk,
            card_id=unit.card.pk if unit.card else None,
        )
        for place, unit in enumerate(text.units, start=1)
    )
    by_uid = {unit.uid: unit for unit in units}
    DraftFootnote.objects.bulk_create(
        DraftFootnote(
            draft=draft,
            order=place,
            unit=by_uid.get(note.unit_uid),
            offset=note.offset,
            mark=note.mark,
            text=note.text,
        )
        for place, note in enumerate(text.footnotes, start=1)
    )


def _fates(before: PlanText, text: PlanText) -> dict[str, str]:
    changes = compare_texts(before, text)
    return {c.new.uid: _fate(c) for c in changes if c.new is not None}


def _fate(change: UnitChange) -> str:
    if change.is_added:
        return DraftUnit.Change.ADDED
    if change.is_changed:
        return DraftUnit.Change.REWORDED
    return DraftUnit.Change.MOVED if change.is_moved else DraftUnit.Change.NONE
