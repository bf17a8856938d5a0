"""The list of drafts."""

from __future__ import annotations

from dataclasses import dataclass

from delegations.capacities import Capacity
from sections.circulation import Circulation
from sections.models import ActionPlan, Draft
from sections.permissions import may_issue_draft


@dataclass(frozen=True, slots=True)
class DraftLine:
    """
    A draft in the list, and the number of the one before it that the reader may read too.

    `edition` is the one in which it was reissued, if it was.
    """

    draft: Draft
    before: int | None
    edition: Draft | None
    may_be_widened: bool


def draft_lines(plan: ActionPlan, reader: Capacity) -> list[DraftLine]:
    """The drafts of a plan that a reader may read, newest first (one query)."""
    drafts = list(plan.drafts.visible_to(reader).order_by("-number"))
    widens = bool(may_issue_draft(reader, plan))
    by_key = {draft.pk: draft for draft in drafts}
    editions = {draft.reissues_id: draft for draft in drafts}
    return [
        DraftLine(
            draft,
            by_key[draft.follows_id].number if draft.follows_id in by_key else None,
            edition=editions.get(draft.pk),
            may_be_widened=widens
            and draft.circulation != Circulation.PUBLIC
            and draft.withdrawn_at is None,
        )
        for draft in drafts
    ]
