"""Who may do what with plans, their text and their drafts. Each answer carries its reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from lap_portal.decisions import ALLOWED, Decision, denied
from sections.models import ActionPlan, Draft, Element, Section


def may_import_plan(actor: Capacity) -> Decision:
    """The Presidency and the ISU bring papers in."""
    if not actor.has_perm("sections.import_plan"):
        return denied(_("Only the Presidency and the ISU import plans."))
    return ALLOWED


def may_read_working_text(reader: Capacity, plan: ActionPlan) -> Decision:
    """Staff read the text being drafted; everybody else reads issued drafts."""
    if not reader.has_perm("sections.read_working_text"):
        return denied(_("The working text is read by the Presidency and the ISU only."))
    return ALLOWED


def may_draft(actor: Capacity, plan: ActionPlan) -> Decision:
    """The Presidency adds, moves, splits, merges and deletes elements of a plan."""
    if not actor.has_perm("sections.draft_plan"):
        return denied(_("Only the Presidency changes the text of the plan."))
    return ALLOWED


def may_revise(actor: Capacity, element: Element) -> Decision:
    """The Presidency rewords what stands in the text."""
    if not actor.has_perm("sections.draft_plan"):
        return denied(_("Only the Presidency changes the text of the plan."))
    if element.deleted_at is not None:
        return denied(_("This element was deleted from the text."))
    return ALLOWED


def may_hold(actor: Capacity, section: Section) -> Decision:
    """Who changes the text may hold a section, which stops nobody else, and take it over."""
    if not actor.has_perm("sections.draft_plan"):
        return denied(_("Only the Presidency holds the text of a section."))
    return ALLOWED


def may_issue_draft(actor: Capacity, plan: ActionPlan) -> Decision:
    """The Presidency issues drafts and widens their circulation."""
    if not actor.has_perm("sections.issue_draft"):
        return denied(_("Only the Presidency issues drafts."))
    return ALLOWED


def may_reissue(actor: Capacity, draft: Draft) -> Decision:
    """The Presidency reissues a draft for technical reasons, until it is withdrawn or adopted."""
    return may_issue_draft(actor, draft.plan) and _has_no_end(draft)


def may_withdraw_draft(actor: Capacity, draft: Draft) -> Decision:
    """The Presidency withdraws a draft that it issued by mistake."""
    return may_issue_draft(actor, draft.plan) and _has_no_end(draft)


def may_adopt_draft(actor: Capacity, draft: Draft) -> Decision:
    """The Presidency records that the conference adopted a draft."""
    return may_issue_draft(actor, draft.plan) and _has_no_end(draft)


def may_undo_adoption(actor: Capacity, draft: Draft) -> Decision:
    """Whoever records an adoption takes it back where it was a mistake."""
    may = may_issue_draft(actor, draft.plan)
    if may and draft.adopted_on is None:
        return denied(_("This draft was not adopted."))
    return may


def _has_no_end(draft: Draft) -> Decision:
    if draft.withdrawn_at is not None:
        return denied(_("This draft was withdrawn."))
    if draft.adopted_on is not None:
        return denied(_("This draft was adopted. Take that back first, if it was a mistake."))
    return ALLOWED


def may_widen_circulation(actor: Capacity, draft: Draft) -> Decision:
    """Whoever issues drafts of the plan may let more people read one."""
    return may_issue_draft(actor, draft.plan)
