"""Lists brought in: delegations, the shipped facts about States, and whom to invite."""

from delegations.imports.delegations import (
    FACTS,
    import_delegations,
    load_states,
    preview_list,
    read_list,
)
from delegations.imports.invitations import (
    InvitationList,
    ListedInvitation,
    missions_without_member,
    read_invitations,
)
from delegations.imports.tables import table_of_file, table_of_text, text_of_table

__all__ = [
    "FACTS",
    "InvitationList",
    "ListedInvitation",
    "import_delegations",
    "load_states",
    "missions_without_member",
    "preview_list",
    "read_invitations",
    "read_list",
    "table_of_file",
    "table_of_text",
    "text_of_table",
]
