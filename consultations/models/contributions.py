"""What comments and answers share: the states between a delegation and the Presidency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from delegations.capacities import Capacity
    from delegations.models import Delegation

Row = TypeVar("Row", bound=models.Model)


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
    return Q((path, delegation)) | _merged(delegation, path=path)


def _merged(delegation: Delegation, *, path: str = "delegation") -> Q:
    return Q((f"{path}__merged_into", delegation))


INSIDE = (State.IN_PREPARATION, State.READY)
LEFT = (State.SUBMITTED, State.REPLACED, State.WITHDRAWN)


class ContributionQuerySet(models.QuerySet[Row], Generic[Row]):
    """Ways to ask for comments, and for answers alike."""

    def visible_to(self, reader: Capacity) -> Self:
        """
        A delegation sees its own; those who read contributions see what left a delegation.

        What is in preparation or ready is seen by nobody outside its delegation, whoever asks. Of
        an entry merged into the delegation, its members see what was submitted, and each the own.
        """
        if reader.delegation is not None:
            theirs = Q(state__in=LEFT) | Q(author=reader.person)
            return self.filter(
                Q(delegation=reader.delegation) | _merged(reader.delegation) & theirs
            )
        if reader.has_perm("consultations.read_contributions"):
            return self.filter(state__in=LEFT)
        return self.none()

    def inside_of(self, delegation: Delegation) -> Self:
        """
        Those that a delegation works on and may submit.

        Under exactly this entry: what another entry, merged into it since, had not submitted is
        read (`visible_to`), and goes nowhere.
        """
        return self.filter(delegation=delegation, state__in=INSIDE)

    def standing(self) -> Self:
        """Those submitted, and neither replaced nor withdrawn since."""
        return self.filter(state=State.SUBMITTED)


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
