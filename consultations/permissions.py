"""Who may do what in a consultation. Each answer carries its reason."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from consultations.models import (
    Answer,
    Association,
    Comment,
    Consultation,
    Note,
    Reflection,
    Registration,
    Reply,
    Submission,
)
from consultations.models.contributions import State, said_by
from delegations.capacities import Capacity, speaking_for
from delegations.models import Delegation
from lap_portal import clock
from lap_portal.decisions import ALLOWED, Decision, denied
from sections.circulation import circulations_open_to
from sections.models import ActionPlan, Draft, Element


def may_open_consultation(actor: Capacity, draft: Draft) -> Decision:
    """The ISU opens consultations on issued drafts, and changes their instants."""
    if not actor.has_perm("consultations.open_consultation"):
        return denied(_("Only the ISU opens consultations."))
    return ALLOWED


def may_prepare(
    actor: Capacity, consultation: Consultation, *, at: datetime | None = None
) -> Decision:
    """
    Members of a delegation prepare comments and answers once the consultation has opened.

    After closing too, as long as late contributions are received: what was begun is never cut off.
    `at` is when the request reached the portal; without it, now.
    """
    if actor.delegation is None:
        return denied(_("Only a member of a delegation comments. Choose that capacity to do so."))
    if consultation.draft.circulation not in circulations_open_to(actor):
        return denied(_("This consultation is on a draft that your delegation does not read."))
    moment = at or clock.now()
    if moment < consultation.opens_at:
        return denied(_("This consultation has not opened yet."))
    return _still_received(actor.delegation, consultation, moment)


def may_correct(actor: Capacity, consultation: Consultation) -> Decision:
    """
    A delegation replaces and withdraws what it submitted until the synthesis is issued.

    Also after closing, and where late contributions are refused: what stands on the record is
    never held against a delegation that sees it otherwise.
    """
    if actor.delegation is None:
        return denied(_("Only a member of a delegation comments. Choose that capacity to do so."))
    if consultation.draft.circulation not in circulations_open_to(actor):
        return denied(_("This consultation is on a draft that your delegation does not read."))
    if consultation.is_synthesized():
        return denied(_("The synthesis has been issued; the record no longer changes."))
    return ALLOWED


def may_change(actor: Capacity, contribution: Comment | Answer) -> Decision:
    """A member changes what the own delegation has not submitted."""
    if contribution.delegation != actor.delegation:
        return denied(_("This belongs to another delegation."))
    if not contribution.is_inside:
        return denied(_("It was submitted and no longer changes; you may replace or withdraw it."))
    if contribution.replaces_id is not None:
        return may_correct(actor, contribution.consultation)
    return may_prepare(actor, contribution.consultation)


def may_discard(actor: Capacity, contribution: Comment | Answer) -> Decision:
    """A member deletes for good what the own delegation has not submitted, at any time."""
    if contribution.delegation != actor.delegation:
        return denied(_("This belongs to another delegation."))
    if not contribution.is_inside:
        return denied(_("It was submitted; it can be withdrawn, and stays on the record."))
    return ALLOWED


def may_note(actor: Capacity, about: Comment | Answer | Delegation) -> Decision:
    """Members write notes on what their delegation says, and on its work as a whole."""
    delegation = about if isinstance(about, Delegation) else about.delegation
    if actor.delegation is None or delegation != actor.delegation:
        return denied(_("This belongs to another delegation."))
    return ALLOWED


def may_delete_note(actor: Capacity, note: Note) -> Decision:
    """Its author deletes a note for good, or whoever submits for the delegation."""
    if note.delegation != actor.delegation:
        return denied(_("This belongs to another delegation."))
    if note.author != actor.person and not actor.submits:
        return denied(_("Its author deletes a note, or whoever submits for your delegation."))
    return ALLOWED


def may_review(actor: Capacity, contribution: Comment | Answer) -> Decision:
    """Whoever submits for the delegation returns what is ready with a note, or clears it."""
    changes = may_change(actor, contribution)
    if not changes:
        return changes
    if not actor.submits:
        return denied(_("Whoever submits for your delegation returns and clears."))
    if contribution.state not in {State.READY, State.CLEARED}:
        return denied(_("It is in preparation."))
    return ALLOWED


def may_set_procedure(actor: Capacity, delegation: Delegation) -> Decision:
    """Whoever submits for the delegation decides whether what is ready must be cleared."""
    if actor.delegation is None or delegation != actor.delegation:
        return denied(_("This belongs to another delegation."))
    return ALLOWED if actor.submits else denied(_("Whoever submits for your delegation decides."))


def may_submit(
    actor: Capacity, consultation: Consultation, *, at: datetime | None = None
) -> Decision:
    """The focal point, or a deputy, submits for the delegation. `at` as for `may_prepare`."""
    return _submits(actor) and may_prepare(actor, consultation, at=at)


def may_submit_corrections(actor: Capacity, consultation: Consultation) -> Decision:
    """Whoever submits for the delegation submits what replaces something on the record."""
    return _submits(actor) and may_correct(actor, consultation)


def may_replace(actor: Capacity, contribution: Comment | Answer) -> Decision:
    """A member prepares another wording of what stands on the record; submitting replaces it."""
    if contribution.delegation != actor.delegation:
        return denied(_("This belongs to another delegation."))
    if contribution.state != State.SUBMITTED:
        return denied(_("Only what was submitted, and still stands, is withdrawn or replaced."))
    return may_correct(actor, contribution.consultation)


def may_withdraw(actor: Capacity, contribution: Comment | Answer) -> Decision:
    """Whoever submits for the delegation withdraws what stands on the record."""
    if contribution.delegation != actor.delegation:
        return denied(_("This belongs to another delegation."))
    if contribution.state != State.SUBMITTED:
        return denied(_("Only what was submitted, and still stands, is withdrawn or replaced."))
    return may_submit_corrections(actor, contribution.consultation)


def may_choose_readers(actor: Capacity, submission: Submission) -> Decision:
    """Whoever submits for a delegation chooses who reads what it submitted, at any time."""
    return _is_own(actor, submission.delegation) and _submits(actor)


def may_align(actor: Capacity, consultation: Consultation) -> Decision:
    """Whoever submits for a delegation aligns it with others, until the synthesis is issued."""
    return _submits(actor) and may_correct(actor, consultation)


def may_end_association(actor: Capacity, association: Association) -> Decision:
    """
    Whoever submits for a delegation takes back that it is aligned, or corrects a listing.

    At any time: a State is never held to what another says on its behalf.
    """
    if association.ended_at is not None:
        return denied(_("This has ended already."))
    return _is_own(actor, association.delegation) and _submits(actor)


def may_read_contributions(reader: Capacity, consultation: Consultation) -> Decision:
    """The Presidency and the ISU read what was submitted."""
    if not reader.has_perm("consultations.read_contributions"):
        return denied(_("Contributions are read by the Presidency and the ISU only."))
    return ALLOWED


def may_mark(actor: Capacity, about: Comment | Consultation | ActionPlan) -> Decision:
    """Whoever reads contributions keeps notes, themes and marks beside what was submitted."""
    if not actor.has_perm("consultations.read_contributions"):
        return denied(_("Only the Presidency and the ISU keep notes and marks beside comments."))
    if isinstance(about, Comment) and about.is_inside:
        return denied(_("This comment has not been submitted."))
    return ALLOWED


def may_weigh_proposals(reader: Capacity, element: Element) -> Decision:
    """The Presidency and the ISU see all wordings proposed for an element beside one another."""
    if not reader.has_perm("consultations.read_contributions"):
        return denied(_("Proposed wordings are compared by the Presidency and the ISU only."))
    return ALLOWED


def may_reflect(actor: Capacity, comment: Comment) -> Decision:
    """The Presidency decides how a submitted comment is reflected, and replies."""
    if not actor.has_perm("consultations.reflect_comment"):
        return denied(_("Only the Presidency decides how a comment is reflected."))
    if comment.is_inside:
        return denied(_("This comment has not been submitted."))
    return ALLOWED


def may_make_remarks(actor: Capacity) -> Decision:
    """Whoever submits for a delegation remarks for it too: a remark leaves the delegation."""
    if actor.delegation is None:
        return denied(_("Only a delegation remarks on how its comments were reflected."))
    if not actor.submits:
        return denied(_("Your delegation's focal point, or a deputy, remarks for it."))
    return ALLOWED


def may_remark(actor: Capacity, comment: Comment) -> Decision:
    """A delegation remarks on its own comment, once it was told how that was reflected."""
    makes = may_make_remarks(actor)
    if not makes:
        return makes
    if not Comment.objects.own_of(actor).filter(pk=comment.pk).exists():
        return denied(_("This belongs to another delegation."))
    if not Reflection.objects.visible_to(actor).filter(comment=comment).exists():
        return denied(_("Nothing has been shared with you of this comment so far."))
    return ALLOWED


def may_remark_on_reply(actor: Capacity, reply: Reply) -> Decision:
    """A delegation remarks on a reply that was sent to it."""
    makes = may_make_remarks(actor)
    if not makes:
        return makes
    if not Reply.objects.visible_to(actor).filter(pk=reply.pk).exists():
        return denied(_("This belongs to another delegation."))
    return ALLOWED


def may_share_reflections(actor: Capacity, consultation: Consultation) -> Decision:
    """The Presidency lets each delegation see how its own comments were reflected."""
    if not actor.has_perm("consultations.reflect_comment"):
        return denied(_("Only the Presidency decides when reflections are shared."))
    return ALLOWED


def may_reply(actor: Capacity, consultation: Consultation, delegation: Delegation) -> Decision:
    """The Presidency replies to a delegation that has spoken, under the name it bears today."""
    if not actor.has_perm("consultations.reflect_comment"):
        return denied(_("Only the Presidency replies to delegations."))
    if delegation.merged_into_id is not None:
        return denied(_("This delegation was merged into another; reply to that one."))
    spoke = said_by(delegation)
    if not Comment.objects.visible_to(actor).filter(spoke, consultation=consultation).exists():
        return denied(_("This delegation has not submitted a comment in this consultation."))
    return ALLOWED


def may_write_synthesis(actor: Capacity, consultation: Consultation) -> Decision:
    """The Presidency writes points, and issues the synthesis."""
    if not actor.has_perm("consultations.write_synthesis"):
        return denied(_("Only the Presidency writes the synthesis."))
    return ALLOWED


def may_read_phrases(reader: Capacity, plan: ActionPlan) -> Decision:
    """The Presidency and the ISU read the phrases of the synthesis and their rules."""
    if not reader.has_perm("consultations.read_contributions"):
        return denied(_("The rules of the synthesis are read by the Presidency and the ISU only."))
    return ALLOWED


def may_revise_phrases(actor: Capacity, plan: ActionPlan) -> Decision:
    """The Presidency changes the phrases of the synthesis and their rules."""
    if not actor.has_perm("consultations.write_synthesis"):
        return denied(_("Only the Presidency changes the rules of the synthesis."))
    return ALLOWED


def may_adopt_synthesis(actor: Capacity, plan: ActionPlan) -> Decision:
    """The Presidency makes a synthesis the text of the next plan."""
    if not actor.has_perm("consultations.write_synthesis"):
        return denied(_("Only the Presidency makes a synthesis the next text."))
    if not actor.has_perm("sections.draft_plan"):
        return denied(_("Only the Presidency changes the text of the plan."))
    return ALLOWED


def may_read_participation(reader: Capacity, consultation: Consultation) -> Decision:
    """The Presidency and the ISU see who was invited, joined and submitted."""
    if not reader.has_perm("consultations.read_participation"):
        return denied(_("Participation is seen by the Presidency and the ISU only."))
    return ALLOWED


def may_remind(actor: Capacity, consultation: Consultation) -> Decision:
    """The ISU reminds delegations while what they say is still received."""
    if not actor.has_perm("consultations.remind_delegations"):
        return denied(_("Only the ISU reminds delegations."))
    if clock.now() < consultation.opens_at:
        return denied(_("This consultation has not opened yet."))
    if consultation.is_synthesized():
        return denied(_("The synthesis has been issued; contributions are no longer received."))
    return ALLOWED


def may_declare(actor: Capacity, consultation: Consultation) -> Decision:
    """Whoever submits for a delegation declares what it will do: that leaves the delegation."""
    if actor.delegation is None:
        return denied(_("Only a delegation declares what it will do."))
    if not actor.submits:
        return denied(_("Your delegation's focal point, or a deputy, declares for it."))
    if clock.now() < consultation.opens_at:
        return denied(_("This consultation has not opened yet."))
    return may_correct(actor, consultation)


def may_register(actor: Capacity, consultation: Consultation) -> Decision:
    """The Presidency and the ISU register what came by another channel."""
    if not actor.has_perm("consultations.register_contribution"):
        return denied(_("Only the Presidency and the ISU register contributions."))
    if clock.now() < consultation.opens_at:
        return denied(_("This consultation has not opened yet."))
    if consultation.is_synthesized():
        return denied(_("The synthesis has been issued; contributions are no longer received."))
    return ALLOWED


def may_register_for(
    actor: Capacity, consultation: Consultation, delegation: Delegation, *, at: datetime
) -> Decision:
    """
    An office registers for whoever reads the draft, as long as the delegation itself could speak.

    `at` is when the contribution reached the office: where late ones are refused, that decides.
    """
    may = may_register(actor, consultation)
    if not may:
        return may
    if delegation.merged_into_id is not None:
        return denied(_("This delegation was merged into another; register it for that one."))
    if consultation.draft.circulation not in circulations_open_to(speaking_for(delegation)):
        return denied(_("This consultation is on a draft that this delegation does not read."))
    if at < consultation.opens_at:
        return denied(_("It cannot have come before the consultation opened."))
    return _still_received(delegation, consultation, at)


def may_work_on(actor: Capacity, registration: Registration) -> Decision:
    """An office works on what that office is registering."""
    if registration.office != actor.office:
        return denied(_("Another office is registering this."))
    return may_register(actor, registration.consultation)


def may_withdraw_registered(actor: Capacity, comment: Comment) -> Decision:
    """On its delegation's word, an office withdraws a comment that an office registered."""
    if not actor.has_perm("consultations.register_contribution"):
        return denied(_("Only the Presidency and the ISU register contributions."))
    if comment.submission is None or not comment.submission.is_registered:
        return denied(_("An office withdraws only what an office registered."))
    if comment.state != State.SUBMITTED:
        return denied(_("Only what was submitted, and still stands, is withdrawn or replaced."))
    if comment.consultation.is_synthesized():
        return denied(_("The synthesis has been issued; the record no longer changes."))
    return ALLOWED


def _is_own(actor: Capacity, delegation: Delegation) -> Decision:
    """Whether something is of the actor's delegation, or of an entry merged into it."""
    own = actor.delegation
    if own is None or own.pk not in {delegation.pk, delegation.merged_into_id}:
        return denied(_("This belongs to another delegation."))
    return ALLOWED


def _submits(actor: Capacity) -> Decision:
    if actor.delegation is None:
        return denied(_("Only a delegation submits."))
    if not actor.submits:
        return denied(_("Your delegation's focal point submits for it."))
    return ALLOWED


def _still_received(
    delegation: Delegation, consultation: Consultation, moment: datetime
) -> Decision:
    if consultation.is_synthesized():
        return denied(_("The synthesis has been issued; contributions are no longer received."))
    if not consultation.receives_late and moment >= consultation.closes_at_for(delegation):
        return denied(_("This consultation has closed, and late contributions are not received."))
    return ALLOWED
