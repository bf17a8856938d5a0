"""The list of drafts."""

from __future__ import annotations

from dataclasses import dataclass

from delegations.capacities import Capacity
from sections.circulation import Circulation
from sections.models import ActionPlan, Draft
from sections.permissions import may_issue_draft


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list, and the number of the one before it that the reader may read too."""

    draft: Draft
    before: int | None
    may_be_widened: bool


def draft_lines(plan: ActionPlan, reader: Capacity) -> list[DraftLine]:
    """The drafts of a plan that a reader may read, newest first (one query)."""
    drafts = list(plan.drafts.visible_to(reader).order_by("-number"))
    widens = bool(may_issue_draft(reader, plan))
    return [
        DraftLine(
            draft,
            before.number if before else None,
            may_be_widened=widens and draft.circulation != Circulation.PUBLIC,
        )
        for draft, before in zip(drafts, [*drafts[1:], None], strict=False)
    ]
