"""What comments and answers share: their states on the way out, and who reads them then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delegations.capacities import delegation_of
from lap_portal import clock
from sections.circulation import circulations_open_to

if TYPE_CHECKING:
    from delegations.capacities import Capacity
    from delegations.models import Delegation

Row = TypeVar("Row", bound=models.Model)


class State(models.TextChoices):
    """Where a comment or answer stands. The first three never leave the delegation."""

    IN_PREPARATION = "in_preparation", _("In preparation")
    READY = "ready", _("Ready")
    CLEARED = "cleared", _("Cleared")
    SUBMITTED = "submitted", _("Submitted")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Readers(models.TextChoices):
    """Who reads contributions, from the narrowest to the widest; of two the narrower holds."""

    OFFICES = "offices", _("The Presidency and the Implementation Support Unit only")
    AFTER_CLOSING = "after_closing", _("All who take part, once it has closed for all")
    PARTICIPANTS = "participants", _("All who take part, as soon as it is submitted")
    PUBLIC = "public", _("Everybody: it may be posted")


READ_AFTER_CLOSING = (Readers.AFTER_CLOSING, Readers.PUBLIC)


def narrowest(*rules: str) -> Readers:
    """The narrowest of several rules on who reads."""
    order = list(Readers)
    return min(map(Readers, rules), key=order.index)


def shared_with(reader: Capacity, *, submission: str = "") -> Q:
    """
    What other delegations submitted and a reader may read.

    Three rules meet: what the delegation chose, the consultation's rule when it was received, and
    the consultation's rule now; each must let the reader in. So a rule that is widened later opens
    nothing that was received before. Whoever takes part in a consultation reads its draft.
    `submission` leads from the row to the submission, as "submission__"; "" for submissions.
    """
    if reader.is_staff:
        return Q(pk__in=[])
    now = clock.now()
    closed = Q(consultation__closes_at__lte=now) & ~Q(consultation__extensions__closes_at__gt=now)
    at_once, later = [Readers.PARTICIPANTS, Readers.PUBLIC], [*Readers][1:]
    if reader.delegation is None:
        at_once, later = [], [Readers.PUBLIC]

    def lets_in(rules: list[Readers]) -> Q:
        chosen = Q((f"{submission}readers__in", rules), (f"{submission}rule__in", rules))
        return chosen & Q(consultation__readers__in=rules)

    read = Q(consultation__draft__circulation__in=circulations_open_to(reader))
    return read & (lets_in(at_once) | lets_in(later) & closed)


def said_by(delegation: Delegation, *, path: str = "delegation") -> Q:
    """
    What a delegation said, itself or under an entry since merged into it.

    `path` leads from the row to the delegation. What the other entry said stays as it was said.
    """
    return Q((path, delegation)) | _merged(delegation, path=path)


def _merged(delegation: Delegation, *, path: str = "delegation") -> Q:
    return Q((f"{path}__merged_into", delegation))


INSIDE = (State.IN_PREPARATION, State.READY, State.CLEARED)
LEFT = (State.SUBMITTED, State.REPLACED, State.WITHDRAWN)


class ContributionQuerySet(models.QuerySet[Row], Generic[Row]):
    """Ways to ask for comments, and for answers alike."""

    def visible_to(self, reader: Capacity) -> Self:
        """
        What a reader may know of.

        A delegation sees its own, and of others what stands and is shared with it; those who read
        contributions see what left a delegation; the public what is posted. What has not left its
        delegation is seen by nobody outside it, whoever asks.
        """
        if reader.has_perm("consultations.read_contributions"):
            return self.filter(state__in=LEFT)
        shared = shared_with(reader, submission="submission__")
        shared &= Q(state=State.SUBMITTED)
        if reader.delegation is not None:
            return self.filter(_own(reader) | shared)
        return self.filter(shared)

    def own_of(self, reader: Capacity) -> Self:
        """
        What the reader's own delegation says and prepares; nothing for everybody else.

        Of an entry merged into the delegation, its members see what was submitted, and each what
        the member wrote.
        """
        return self.none() if reader.delegation is None else self.filter(_own(reader))

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


def _own(reader: Capacity) -> Q:
    theirs = Q(state__in=LEFT) | Q(author=reader.person)
    own = delegation_of(reader)
    return Q(delegation=own) | _merged(own) & theirs


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
