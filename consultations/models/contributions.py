"""What comments and answers share: the states between a delegation and the Presidency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from delegations.models import Delegation


class State(models.TextChoices):
    """Where a comment or answer stands. The first two never leave the delegation."""

    IN_PREPARATION = "in_preparation", _("In preparation")
    READY = "ready", _("Ready")
    SUBMITTED = "submitted", _("Submitted")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def said_by(delegation: Delegation, *, path: str = "delegation") -> Q:
    """
    What a delegation said, itself or under an entry since merged into it.

    `path` leads from the row to the delegation. What the other entry said stays as it was said.
    """
    return Q((path, delegation)) | Q((f"{path}__merged_into", delegation))


INSIDE = (State.IN_PREPARATION, State.READY)
LEFT = (State.SUBMITTED, State.REPLACED, State.WITHDRAWN)


def left_with_submission(name: str) -> models.CheckConstraint:
    """Hold that a row has a submission exactly when it has left the delegation."""
    return models.CheckConstraint(
        condition=Q(submission=None, state__in=INSIDE)
        | Q(submission__isnull=False, state__in=LEFT),
        name=name,
        violation_error_message=_("Only what is submitted leaves the delegation."),
    )


def withdrawn_with_reason(name: str) -> models.CheckConstraint:
    """Hold that a row says when and why it was withdrawn exactly when it was."""
    return models.CheckConstraint(
        condition=(Q(state=State.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdrawal_reason=""))
        | (~Q(state=State.WITHDRAWN) & Q(withdrawn_at=None, withdrawal_reason="")),
        name=name,
        violation_error_message=_("Say why it is withdrawn."),
    )
