"""Every change of people and delegations: permission, rule, change and trace together."""

from delegations.operations.delegations import (
    create_delegation,
    merge_delegations,
    record_standing,
    revise_delegation,
)
from delegations.operations.invitations import (
    Wanted,
    invite_to_delegation,
    note_returned,
    resend_invitations,
    revoke_invitation,
    send_invitation,
    send_invitations,
)
from delegations.operations.joining import (
    Claim,
    accept_invitation,
    present_code,
    redeem_claim,
)
from delegations.operations.memberships import (
    change_role,
    end_membership,
    replace_focal_point,
)
from delegations.operations.people import (
    change_address,
    deactivate_person,
    erase_person,
    reactivate_person,
    register_person,
    revise_preferences,
)
from delegations.operations.staff import (
    appoint_from_command_line,
    appoint_staff,
    dismiss_staff,
)
from delegations.operations.states import load_state

__all__ = [
    "Claim",
    "Wanted",
    "accept_invitation",
    "appoint_from_command_line",
    "appoint_staff",
    "change_address",
    "change_role",
    "create_delegation",
    "deactivate_person",
    "dismiss_staff",
    "end_membership",
    "erase_person",
    "invite_to_delegation",
    "load_state",
    "merge_delegations",
    "note_returned",
    "present_code",
    "reactivate_person",
    "record_standing",
    "redeem_claim",
    "register_person",
    "replace_focal_point",
    "resend_invitations",
    "revise_delegation",
    "revise_preferences",
    "revoke_invitation",
    "send_invitation",
    "send_invitations",
]
