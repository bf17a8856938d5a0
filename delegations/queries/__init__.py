"""Everything the pages of people and delegations show, in a fixed number of queries each."""

from delegations.queries.delegations import (
    count_by_people,
    delegation_page,
    delegations_page,
    merge_page,
)
from delegations.queries.gaps import gaps_without
from delegations.queries.invitations import (
    STATES,
    invitations_page,
    invited_to,
    resendable,
)
from delegations.queries.people import (
    DEMONSTRATION_ENDING,
    entrances,
    people_page,
    person_page,
)

__all__ = [
    "DEMONSTRATION_ENDING",
    "STATES",
    "count_by_people",
    "delegation_page",
    "delegations_page",
    "entrances",
    "gaps_without",
    "invitations_page",
    "invited_to",
    "merge_page",
    "people_page",
    "person_page",
    "resendable",
]
