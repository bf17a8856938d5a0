"""Pages about people, delegations, members, invitations, and the capacity one acts in."""

from delegations.views.capacities import capacity_choose, capacity_secure, demonstration_enter
from delegations.views.delegations import (
    delegation_create,
    delegation_import,
    delegation_list,
    delegation_merge,
    delegation_read,
    delegation_revise,
    standing_record,
)
from delegations.views.invitations import (
    invitation_create,
    invitation_open,
    invitation_return,
    invitation_revoke,
)
from delegations.views.inviting import invitation_list, invitations_resend, invitations_send
from delegations.views.memberships import (
    focal_point_replace,
    membership_change_role,
    membership_end,
)
from delegations.views.people import (
    person_change_address,
    person_deactivate,
    person_erase,
    person_list,
    person_reactivate,
    person_read,
    staff_appoint,
    staff_dismiss,
)
from delegations.views.preferences import preferences_revise

__all__ = [
    "capacity_choose",
    "capacity_secure",
    "delegation_create",
    "delegation_import",
    "delegation_list",
    "delegation_merge",
    "delegation_read",
    "delegation_revise",
    "demonstration_enter",
    "focal_point_replace",
    "invitation_create",
    "invitation_list",
    "invitation_open",
    "invitation_return",
    "invitation_revoke",
    "invitations_resend",
    "invitations_send",
    "membership_change_role",
    "membership_end",
    "person_change_address",
    "person_deactivate",
    "person_erase",
    "person_list",
    "person_reactivate",
    "person_read",
    "preferences_revise",
    "staff_appoint",
    "staff_dismiss",
    "standing_record",
]
