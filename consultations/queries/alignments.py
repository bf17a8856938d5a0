"""Who stands beside what was said: those aligned with a submission, or with one comment of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from consultations.models import Answer, Association, Comment
from delegations.capacities import Capacity

Aligned = dict[tuple[int, int | None], list[Association]]


def aligned_with(said: Iterable[Comment | Answer], reader: Capacity) -> Aligned:
    """Who is aligned with submissions and comments, as far as a reader may know (one query)."""
    rows = Association.objects.visible_to(reader).standing()
    within = rows.filter(submission__in={each.submission_id for each in said})
    found: Aligned = defaultdict(list)
    for row in within.select_related("delegation"):
        found[row.submission_id, row.comment_id].append(row)
    return found


def beside(said: Comment | Answer, aligned: Aligned) -> tuple[Association, ...]:
    """Those aligned with the whole of a submission, and with one comment of it."""
    if said.submission_id is None:
        return ()
    whole = aligned.get((said.submission_id, None), [])
    if isinstance(said, Answer):
        return tuple(whole)
    return (*whole, *aligned.get((said.submission_id, said.pk), []))
