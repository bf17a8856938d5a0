"""Who speaks: people, delegations and their standing, memberships, invitations, letters."""

from delegations.models.delegations import Delegation, Standing
from delegations.models.letters import Enclosure, Letter, Notice
from delegations.models.memberships import Invitation, Membership, Role
from delegations.models.people import User

__all__ = [
    "Delegation",
    "Enclosure",
    "Invitation",
    "Letter",
    "Membership",
    "Notice",
    "Role",
    "Standing",
    "User",
]
