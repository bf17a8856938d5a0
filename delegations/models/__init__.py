"""Who speaks: people, delegations and their standing, memberships, invitations."""

from delegations.models.delegations import Delegation, Standing
from delegations.models.memberships import Invitation, Membership, Role
from delegations.models.people import User

__all__ = ["Delegation", "Invitation", "Membership", "Role", "Standing", "User"]
