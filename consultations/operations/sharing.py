"""Choosing who reads what the own delegation submitted."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Submission
from consultations.models.contributions import Readers, narrowest
from consultations.operations.locks import locked_consultation
from consultations.permissions import may_choose_readers
from delegations.capacities import Capacity, require_still_held
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.traces import save_traced


@transaction.atomic
def choose_readers(
    submission: Submission, *, actor: Capacity, readers: str, takes_rule: str = ""
) -> Submission:
    """
    Choose anew who reads a submission of the own delegation.

    `takes_rule` names the consultation's rule of today, widened since, and consents to it for this
    submission; where it is no longer the rule, StaleRevision is raised. Of the choice and the rule
    the narrower holds.
    """
    require(may_choose_readers(actor, submission))
    require_still_held(actor)
    consultation = locked_consultation(submission.consultation)
    locked = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    require(may_choose_readers(actor, locked))
    if readers not in Submission.CHOICES_OF_READERS:
        raise RuleViolation(_("Choose who may read it."))
    if takes_rule and takes_rule != consultation.readers:
        raise StaleRevision(
            _("The consultation's rule was changed while this page was open. Look again.")
        )
    before = locked.readers, locked.rule
    locked.readers = readers
    if takes_rule and narrowest(locked.rule, consultation.readers) == locked.rule:
        locked.rule = Readers(consultation.readers)
    if before == (locked.readers, locked.rule):
        raise RuleViolation(_("Nothing was changed."))
    reason = _("Chosen by the delegation")
    save_traced(locked, by=actor.person, reason=reason, fields=["readers", "rule"])
    return locked
