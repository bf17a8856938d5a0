"""Acts that touch both the text and what was said about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import letters
from consultations.models import Comment, Consultation, RevisionPrompt
from consultations.operations.locks import locked_plan
from consultations.operations.reflecting import share_reflections
from consultations.operations.replying import send_replies
from consultations.queries.issuing import going_with
from delegations.capacities import Capacity, require_still_held
from documents.outline import Emphasis
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from sections.digest import digest_of_text
from sections.models import ActionPlan, Draft, Element, ElementRevision
from sections.operations import issue_draft, revise_element
from sections.permissions import may_issue_draft
from sections.queries import working_text


@transaction.atomic
def revise_prompted(
    element: Element,
    *,
    actor: Capacity,
    text: str,
    reason: str,
    based_on: int,
    prompted_by: Iterable[Comment] = (),
    restores: int | None = None,
) -> ElementRevision:
    """
    Reword an element and record which comments prompted it; all of it, or nothing.

    Only comments the actor may read, made in consultations of the same plan, can be named.
    `restores` is the number of an older revision that is taken back to: its italics come back too,
    if its words do unchanged.
    """
    require_still_held(actor)
    revision = revise_element(
        element,
        actor=actor,
        text=text,
        reason=reason,
        based_on=based_on,
        emphasis=_italics_of(element, number=restores, text=text),
    )
    for comment in _readable(prompted_by, actor=actor, plan=element.plan):
        RevisionPrompt.objects.create(revision=revision, comment=comment)
    return revision


def _italics_of(element: Element, *, number: int | None, text: str) -> tuple[Emphasis, ...] | None:
    """The italics of a revision, if these are its words; None where it is not, or none is named."""
    if number is None:
        return None
    older = element.revisions.filter(number=number, text=text).first()
    return older.emphases if older else None


def _readable(comments: Iterable[Comment], *, actor: Capacity, plan: ActionPlan) -> list[Comment]:
    wanted = {comment.pk for comment in comments}
    found = list(Comment.objects.visible_to(actor).filter(pk__in=wanted, consultation__plan=plan))
    if len(found) != len(wanted):
        raise RuleViolation(_("A comment named as a reason is not on the record of this plan."))
    return found


@transaction.atomic
def issue_next_draft(
    plan: ActionPlan,
    *,
    actor: Capacity,
    share: bool = True,
    seen: str = "",
    going: str = "",
    **draft: Any,
) -> Draft:
    """
    Issue the working text as the next draft and, if `share`, the decisions and replies with it.

    Refused while a consultation of the plan is open: the text under discussion stays the latest.
    `seen` is the digest of the text on screen, if it was looked at: if a word was changed
    meanwhile, StaleRevision is raised; `going` likewise names the decisions and replies that were
    on screen. `draft` is what `sections.operations.issue_draft` takes.

    Its length is that of its refusals: all are asked under one lock, before anything is written.
    """
    require(may_issue_draft(actor, plan))
    require_still_held(actor)
    locked = locked_plan(plan.pk)
    if locked.consultations.open_at(clock.now()).exists():
        raise RuleViolation(
            _(
                "A consultation on this plan is open; the next draft is issued after it closes. "
                "The ISU can close it early, with notice."
            )
        )
    if seen and seen != digest_of_text(working_text(locked)):
        raise StaleRevision(_("The text was changed while you were reading; please look again."))
    sent = going_with(locked, actor)
    if share and going and going != sent.digest:
        raise StaleRevision(
            _("What goes to delegations was changed while you were reading; please look again.")
        )
    issued = issue_draft(locked, actor=actor, **draft)
    letters.tell_issued(issued, actor=actor)
    if share:
        for consultation in Consultation.objects.filter(plan=locked):
            decisions = sent.decisions.get(consultation.pk, [])
            share_reflections(consultation, actor=actor, reflections=decisions)
            replies = sent.replies.get(consultation.pk, {})
            send_replies(consultation, actor=actor, replies=replies)
    return issued
